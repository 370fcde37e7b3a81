"""Evidence to verdicts: pure functions; their tables of signs are data files.

verdict.py    which rules are asked in which order, and which observation counts
refusals.py   somebody is home but refuses: walls, sign-ins, paywalls, the law
rot.py        gone: 404, soft 404, parked domains, redirects home
failures.py   no answer, not asked, and answers that prove nothing
copies.py     which archived copy is offered
readings.py   questions over many verdicts or observations
signs/        the tables
"""

from linkcheck.judge.copies import archive_status, target_date
from linkcheck.judge.readings import anything_answered, choose_reading
from linkcheck.judge.verdict import judge

__all__ = ["anything_answered", "archive_status", "choose_reading", "judge", "target_date"]
