"""Targets to captures: one file per archive, one budget per archive."""
