"""Which terms of an organisation mean the same in Dutch and in English: suggestions with a score, never decisions."""
