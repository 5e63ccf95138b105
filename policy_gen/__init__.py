"""Refund and return policies that match what suppliers give and what the law asks."""
