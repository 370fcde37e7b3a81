"""Run the rude web by hand: `python -m tests.rudeweb` prints its addresses and waits."""

from __future__ import annotations

import asyncio
import contextlib
import sys

from tests.rudeweb import DOORS, RudeWeb
from tests.rudeweb.behaviours import BEHAVIOURS


async def main() -> None:
    async with RudeWeb() as web:
        lines = [f"{door}: {web.url('/', door=door)}" for door in DOORS]
        lines += [f"SSL_CERT_FILE={web.ca_file}", "paths: " + " ".join(BEHAVIOURS)]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
