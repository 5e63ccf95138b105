"""The way from three voices to the terms that are published: one shape, one comparison, the worst and the best."""
