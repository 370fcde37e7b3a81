"""The servers that are asked: nginx for what is quick, an asyncio process for what is slow."""

from __future__ import annotations

import asyncio
import getpass
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import trustme

from bench.check.worlds import HTTP_PORT, SLOW_PORT, TLS_PORT, WORLDS, delay, host
from linkcheck.cli.loop import loop_factory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HOSTS = max(world.hosts for world in WORLDS)
_PER_CERTIFICATE = 50
_SENTENCE = "the river carries silt from far hills into a wide and slow delta each spring "
PAGE = (
    "<!doctype html><html><head><title>Silt and rivers</title></head><body><h1>Silt</h1><p>"
    + _SENTENCE * 12
    + "</p></body></html>"
)

_NGINX = """
daemon off; user {user}; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
worker_rlimit_nofile 20000;
events {{ worker_connections 10000; }}
http {{
  log_format path $request_uri; access_log {log}; keepalive_requests 100000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  default_type text/html; root {folder}/www;
  location_placeholder
}}
"""


@contextmanager
def servers(folder: Path, log: Path | None = None) -> Iterator[Path]:
    """Run all servers; give the file with the authority of the TLS hosts.

    The quick ones write the path of each request to a `log`.
    """
    (folder / "www").mkdir()
    (folder / "www" / "page.html").write_text(PAGE)
    authority = trustme.CA()
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    config = folder / "nginx.conf"
    config.write_text(_config(folder, authority, log))
    started = [
        subprocess.Popen(["nginx", "-c", str(config), "-e", str(folder / "error.log")]),
        subprocess.Popen([sys.executable, "-m", "bench.check.servers"]),
    ]
    try:
        time.sleep(2)
        if any(process.poll() is not None for process in started):
            sys.exit((folder / "error.log").read_text() or "a server did not start")
        yield ca_file
    finally:
        for process in started:
            process.terminate()
            process.wait()


def _config(folder: Path, authority: trustme.CA, log: Path | None) -> str:
    page = "location / { try_files /page.html =500; }"
    listens = " ".join(f"listen {host(n)}:{HTTP_PORT};" for n in range(_HOSTS))
    blocks = [f"server {{ {listens} {page} }}"]
    for first in range(0, _HOSTS, _PER_CERTIFICATE):
        hosts = [host(n) for n in range(first, first + _PER_CERTIFICATE)]
        leaf = authority.issue_cert(*hosts)
        key, chain = folder / f"{first}.key", folder / f"{first}.pem"
        leaf.private_key_pem.write_to_path(key)
        chain.write_bytes(b"".join(one.bytes() for one in leaf.cert_chain_pems))
        listens = " ".join(f"listen {one}:{TLS_PORT} ssl;" for one in hosts)
        blocks.append(
            f"server {{ {listens} ssl_certificate {chain}; ssl_certificate_key {key}; {page} }}"
        )
    place = "off" if log is None else f"{log} path"
    return _NGINX.format(folder=folder, user=getpass.getuser(), log=place).replace(
        "location_placeholder", "\n".join(blocks)
    )


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each request of a connection after its delay, or never."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            wait = delay(head.split(b" ", 2)[1].decode())
            if wait is None:
                await reader.read()
                return
            await asyncio.sleep(wait)
            body = PAGE.encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b"
                % (len(body), body)
            )
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def _serve_slowly() -> None:
    slow = next(world for world in WORLDS if world.port == SLOW_PORT)
    hosts = [host(n) for n in range(slow.hosts)]
    server = await asyncio.start_server(_answer, hosts, SLOW_PORT, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_serve_slowly())
