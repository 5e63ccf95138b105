"""Asking the supplier: the numbered questions, their message, and the replies on their way into a file."""
