"""The way in and out: everything that touches files, and nothing that decides."""
