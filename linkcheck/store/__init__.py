"""The ledger: what was read and what was answered, in SQLite."""

from linkcheck.store.ledger import Counts, Ledger, open_ledger, temporary_ledger

__all__ = ["Counts", "Ledger", "open_ledger", "temporary_ledger"]
