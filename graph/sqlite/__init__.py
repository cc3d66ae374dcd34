"""The graph in one SQLite file: tables, writer, view, ledger, sweep, erasure, backup."""
