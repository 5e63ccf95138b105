"""A policy in the words of a language, and in the formats that are published; and what must not stand there."""
