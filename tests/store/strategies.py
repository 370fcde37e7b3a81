"""Values of the model, made up: for whatever must bring them back as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from linkcheck.model import (
    Answered,
    Capture,
    Cause,
    Citation,
    CitedDate,
    DateSource,
    Held,
    Hop,
    Kind,
    Lookup,
    NotAsked,
    NotAskedReason,
    NotHeld,
    Observation,
    Page,
    Place,
    Span,
    Unanswered,
    Unavailable,
)

texts = st.text(max_size=20)
short_texts = st.text(max_size=5)
# What parsers may hand on from notebooks and file names.
wild_texts = st.text(st.characters(exclude_categories=()), max_size=20)
counts = st.integers(0, 2**40)
days = st.dates(min_value=date(1000, 1, 1))
times = st.datetimes(min_value=datetime(1990, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (the strategy wants it naive)
urls = st.builds(
    "https://{}.example/{}".format,
    st.text("abcdefgh0123456789", min_size=1, max_size=4),
    st.text("abcdefgh0123456789/-_.~%", max_size=12),
)
statuses = st.integers(100, 599)

hops = st.builds(Hop, urls, statuses)
pages = st.builds(
    Page,
    content_type=short_texts,
    title=st.none() | texts,
    headings=st.lists(short_texts, max_size=2).map(tuple),
    words=counts,
    excerpt=texts,
    canonical=st.none() | urls,
    refresh=st.none() | urls,
    markers=st.lists(short_texts, max_size=2).map(tuple),
    fingerprint=st.lists(st.integers(0, 2**64 - 1), max_size=3).map(tuple),
    has_password_field=st.booleans(),
    links=st.lists(urls, max_size=2).map(tuple),
    missing=st.lists(short_texts, max_size=2).map(tuple),
    truncated=st.booleans(),
)
outcomes = st.one_of(
    st.builds(
        Answered,
        statuses,
        urls,
        st.lists(st.tuples(short_texts, short_texts), max_size=2).map(tuple),
        st.none() | pages,
    ),
    st.builds(Unanswered, st.sampled_from(Cause), texts),
    st.builds(NotAsked, st.sampled_from(NotAskedReason), texts),
)
observations = st.builds(
    Observation,
    target=urls,
    at=times,
    outcome=outcomes,
    hops=st.lists(hops, max_size=2).map(tuple),
    attempts=st.integers(0, 9),
    elapsed=st.floats(0, 1e6),
)

captures = st.builds(Capture, short_texts, urls, urls, times, st.none() | statuses)
answers = st.one_of(
    st.builds(Held, st.lists(captures, max_size=2).map(tuple)),
    st.builds(NotHeld, st.lists(captures, max_size=2).map(tuple)),
    st.builds(Unavailable, texts),
)
lookups = st.builds(
    Lookup, target=urls, archive=short_texts, at=times, near=st.none() | days, answer=answers
)


def spans_of(text: str) -> st.SearchStrategy[Span]:
    """Make places for a text."""
    return st.builds(
        lambda start, line, column: Span(
            start, start + len(text), line, column, line, column + len(text)
        ),
        counts,
        st.integers(1, 10_000),
        st.integers(1, 10_000),
    )


@st.composite
def citations(
    draw: st.DrawFn, document: str = "paper.md", text: st.SearchStrategy[str] = texts
) -> Citation:
    """Make a citation of a document, with any mixture of what it may hold."""
    cited = draw(text)
    readings = draw(st.lists(urls, min_size=1, max_size=3, unique=True))
    return Citation(
        document=document,
        span=draw(spans_of(cited)),
        text=cited,
        url=readings[0],
        kind=draw(st.sampled_from(Kind)),
        place=draw(st.sampled_from(Place)),
        candidates=tuple(readings[1:]),
        fragment=draw(st.none() | text),
        label=draw(st.none() | text),
        context=draw(st.none() | text),
        date=draw(st.none() | st.builds(CitedDate, days, st.sampled_from(DateSource))),
        page=draw(st.none() | st.integers(1, 5000)),
        part=draw(st.none() | text),
        copy_of=draw(st.none() | urls),
    )
