"""The graph in a Neo4j server: schema, writer, view, ledger, sweep, erasure, and the copy for people who explore."""
