"""The outside world becomes facts."""
