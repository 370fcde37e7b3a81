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
fragments.py  places in a page that were cited and are gone
explaining.py which signs were seen, for those who ask why
portal.py     a network that answers everything itself
labels.py     links whose text shows another address
guesses.py    addresses that may be none
readings.py   questions over many verdicts or observations
signs/        the tables
"""

from linkcheck.judge.copies import archive_status, target_date
from linkcheck.judge.fragments import is_place, with_fragments
from linkcheck.judge.guesses import with_doubt
from linkcheck.judge.labels import label_mismatch, with_labels
from linkcheck.judge.portal import CONTROL_ADDRESS, PortalWatch
from linkcheck.judge.probes import probe_address
from linkcheck.judge.readings import anything_answered, choose_reading
from linkcheck.judge.registries import registry_address
from linkcheck.judge.verdict import Opinion, judge, judge_with_reasons, wanted_probe

__all__ = [
    "CONTROL_ADDRESS",
    "Opinion",
    "PortalWatch",
    "anything_answered",
    "archive_status",
    "choose_reading",
    "is_place",
    "judge",
    "judge_with_reasons",
    "label_mismatch",
    "probe_address",
    "registry_address",
    "target_date",
    "wanted_probe",
    "with_doubt",
    "with_fragments",
    "with_labels",
]
