"""What a question asks for: colleagues, or who knows about a subject."""
