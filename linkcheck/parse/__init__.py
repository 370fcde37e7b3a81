"""Documents to citations: discovery, formats, addresses in running text, broken lines."""
