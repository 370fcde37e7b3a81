"""The charts of the page: drawn as SVG, each with the same numbers in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from linkcheck.model import State
from linkcheck.report.html.elements import element
from linkcheck.report.phrases import counted
from linkcheck.report.words import LOOKS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from linkcheck.model import Summary
    from linkcheck.report.html.tally import Year

_BAR: Final = (1000, 14)
_WIDTH: Final = 960.0
_HEIGHT: Final = 220.0
_TOP: Final = 24.0
_FOOT: Final = 26.0
_WIDEST: Final = 72.0
_CROWDED: Final = 16  # columns; then only every other one is named

# From the ground up: what is lost stands on the line, so that years can be compared by it.
_LAYERS: Final = (
    ("dead", "dead", (State.DEAD,)),
    ("doubtful", "not settled", (State.BLOCKED, State.UNREACHABLE, State.UNCHECKED)),
    ("alive", "alive or moved", (State.MOVED, State.ALIVE)),
)


def states_bar(summary: Summary) -> Element:
    """Draw how the addresses share out over the states, in one bar."""
    total = sum(number for _, number in summary.states)
    said = ", ".join(f"{summary.count(state):,} {state}" for state in LOOKS)
    width, height = _BAR
    parts: list[Element] = []
    start = 0.0
    for state in LOOKS:
        length = width * summary.count(state) / total if total else 0
        if length:
            bar = element("rect", element("title", f"{summary.count(state):,} {state}"))
            bar.attrib |= {
                "class": f"fill-{state}",
                "x": f"{start:.2f}",
                "y": "0",
                "width": f"{max(length - 2, 1.5):.2f}",
                "height": str(height),
            }
            parts.append(bar)
        start += length
    return element(
        "svg",
        *parts,
        class_="bar",
        viewBox=f"0 0 {width} {height}",
        preserveAspectRatio="none",
        role="img",
        aria_label=f"Addresses by state: {said}",
    )


def years_chart(years: Sequence[Year]) -> list[Element]:
    """Draw the citations of each year, the dead ones at the bottom, with a table of the same."""
    if not years:
        return []
    dead = sum(year.dead for year in years)
    total = sum(year.total for year in years)
    label = (
        f"Citations by the year in which they were made: {dead:,} of {total:,} dead. "
        "The table below has the numbers."
    )
    return [_legend(), _columns(years, label), _table(years)]


def _legend() -> Element:
    return element(
        "ul",
        *(
            element("li", element("span", class_=f"swatch bg-{layer}", aria_hidden="true"), name)
            for layer, name, _ in _LAYERS
        ),
        class_="legend",
    )


def _columns(years: Sequence[Year], label: str) -> Element:
    ground = _HEIGHT - _FOOT
    highest = max(year.total for year in years)
    step = min(_WIDTH / len(years), _WIDEST)
    width = step * len(years)
    unit = (ground - _TOP) / highest
    parts = [element("line", x1=0, x2=width, y1=ground, y2=ground, class_="ground")]
    for number, year in enumerate(years):
        middle = step * (number + 0.5)
        parts.append(_column(year, step * number, step, ground, unit))
        if len(years) <= _CROWDED or (len(years) - 1 - number) % 2 == 0:
            name = f"≤ {year.year}" if year.earlier else year.name
            parts.append(_word(name, middle, _HEIGHT - 8, "year"))
    drawn = element(
        "svg",
        *parts,
        class_="years",
        width=f"{width:.0f}",
        height=f"{_HEIGHT:.0f}",
        viewBox=f"0 0 {width:.0f} {_HEIGHT:.0f}",
        role="img",
        aria_label=label,
    )
    # On a narrow screen it scrolls, by keyboard too, rather than shrink beyond reading.
    return element("div", drawn, class_="scroller", tabindex="0", role="group", aria_label="Chart")


def _column(year: Year, left: float, step: float, ground: float, unit: float) -> Element:
    parts = [element("title", _said(year))]
    top = ground
    for layer, _, states in _LAYERS:
        size = unit * sum(year.states[state] for state in states)
        if size:
            top -= size
            parts.append(
                element(
                    "rect",
                    class_=f"fill-{layer}",
                    x=f"{left + step * 0.12:.2f}",
                    y=f"{top:.2f}",
                    width=f"{step * 0.76:.2f}",
                    height=f"{max(size - 1, 1):.2f}",
                )
            )
    if year.dead:
        parts.append(_word(_percent(year), left + step / 2, top - 6, "share"))
    return element("g", *parts)


def _word(text: str, x: float, y: float, look: str) -> Element:
    return element("text", text, x=f"{x:.2f}", y=f"{y:.2f}", class_=look, text_anchor="middle")


def _percent(year: Year) -> str:
    share = 100 * year.dead / year.total
    return "<1%" if share < 1 else f"{share:.0f}%"


def _said(year: Year) -> str:
    return f"{year.name}: {year.dead:,} of {counted(year.total, 'citation')} dead"


def _table(years: Sequence[Year]) -> Element:
    head = element(
        "tr",
        *(
            element("th", name, scope="col")
            for name in ("Cited", *(n for _, n, _ in _LAYERS), "dead, %")
        ),
    )
    rows = [
        element(
            "tr",
            element("th", year.name, scope="row"),
            *(
                element("td", f"{sum(year.states[state] for state in states):,}")
                for _, _, states in _LAYERS
            ),
            element("td", _percent(year) if year.dead else "0%"),
        )
        for year in years
        if year.total
    ]
    return element(
        "details",
        element("summary", "The same as a table"),
        element("table", element("thead", head), element("tbody", *rows), class_="numbers"),
        class_="as-table",
    )
