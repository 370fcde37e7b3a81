"""The worlds that are checked: which addresses there are, and how they behave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HTTP_PORT = 18080
TLS_PORT = 18443
SLOW_PORT = 18081


@dataclass(frozen=True, slots=True)
class World:
    """`targets` addresses over `hosts` hosts; `rounds` says how often each tool checks them."""

    name: str
    says: str
    hosts: int
    targets: int
    port: int
    rounds: int
    bound: float | None = None  # times lychee's time

    def urls(self) -> Iterator[str]:
        scheme = "https" if self.port == TLS_PORT else "http"
        for n in range(self.targets):
            yield f"{scheme}://{host(n % self.hosts)}:{self.port}/p/{n}"

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.name}.md"
        with path.open("w") as file:
            for n, url in enumerate(self.urls()):
                file.write(f"- [Source {n}]({url})\n")
        return path


WORLDS = (
    World("http", "5,000 addresses on 500 hosts", 500, 5000, HTTP_PORT, 5, bound=1.0),
    World("tls", "2,000 TLS hosts, one address each", 2000, 2000, TLS_PORT, 5, bound=1.0),
    World(
        "slow",
        "2,000 addresses on 1,000 hosts with delays, 1.5% never answer",
        1000,
        2000,
        SLOW_PORT,
        1,
        bound=0.25,
    ),
    World("many", "100,000 addresses on 2,000 hosts", 2000, 100_000, HTTP_PORT, 1),
    World("one", "one document with one address", 1, 1, HTTP_PORT, 7),
)


def host(n: int) -> str:
    """Return the n-th host: an address of the loopback network."""
    return f"127.1.{n // 250}.{n % 250 + 1}"


def delay(path: str) -> float | None:
    """Return how long an address takes to answer in the slow world, or None for ever."""
    n = int(path.rpartition("/")[2])
    if n % 67 == 66:  # noqa: PLR2004  (1.5%)
        return None
    return (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.9, 1.5, 2.5)[n * 7 % 10]
