"""The version, apart from everything else, so that every part may know it."""

__version__ = "0.1.0"
