from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from linkcheck.judge import judge, probe_address
from linkcheck.model import (
    Answered,
    Cause,
    Evidence,
    Held,
    Hop,
    NotAsked,
    NotAskedReason,
    NotHeld,
    State,
    Target,
    Unanswered,
    Unavailable,
)
from tests.judge.evidence import URL, capture, lookup, page, rows, seen

if TYPE_CHECKING:
    from random import Random

    from linkcheck.model import (
        Lookup,
        Observation,
        Outcome,
    )

MADE_UP: Final = probe_address(URL) or ""
TARGET: Final = Target.of(URL)
FROM_TABLE: Final = [
    row.evidence() for row in rows() if row.url == URL and not row.unseen and row.online
]

answered = st.builds(
    Answered, st.integers(100, 999), st.sampled_from([URL, "https://example.org/"])
)
outcomes: st.SearchStrategy[Outcome] = st.one_of(
    answered,
    st.sampled_from([evidence.observations[0].outcome for evidence in FROM_TABLE]),
    st.builds(Unanswered, st.sampled_from(Cause)),
    st.builds(NotAsked, st.sampled_from(NotAskedReason)),
)
observations: st.SearchStrategy[Observation] = st.builds(
    lambda outcome, hours, attempts: replace(seen(outcome, hours=hours), attempts=attempts),
    outcomes,
    st.integers(0, 100),
    st.integers(1, 3),
)
lookups: st.SearchStrategy[Lookup] = st.builds(
    lambda answer, hours: lookup(answer, hours=hours),
    st.sampled_from(
        [NotHeld(), Unavailable("x"), Held((capture(),)), Held((capture(status=404),))]
    ),
    st.integers(0, 100),
)
probes: st.SearchStrategy[tuple[Observation, ...]] = st.lists(
    st.builds(
        lambda seen_there, hops: replace(seen_there, target=MADE_UP, hops=hops),
        observations,
        st.sampled_from([(), (Hop(MADE_UP, 302),)]),
    ),
    max_size=3,
).map(tuple)
evidences: st.SearchStrategy[Evidence] = st.builds(
    Evidence,
    st.just(TARGET),
    st.lists(observations, max_size=5).map(tuple),
    st.lists(lookups, max_size=3).map(tuple),
)


@given(evidences, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_evidence_means_nothing(
    evidence: Evidence,
    random: Random,
    online: bool,  # noqa: FBT001  (given by hypothesis)
) -> None:
    shuffled = replace(
        evidence,
        observations=tuple(random.sample(evidence.observations, len(evidence.observations))),
        lookups=tuple(random.sample(evidence.lookups, len(evidence.lookups))),
    )

    assert judge(shuffled, online=online) == judge(evidence, online=online)


@given(evidences)
def test_a_later_success_never_leaves_anything_but_alive(evidence: Evidence) -> None:
    later = replace(evidence, observations=(*evidence.observations, seen(page(), hours=1000)))

    assert judge(later).state is State.ALIVE


@given(evidences)
def test_a_success_at_the_same_moment_is_believed(evidence: Evidence) -> None:
    same = replace(evidence, observations=(*evidence.observations, seen(page(), hours=100)))

    assert judge(same).state in {State.ALIVE, State.MOVED}


@given(evidences, st.lists(lookups, max_size=3))
def test_archives_never_change_the_state(evidence: Evidence, more: list[Lookup]) -> None:
    with_more = judge(replace(evidence, lookups=(*evidence.lookups, *more)))
    without = judge(replace(evidence, lookups=()))

    assert (with_more.state, with_more.certainty) == (without.state, without.certainty)
    assert with_more.reasons[0] == without.reasons[0]


@given(evidences)
def test_without_a_network_no_failure_is_held_against_anything(evidence: Evidence) -> None:
    failures = tuple(
        item for item in evidence.observations if isinstance(item.outcome, Unanswered | NotAsked)
    )

    assert judge(replace(evidence, observations=failures), online=False).state is State.UNCHECKED


@given(evidences)
def test_only_what_is_broken_or_moved_gets_a_suggestion(evidence: Evidence) -> None:
    verdict = judge(evidence)

    if verdict.state in {State.ALIVE, State.UNCHECKED}:
        assert verdict.suggestion is None
    if verdict.state is State.MOVED:
        assert verdict.suggestion is not None


@given(evidences, probes)
def test_a_probe_never_makes_anything_dead_but_what_was_suspected(
    evidence: Evidence, made_up: tuple[Observation, ...]
) -> None:
    without = judge(evidence)
    with_probes = judge(replace(evidence, probes=made_up))

    if with_probes != without:
        assert without.state in {State.ALIVE, State.MOVED}
        assert with_probes.state in {State.ALIVE, State.DEAD}


@given(evidences, probes)
def test_a_later_good_page_is_alive_whatever_a_made_up_one_answers(
    evidence: Evidence, made_up: tuple[Observation, ...]
) -> None:
    good = seen(page(), hours=1000)
    later = replace(evidence, observations=(*evidence.observations, good), probes=made_up)

    assert judge(later).state is State.ALIVE


@given(evidences, probes, st.randoms(use_true_random=False))
def test_the_order_of_probes_means_nothing(
    evidence: Evidence, made_up: tuple[Observation, ...], random: Random
) -> None:
    one = replace(evidence, probes=made_up)
    other = replace(evidence, probes=tuple(random.sample(made_up, len(made_up))))

    assert judge(one) == judge(other)


@given(evidences)
def test_without_a_network_nothing_is_dead_or_alive(evidence: Evidence) -> None:
    assert judge(evidence, online=False).state is State.UNCHECKED


@given(evidences)
def test_no_verdict_is_without_a_reason(evidence: Evidence) -> None:
    assert judge(evidence).reasons
