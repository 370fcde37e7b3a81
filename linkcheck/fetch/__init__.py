"""Targets to observations: turns, budgets, retries, redirects, and what must not be reached."""
