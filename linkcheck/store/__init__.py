"""The ledger: what was read and what was answered, in SQLite."""
