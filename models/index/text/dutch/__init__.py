"""Dutch words without the endings of grammar: `stemming.stem`, by rules of spelling and by lists."""
