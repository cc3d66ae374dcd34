"""The derived index: text, columns, generations."""
