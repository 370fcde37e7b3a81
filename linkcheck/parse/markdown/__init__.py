"""Markdown: CommonMark with the extensions of GitHub, footnotes and front matter.

Most of a document cites nothing, and most of what cites is plain text with plain links. So only
chunks with a sign of something are read (`signs`, `layout`), plain ones by a few patterns
(`leaves`, `simple`), and whatever they leave in doubt by a whole parser (`commonmark`). Both give
the same, which tests hold by comparing them on made-up, bent and real documents.

That is what reading in `full` is. Where no more is asked for than what is cited where, most links
need not even that (`brief`).
"""
