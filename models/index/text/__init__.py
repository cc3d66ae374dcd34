"""Text in the index: analysis, questions, snippets and the text engine."""
