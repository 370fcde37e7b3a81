"""One file per document format, found by walking this folder."""
