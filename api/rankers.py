"""Names of the kinds of evidence in each language, as the rankers give them."""

from models.rankers.registry import label_of, reason_of

__all__ = ["label_of", "reason_of"]
