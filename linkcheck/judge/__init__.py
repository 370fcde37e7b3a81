"""Evidence to verdicts: pure functions; their tables of signs are data files."""
