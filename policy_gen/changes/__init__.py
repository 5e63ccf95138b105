"""What a page promised and what it promises now: states, the lock that keeps them, and what differs for customers."""
