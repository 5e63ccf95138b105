"""A new questionnaire: what is asked, and the text that comes of it."""
