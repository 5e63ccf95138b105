"""What the merchant should know about a policy: gaps of cover, open questions, and what the laws say of it."""
