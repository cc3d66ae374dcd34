"""Terms and names in one text, by spaCy."""
