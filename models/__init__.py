"""Expertise models: who knows what, and why. Nothing here writes."""
