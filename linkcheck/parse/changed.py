"""Which files changed, asked of git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from linkcheck.errors import UsageError


def changed_files(revision: str, cwd: Path) -> frozenset[Path]:
    """Return the files that were added or changed since a revision, committed or not, resolved.

    Files that git does not know yet and does not ignore count as added. Raises `UsageError`
    where there is no git, no repository or no such revision.
    """
    if revision.startswith("-"):
        message = f"--since {revision}: is no revision"
        raise UsageError(message)
    root = Path(_git(["rev-parse", "--show-toplevel"], cwd, revision).rstrip("\n"))
    # Three dots would leave out what is not committed: ask for the fork point by hand.
    base = _git(["merge-base", revision, "HEAD"], cwd, revision).strip()
    changed = _git(["diff", "--name-only", "-z", "--diff-filter=d", base], root, revision)
    added = _git(["ls-files", "--others", "--exclude-standard", "-z"], root, revision)
    return frozenset((root / name).resolve() for name in (changed + added).split("\0") if name)


def _git(arguments: list[str], cwd: Path, revision: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program; the revision cannot be an option)
            ["git", *arguments],  # noqa: S607  (the user's own git)
            cwd=cwd,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        message = "--since needs git, which is not installed"
        raise UsageError(message) from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        message = f"--since {revision}: git says: {said[0] if said else 'no'}"
        raise UsageError(message, hint="Name a commit, tag or branch; in CI, fetch the history.")
    return done.stdout.decode(errors="surrogateescape")
