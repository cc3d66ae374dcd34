"""Which documents match, who did what to them, and who may know that? The derived index in a folder of its own."""

from models.index.errors import IndexProblem
from models.index.reader import Index

__all__ = ["Index", "IndexProblem"]
