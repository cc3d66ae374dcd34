"""What the kinds of evidence are called, in each language; each ranker says it itself."""

from models.rankers.registry import label_of, reason_of

__all__ = ["label_of", "reason_of"]
