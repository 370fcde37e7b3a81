"""Documents that are read from the web: `linkcheck scan https://example.org/page`.

Asked for with the same guard as everything else, whole but within bounds, on a client of httpx:
that a fetcher keeps only what verdicts need of a page is its point, and here all of it is needed.
"""

from __future__ import annotations

import asyncio
import mimetypes
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import httpx

from linkcheck.errors import DocumentError
from linkcheck.fetch import open_client
from linkcheck.fetch.causes import PrivateAddressError
from linkcheck.fetch.failures import unanswered_of
from linkcheck.fetch.unpack import unpacker_for
from linkcheck.parse import Source
from linkcheck.parse.formats import format_by_name_of, recognise
from linkcheck.parse.source import Content

if TYPE_CHECKING:
    from linkcheck.settings import Settings

MOST_BYTES: Final = 64 << 20
LONGEST: Final = 120.0  # seconds for one document, from the first byte asked to the last received

_GONE: Final = frozenset({404, 410})
# What servers say of files that they know nothing about: then the name says more.
_SAYS_NOTHING: Final = frozenset({"", "text/plain", "application/octet-stream"})
# Python's own table, without those of the system, so that it says the same everywhere.
_TYPES: Final = mimetypes.MimeTypes()
_MORE_TYPES: Final = {
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/yaml": ".yaml",
    "application/toml": ".toml",
    "application/xhtml+xml": ".xhtml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
}
_SYNTAXES: Final = {"+json": ".json", "+xml": ".xml", "+yaml": ".yaml"}  # RFC 6839


def read_remote(url: str, settings: Settings) -> Source:
    """Fetch a document from the web and return it as a source, its path the address.

    Raises `DocumentError`: not-found, not-readable, private-address, too-large.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(_read(url, settings))
    with ThreadPoolExecutor(max_workers=1) as pool:  # who calls has a loop of its own
        return pool.submit(asyncio.run, _read(url, settings)).result()


async def _read(url: str, settings: Settings) -> Source:
    async with open_client(settings) as client:
        return await fetch_document(url, settings, client)


async def fetch_document(
    url: str, settings: Settings, client: httpx.AsyncClient, *, most_bytes: int = MOST_BYTES
) -> Source:
    """Fetch a document with a client; raises as `read_remote` does."""
    try:
        async with asyncio.timeout(LONGEST):
            return await _fetched(url, settings, client, most_bytes)
    except TimeoutError:
        raise DocumentError(
            code="not-readable", message=f"{url}: took longer than {LONGEST:g} s"
        ) from None
    except PrivateAddressError as error:
        raise DocumentError(
            code="private-address",
            message=f"{url}: is not read: {error} (--allow-private allows it)",
        ) from None
    except httpx.InvalidURL as error:
        raise DocumentError(code="not-found", message=f"{url}: is no address: {error}") from None
    except (httpx.HTTPError, httpx.StreamError) as error:
        found = unanswered_of(error)
        why = f"{found.cause.value} ({found.detail})" if found.detail else found.cause.value
        raise DocumentError(code="not-readable", message=f"{url}: did not answer: {why}") from error


async def _fetched(
    url: str, settings: Settings, client: httpx.AsyncClient, most_bytes: int
) -> Source:
    times = httpx.Timeout(settings.timeout, connect=settings.connect_timeout)
    packed = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
    async with client.stream("GET", url, timeout=times, headers=packed) as response:
        if response.status_code in _GONE:
            raise DocumentError(
                code="not-found", message=f"{url}: there is no such page: {response.status_code}"
            )
        if not response.is_success:
            raise DocumentError(
                code="not-readable", message=f"{url}: the server answers {response.status_code}"
            )
        data = await _body(url, response, most_bytes)
    base = str(response.url)
    encoding = response.charset_encoding
    return Source(
        url,
        data=data,
        format=_format_of(base, response.headers.get("content-type", ""), data),
        base=base,
        encoding=encoding,
    )


async def _body(url: str, response: httpx.Response, most_bytes: int) -> bytes:
    encoding = response.headers.get("content-encoding", "")
    unpacker = unpacker_for(encoding, most_bytes)
    if unpacker is None:
        raise DocumentError(
            code="not-readable", message=f"{url}: is packed with {encoding}, unasked"
        )
    async for chunk in response.aiter_raw():
        unpacker.feed(chunk)
        if unpacker.full:
            break
    data = unpacker.body()
    if len(data) >= most_bytes:
        raise DocumentError(
            code="too-large", message=f"{url}: has more than {most_bytes >> 10} KiB"
        )
    if not unpacker.whole:
        raise DocumentError(code="not-readable", message=f"{url}: its packed data is broken")
    return data


def _format_of(url: str, content_type: str, data: bytes) -> str:
    """Return the name of a document's format: by its type, else by its name or what it holds."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in _SAYS_NOTHING:
        for ending in _endings(media_type):
            known = format_by_name_of(f"document{ending}")
            if known is not None:
                return known.name
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    return recognise(name, Content(url, data)).name


def _endings(media_type: str) -> list[str]:
    found = _TYPES.guess_all_extensions(media_type, strict=False)
    if media_type in _MORE_TYPES:
        found.insert(0, _MORE_TYPES[media_type])
    found.extend(ending for syntax, ending in _SYNTAXES.items() if media_type.endswith(syntax))
    return found
