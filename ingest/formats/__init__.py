"""One file per media type: bytes become plain text."""
