"""What there is in a world: names with their answers, pages, and when the name server dies."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

# An address of the public internet as far as the guard knows, which only this world has.
PUBLIC = "192.0.33.8"
OTHER = "192.0.33.9"
LOOPBACK = "127.0.0.1"
ADDRESSES = (PUBLIC, OTHER)

Failure: TypeAlias = Literal["NXDOMAIN", "SERVFAIL", "REFUSED", "SILENT"]
Answer: TypeAlias = tuple[str, ...] | Failure


class Page(msgspec.Struct, frozen=True):
    """An answer of the web servers; with `location` a redirect; `kills` the name server."""

    body: str = "<title>A page</title><h1>A page</h1>" + "<p>silt and rivers in spring</p>" * 40
    location: str | None = None
    kills: bool = False


class World(msgspec.Struct, frozen=True):
    """Describe a world.

    `names` have the answers to the first, second, … question about their addresses, the last
    repeated; what is not named does not exist. `name_servers` are those of domains. `pages` are
    by host and path, or by host alone for all its paths. Once dead the name server answers all
    as `afterwards` says.
    """

    names: dict[str, tuple[Answer, ...]]
    pages: dict[str, Page] = {}
    name_servers: dict[str, tuple[str, ...]] = {}
    afterwards: Failure = "SILENT"
    network: bool = True  # whether names resolve that always do


class Request(msgspec.Struct, frozen=True):
    """A request as a web server saw it: which of its addresses was asked, and for what."""

    address: str
    host: str
    path: str


class Outcome(msgspec.Struct, frozen=True):
    """What came of a run: its exit code and output, and what the servers were asked."""

    code: int
    output: str
    errors: str
    questions: tuple[str, ...]
    requests: tuple[Request, ...]
