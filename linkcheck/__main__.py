"""The console script: `linkcheck`, or `python -m linkcheck`."""

from __future__ import annotations

import gc
import sys
from typing import Final

# Objects between two looks for cyclic garbage, of which there is little: to look as often as
# Python does by itself would take a tenth of a run.
_OBJECTS: Final = 50_000


def main() -> None:
    """Run the command line; a bare `--version` is answered before anything is imported."""
    gc.set_threshold(_OBJECTS)
    if sys.argv[1:] in (["--version"], ["-V"]):
        from linkcheck import __version__  # noqa: PLC0415  (nothing else is needed)

        sys.stdout.write(f"linkcheck {__version__}\n")
        return
    from linkcheck.cli.app import run  # noqa: PLC0415  (typer takes 75 ms to import)

    code = run(sys.argv[1:])
    gc.freeze()  # or Python would look through all that was imported for garbage: 15 ms at its end
    sys.exit(code)


if __name__ == "__main__":
    main()
