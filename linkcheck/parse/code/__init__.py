"""Programs and data files: what a lexer cuts them into, and what strings and values cite."""
