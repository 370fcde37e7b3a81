"""Say whose certificates hold: a file or a folder of authorities, the same for every engine."""

from __future__ import annotations

import os
import re
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from linkcheck.errors import ConfigError

# Where systems keep their authorities in one file. OpenSSL's own default is looked at first.
_BUNDLES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Alpine, Arch, NixOS
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # macOS, Alpine, the BSDs
)


# What `c_rehash` calls an authority, by a hash of its name: so it is found without reading others.
_HASHED: Final = re.compile(r"[0-9a-f]{8}\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Trust:
    """Name the authorities: a PEM file, a folder as `c_rehash` makes it, or both.

    Without either they are the operating system's own store (Windows has no file).
    """

    file: Path | None = None
    folder: Path | None = None

    def context(self) -> ssl.SSLContext:
        """Make a client's context that trusts them."""
        return ssl.create_default_context(cafile=self.file, capath=self.folder)

    def some_file(self) -> Path | None:
        """Return the file, or one of the folder's, for engines that do not do without."""
        if self.file is not None or self.folder is None:
            return self.file
        return next(iter(_hashed(self.folder)), None)


def system_trust() -> Trust:
    """Trust whom the system trusts: `SSL_CERT_FILE` and `SSL_CERT_DIR`, else its own store.

    Where the system has none (a bare container), it is certifi's. Raises `ConfigError` where the
    environment names what is not there.
    """
    file, folder = _named("SSL_CERT_FILE"), _named("SSL_CERT_DIR")
    paths = ssl.get_default_verify_paths()
    own = Path(paths.openssl_capath)
    bundles = [Path(each) for each in (paths.openssl_cafile, *_BUNDLES)]
    if file or folder:
        if file in bundles and _holds_all(folder or own, file):
            return Trust(folder=folder or own)
        return Trust(file, folder)
    if sys.platform == "win32":
        return Trust()
    for bundle in bundles:
        if bundle.is_file():
            return Trust(folder=own) if _holds_all(own, bundle) else Trust(bundle)
    if own.is_dir() and any(own.iterdir()):
        return Trust(folder=own)
    import certifi  # noqa: PLC0415  (only where the system has nothing)

    return Trust(Path(certifi.where()))


def _holds_all(folder: Path, bundle: Path) -> bool:
    """Tell whether a folder has as many authorities as a file, each where it is looked up.

    libcurl reads a file anew for each connection: with the 150 authorities that systems have,
    that is five times as long as all the rest of connecting. Of a folder it reads the one it needs.
    """
    return len(_hashed(folder)) >= bundle.read_bytes().count(b"-----BEGIN CERTIFICATE-----")


def _hashed(folder: Path) -> list[Path]:
    """Return the authorities of a folder that can be looked up."""
    if not folder.is_dir():
        return []
    return [each for each in folder.iterdir() if _HASHED.fullmatch(each.name) and each.is_file()]


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable)
    if not value:
        return None
    path = Path(value)
    if not path.exists():
        message = f"environment: {variable} names {value}, which does not exist"
        raise ConfigError(message, hint=f"Correct it, or unset {variable}.")
    return path
