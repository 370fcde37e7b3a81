"""One file per report format, found by walking this folder; each has a `REPORTER`."""
