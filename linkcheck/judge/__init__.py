"""Evidence to verdicts: pure functions; their tables of signs are data files.

verdict.py    which rules are asked in which order, and which observation counts
refusals.py   somebody is home but refuses: walls, sign-ins, paywalls, the law
rot.py        gone: 404, 410, identifiers that are not registered, what is suspected and confirmed
suspicions.py signs of soft 404s, parked domains, redirects home
probes.py     what a made-up page beside a suspected one answers
sayings.py    pages that say "not found"
registries.py identifiers whose registry is asked
failures.py   no answer, not asked, and answers that prove nothing
copies.py     which archived copy is offered
given_copies.py  archived copies that documents give themselves
archive_links.py addresses that are archived copies themselves
near_misses.py addresses that a cited one may have been meant to be
fragments.py  places in a page that were cited and are gone
explaining.py which signs were seen, for those who ask why
portal.py     a network that answers everything itself
labels.py     links whose text shows another address
guesses.py    addresses that may be none
placeholders.py names set aside for examples
readings.py   questions over many verdicts or observations
signs/        the tables
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkcheck.judge.archive_links import ArchiveLink, page_key, raw_replay, read_archive_link
    from linkcheck.judge.copies import (
        archive_status,
        captures_of,
        flaw_of,
        is_near,
        is_settled,
        next_to_look_at,
        target_date,
        with_risk,
    )
    from linkcheck.judge.fragments import is_place, with_fragments
    from linkcheck.judge.given_copies import captured_at, flaw_of_given, with_given_copies
    from linkcheck.judge.guesses import with_doubt
    from linkcheck.judge.labels import label_mismatch, with_labels
    from linkcheck.judge.placeholders import SET_ASIDE, is_placeholder
    from linkcheck.judge.portal import CONTROL_ADDRESS, PortalWatch
    from linkcheck.judge.probes import probe_address
    from linkcheck.judge.readings import anything_answered, choose_reading
    from linkcheck.judge.registries import registry_addresses
    from linkcheck.judge.verdict import (
        Opinion,
        judge,
        judge_with_reasons,
        needs_copy,
        wanted_name_servers,
        wanted_probe,
    )

__all__ = [
    "CONTROL_ADDRESS",
    "SET_ASIDE",
    "ArchiveLink",
    "Opinion",
    "PortalWatch",
    "anything_answered",
    "archive_status",
    "captured_at",
    "captures_of",
    "choose_reading",
    "flaw_of",
    "flaw_of_given",
    "is_near",
    "is_place",
    "is_placeholder",
    "is_settled",
    "judge",
    "judge_with_reasons",
    "label_mismatch",
    "needs_copy",
    "next_to_look_at",
    "page_key",
    "probe_address",
    "raw_replay",
    "read_archive_link",
    "registry_addresses",
    "target_date",
    "wanted_name_servers",
    "wanted_probe",
    "with_doubt",
    "with_fragments",
    "with_given_copies",
    "with_labels",
    "with_risk",
]

_HOMES = {
    "CONTROL_ADDRESS": "linkcheck.judge.portal",
    "SET_ASIDE": "linkcheck.judge.placeholders",
    "ArchiveLink": "linkcheck.judge.archive_links",
    "Opinion": "linkcheck.judge.verdict",
    "PortalWatch": "linkcheck.judge.portal",
    "anything_answered": "linkcheck.judge.readings",
    "archive_status": "linkcheck.judge.copies",
    "captured_at": "linkcheck.judge.given_copies",
    "captures_of": "linkcheck.judge.copies",
    "choose_reading": "linkcheck.judge.readings",
    "flaw_of": "linkcheck.judge.copies",
    "flaw_of_given": "linkcheck.judge.given_copies",
    "is_near": "linkcheck.judge.copies",
    "is_settled": "linkcheck.judge.copies",
    "is_place": "linkcheck.judge.fragments",
    "is_placeholder": "linkcheck.judge.placeholders",
    "judge": "linkcheck.judge.verdict",
    "judge_with_reasons": "linkcheck.judge.verdict",
    "label_mismatch": "linkcheck.judge.labels",
    "needs_copy": "linkcheck.judge.verdict",
    "next_to_look_at": "linkcheck.judge.copies",
    "page_key": "linkcheck.judge.archive_links",
    "probe_address": "linkcheck.judge.probes",
    "raw_replay": "linkcheck.judge.archive_links",
    "read_archive_link": "linkcheck.judge.archive_links",
    "registry_addresses": "linkcheck.judge.registries",
    "target_date": "linkcheck.judge.copies",
    "wanted_name_servers": "linkcheck.judge.verdict",
    "wanted_probe": "linkcheck.judge.verdict",
    "with_doubt": "linkcheck.judge.guesses",
    "with_fragments": "linkcheck.judge.fragments",
    "with_given_copies": "linkcheck.judge.given_copies",
    "with_labels": "linkcheck.judge.labels",
    "with_risk": "linkcheck.judge.copies",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first used: tables of citations need labels, and no signs."""
    import importlib  # noqa: PLC0415  (the point of this function)

    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
