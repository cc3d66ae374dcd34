"""One kind of evidence each, turned into an order of people."""
