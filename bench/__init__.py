"""Figures that anyone can measure again: speed, memory, quality, and the shape of the code."""
