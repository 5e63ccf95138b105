"""What the tool can tell of what it knows: its questions, its suppliers' facts, its laws."""
