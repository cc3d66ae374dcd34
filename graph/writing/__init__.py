"""How people write: one form of their characters, and words that a hyphen cuts."""
