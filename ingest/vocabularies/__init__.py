"""Vocabularies that an organisation keeps itself, in SKOS or CSV."""
