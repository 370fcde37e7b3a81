"""The console script: `linkcheck`, or `python -m linkcheck`."""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

# Objects between two looks for cyclic garbage, of which there is little: to look as often as
# Python does by itself would take a tenth of a run.
_OBJECTS: Final = 50_000
_INCOMPLETE: Final = 4  # `ExitCode.INCOMPLETE`, which is not imported yet


def main() -> None:
    """Run the command line; a bare `--version` is answered before anything is imported."""
    gc.set_threshold(_OBJECTS)
    _open_what_is_closed()
    if sys.argv[1:] in (["--version"], ["-V"]):
        from linkcheck import __version__  # noqa: PLC0415  (nothing else is needed)

        try:
            sys.stdout.write(f"linkcheck {__version__}\n")
            sys.stdout.flush()
        except OSError as error:
            sys.stderr.write(f"linkcheck: standard output: {error.strerror}\n")
            os._exit(_INCOMPLETE)  # or Python would try to write it once more
        return
    try:
        from linkcheck.cli.app import run  # noqa: PLC0415  (typer takes 75 ms to import)
    except KeyboardInterrupt:
        sys.stderr.write("linkcheck: interrupted\n")
        sys.exit(_INCOMPLETE)
    code = run(sys.argv[1:])
    gc.freeze()  # or Python would look through all that was imported for garbage: 15 ms at its end
    sys.exit(code)


def _open_what_is_closed() -> None:
    """Have all three standard streams: who closed one (`>&-`) wants to see or say nothing there.

    Else the next file that is opened, the ledger say, would be taken for it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


if __name__ == "__main__":
    main()
