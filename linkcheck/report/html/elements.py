"""Elements of HTML and SVG, made and escaped by the standard library's ElementTree."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from linkcheck.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterable


def element(tag: str, *children: Element | str, **attributes: str | float) -> Element:
    """Make an element; texts are made safe to show.

    `class_` stands for `class`, and `stroke_width` for `stroke-width`.
    """
    named = {
        key.rstrip("_").replace("_", "-"): shown(str(value)) for key, value in attributes.items()
    }
    made = Element(tag, named)
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + _text(child)
        else:
            made.text = (made.text or "") + _text(child)
    return made


def markup(elements: Iterable[Element]) -> str:
    """Write elements as HTML."""
    return "\n".join(tostring(each, encoding="unicode", method="html") for each in elements)


def _text(text: str) -> str:
    """Make a text safe, but keep the blanks at its ends: they stand between elements."""
    left = " " if text[:1] == " " else ""
    right = " " if text[-1:] == " " and text.strip() else ""
    return f"{left}{shown(text)}{right}"
