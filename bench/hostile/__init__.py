"""Damaged and extreme records through every source, format and extractor."""
