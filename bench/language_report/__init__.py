"""Figures on language: one module for each part, which the command runs in turn."""
