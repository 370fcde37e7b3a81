"""The console script: `linkcheck`, or `python -m linkcheck`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; a bare `--version` is answered before anything is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from linkcheck import __version__  # noqa: PLC0415  (nothing else is needed)

        sys.stdout.write(f"linkcheck {__version__}\n")
        return
    from linkcheck.cli.app import run  # noqa: PLC0415  (typer takes 75 ms to import)

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
