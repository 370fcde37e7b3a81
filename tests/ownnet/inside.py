"""Run linkcheck within a world: `python -m tests.ownnet.inside`, told by JSON on its input.

The input is a `World` and the arguments of linkcheck, the output an `Outcome`. With `--try` it
only enters a namespace, and says on standard error why it cannot.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from contextlib import redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import msgspec

from linkcheck.cli.app import run as command_line
from tests.ownnet.nameserver import NameServer
from tests.ownnet.namespace import enter
from tests.ownnet.worlds import ADDRESSES, LOOPBACK, PUBLIC, Outcome, Page, Request, World


def run(world: World, arguments: tuple[str, ...]) -> Outcome:
    """Start the world's servers, run linkcheck to its end, and tell what happened."""
    names = NameServer(world, PUBLIC)
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            requests.append(Request(self.connection.getsockname()[0], host, self.path))
            page = world.pages.get(host + self.path, world.pages.get(host, Page()))
            names.dead = names.dead or page.kills
            body = page.body.encode()
            self.send_response(200 if page.location is None else 302)
            if page.location is not None:
                self.send_header("Location", page.location)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the output is JSON."""

    for address in (LOOPBACK, *ADDRESSES):
        server = ThreadingHTTPServer((address, 80), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    with redirect_stdout(StringIO()) as output, redirect_stderr(StringIO()) as errors:
        code = command_line(arguments)
    said = output.getvalue(), errors.getvalue()
    return Outcome(code, *said, tuple(names.questions), tuple(requests))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ownnet-") as name:
        resolv, switch = Path(name) / "resolv.conf", Path(name) / "nsswitch.conf"
        resolv.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        switch.write_text("hosts: files dns\n")
        over = {"/etc/resolv.conf": resolv}
        if Path("/etc/nsswitch.conf").exists():
            over["/etc/nsswitch.conf"] = switch
        enter(ADDRESSES, over)
        if sys.argv[1:] == ["--try"]:
            return
        world, arguments = msgspec.json.decode(
            sys.stdin.buffer.read(), type=tuple[World, tuple[str, ...]]
        )
        sys.stdout.buffer.write(msgspec.json.encode(run(world, arguments)))
        sys.stdout.flush()
    os._exit(0)  # without waiting for the servers' threads


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(str(error))
