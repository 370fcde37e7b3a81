"""HTML in parts: its grammar, what its tags cite, what its text cites, and what stands around.

- `grammar`: the tokens, as patterns.
- `references`: character references in text and in attributes.
- `attributes`: the addresses that a tag's attributes cite.
- `layout`: where blocks and code begin and end; the readable text around a place.
- `raw`: where scripts, titles and the like end, in which there are no tags.
- `readable`: what a reader sees of some markup; the labels of links.
- `spots`: where text may cite something.
- `structured`: JSON-LD in scripts.
- `words`: what the text between tags cites.
- `walk`: all of it in the order of the document.
- `brief`: the same for what is cited and where alone, with `code`, which tells what is code.
"""
