"""Findings to bytes: one file per report format, found by walking this folder."""
