"""What is different about single hosts: the tables `[[hosts]]` of the configuration file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from linkcheck.address import parse_address
from linkcheck.config_values import misfit, number, unknown_key
from linkcheck.errors import ConfigError
from linkcheck.patterns import late

if TYPE_CHECKING:
    from collections.abc import Callable


class HostRule(NamedTuple):
    """Hold what is different about one host: a table `[[hosts]]` of the configuration file.

    `match` is a host, which stands for all below it too, or a host with the beginning of a path.
    `accept` are statuses that are good there. `headers` are sent there and nowhere else; a value
    `env:NAME` is read from the environment when it is sent, over https only, and nowhere kept.
    `delay` (seconds) and `per_host` pace its requests. With `skip`, a reason, it is not asked at
    all. After the day `until` the rule is over.
    """

    match: str
    accept: tuple[int, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    delay: float | None = None
    per_host: int | None = None
    skip: str | None = None
    until: date | None = None

    def covers(self, url: str) -> bool:
        """Tell whether an address is the rule's."""
        address = parse_address(url)
        if address is None:
            return False
        host, slash, path = self.match.partition("/")
        if address.host != host and not address.host.endswith(f".{host}"):
            return False
        return address.path.startswith(f"{slash}{path}") if slash else True


def rule_for(rules: Sequence[HostRule], url: str, day: date) -> HostRule | None:
    """Return the first rule that covers an address and is not over on a day."""
    for rule in rules:
        if (rule.until is None or day <= rule.until) and rule.covers(url):
            return rule
    return None


# These carry secrets, which have no place in a file that others read.
_SECRET: Final = late(r"authorization|cookie|token|secret|api-?key", re.IGNORECASE)
_HEADER: Final = late(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_VALUE: Final = late(r"[\t\x20-\x7e]*")
_MATCH: Final = late(r"[^/\s:?#@]+(?:/[^\s?#]*)?")
_STATUSES: Final = range(100, 1000)
FROM_ENVIRONMENT: Final = "env:"


def read_host_rules(value: object, key: str, origin: str) -> tuple[HostRule, ...]:
    """Read the tables `[[hosts]]`; raises `ConfigError` saying which one is wrong, and how."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise misfit(value, "tables [[hosts]]", key, origin)
    return tuple(_host_rule(row, f"{origin}: [[hosts]] {n}") for n, row in enumerate(value, 1))


def _host_rule(row: object, origin: str) -> HostRule:
    if isinstance(row, HostRule):
        return row
    if not isinstance(row, Mapping) or not isinstance(row.get("match"), str):
        message = f"{origin}: needs a “match”"
        raise ConfigError(message, hint='Name a host: match = "example.org"')
    known = HostRule._fields
    changes: dict[str, object] = {}
    for key, value in row.items():
        name = str(key).replace("-", "_")
        if name not in known:
            raise unknown_key(str(key), origin, known)
        changes[name] = _RULE_VALUES[name](value, str(key), origin)
    rule = HostRule(**changes)  # type: ignore[arg-type]  # checked just above
    if rule.until is not None and rule == HostRule(rule.match, until=rule.until):
        message = f"{origin}: “until” says when a rule ends, but this one says nothing else"
        raise ConfigError(message)
    return rule


def _match(value: object, key: str, origin: str) -> str:
    text = str(value).removeprefix("https://").removeprefix("http://").removeprefix("*.")
    if not _MATCH.fullmatch(text):
        raise misfit(value, "a host, or a host and the beginning of a path", key, origin)
    address = parse_address(f"http://{text}")
    if address is None or not address.host:
        raise misfit(value, "a host, or a host and the beginning of a path", key, origin)
    return address.host + (address.path if "/" in text else "")


def _accept(value: object, key: str, origin: str) -> tuple[int, ...]:
    items = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    numbers = tuple(int(number(item, whole=True, key=key, origin=origin)) for item in items)
    if not all(each in _STATUSES for each in numbers):
        raise misfit(value, "a list of statuses, such as [403, 999]", key, origin)
    return numbers


def _headers(value: object, key: str, origin: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise misfit(value, "a table of names and texts", key, origin)
    found: list[tuple[str, str]] = []
    for name, text in value.items():
        if not _HEADER.fullmatch(name) or not isinstance(text, str) or not _VALUE.fullmatch(text):
            message = f"{origin}: “{key}”: {name!r} is no header with a text of plain ASCII"
            raise ConfigError(message)
        if _SECRET.search(name) and not text.startswith(FROM_ENVIRONMENT):
            message = f"{origin}: “{key}”: the value of {name} is a secret and must not stand here"
            hint = f'Put it into an environment variable, and write {name} = "env:NAME".'
            raise ConfigError(message, hint=hint)
        found.append((name, text))
    return tuple(found)


def _delay(value: object, key: str, origin: str) -> float:
    seconds = float(number(value, whole=False, key=key, origin=origin))
    if not seconds >= 0:
        raise misfit(value, "at least 0", key, origin)
    return seconds


def _per_host(value: object, key: str, origin: str) -> int:
    count = int(number(value, whole=True, key=key, origin=origin))
    if count < 1:
        raise misfit(value, "at least 1", key, origin)
    return count


def _skip(value: object, key: str, origin: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise misfit(value, "the reason, in words", key, origin)
    return " ".join(value.split())


def _until(value: object, key: str, origin: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise misfit(value, "a day such as 2027-01-01", key, origin) from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise misfit(value, "a day such as 2027-01-01", key, origin)
    return value


_RULE_VALUES: Final[dict[str, Callable[[object, str, str], object]]] = {
    "match": _match,
    "accept": _accept,
    "headers": _headers,
    "delay": _delay,
    "per_host": _per_host,
    "skip": _skip,
    "until": _until,
}
