"""Say whose certificates hold: a file or a folder of authorities, the same for every engine."""

from __future__ import annotations

import os
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


def system_trust() -> Trust:
    """Trust whom the system trusts: `SSL_CERT_FILE` and `SSL_CERT_DIR`, else its own store.

    Where the system has none (a bare container), it is certifi's. Raises `ConfigError` where the
    environment names what is not there.
    """
    file, folder = _named("SSL_CERT_FILE"), _named("SSL_CERT_DIR")
    if file or folder:
        return Trust(file, folder)
    if sys.platform == "win32":
        return Trust()
    paths = ssl.get_default_verify_paths()
    for bundle in (paths.openssl_cafile, *_BUNDLES):
        if Path(bundle).is_file():
            return Trust(Path(bundle))
    own = Path(paths.openssl_capath)
    if own.is_dir() and any(own.iterdir()):
        return Trust(folder=own)
    import certifi  # noqa: PLC0415  (only where the system has nothing)

    return Trust(Path(certifi.where()))


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable)
    if not value:
        return None
    path = Path(value)
    if not path.exists():
        message = f"environment: {variable} names {value}, which does not exist"
        raise ConfigError(message, hint=f"Correct it, or unset {variable}.")
    return path
