"""Benchmarks: each folder has its own command."""
