"""Office documents: ZIP packages, streams of XML, and what word processors and tables share."""
