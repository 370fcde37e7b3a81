#!/usr/bin/env python3
# Adapted from https://example.org/adapted, which follows https://example.org/a/very/long/
# path/to/a/page.html (RFC 2119).
"""Read things, as https://example.org/module says."""

API = "https://api.example.org/v1/{name}"  # documented at https://example.org/api


def f(text: str = """
https://example.org/argument
""") -> str:
    r'''Do it (https://example.org/doc).

    See also [this](https://example.org/also).
    '''
    return 'https://example.org/#not-a-comment'
