"""PDF files: what their pages show, read in a process of its own."""
