"""The report as a web page: one file that needs no network, for editors.

`page` writes it, of `rows` (what the table shows, as JSON that only the page's own script reads)
and `charts` (drawn here, so that they are there without a script). How it looks and what it does
is in `page.html`, `page.css` and `page.js`; they are put into the page as they are, and its
content security policy allows them by their hashes and nothing else.
"""
