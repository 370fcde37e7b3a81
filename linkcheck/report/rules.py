"""What each reason means and what to do about it, for programs that show rules with help."""

from __future__ import annotations

from typing import Final

from linkcheck.model import ReasonCode

_GONE: Final = "Replace the address by an archived copy or by the page's new address."
_LOOK: Final = "Open the address in a browser; a program cannot tell more."
_WAIT: Final = "Check again later; what passes is no link rot."
_CERTIFICATE: Final = "Open the address in a browser, and tell the site's owner."
_NOTHING: Final = "Nothing is to be done."

# For each reason: what it means, and what to do.
RULES: Final[dict[ReasonCode, tuple[str, str]]] = {
    ReasonCode.OK: ("The page is there.", _NOTHING),
    ReasonCode.RETRIED: ("An answer came only after several attempts.", _NOTHING),
    ReasonCode.REDIRECTED: ("The address leads on to another, for now.", _NOTHING),
    ReasonCode.MOVED_PERMANENTLY: (
        "The page has moved for ever.",
        "Replace the address by the new one.",
    ),
    ReasonCode.HTTP_404: ("The server says that there is no such page (404).", _GONE),
    ReasonCode.HTTP_410: ("The server says that the page was taken away (410).", _GONE),
    ReasonCode.NO_SUCH_HOST: ("No host has this name any more.", _GONE),
    ReasonCode.SOFT_404: ("The page answers, but only says that it was not found.", _GONE),
    ReasonCode.PARKED: ("The domain is parked: it only shows advertisements or an offer.", _GONE),
    ReasonCode.REDIRECTED_HOME: ("The address leads to the site's front page only.", _GONE),
    ReasonCode.IDENTIFIER_UNKNOWN: (
        "The registry does not know this identifier.",
        "Compare the identifier with the cited work; it may be misspelt.",
    ),
    ReasonCode.BOT_WALL: ("The server turns programs away.", _LOOK),
    ReasonCode.SIGN_IN: ("The page asks visitors to sign in.", _LOOK),
    ReasonCode.PAYWALL: ("The page asks visitors to pay.", _LOOK),
    ReasonCode.LEGAL: ("The page is withheld for legal reasons.", _GONE),
    ReasonCode.FORBIDDEN: ("The server refuses to show the page (403).", _LOOK),
    ReasonCode.TIMEOUT: ("No answer came in time.", _WAIT),
    ReasonCode.REFUSED: ("The server refused the connection.", _WAIT),
    ReasonCode.RESET: ("The connection was cut.", _WAIT),
    ReasonCode.DNS_FAILED: ("The host's name could not be looked up.", _WAIT),
    ReasonCode.NETWORK_UNREACHABLE: ("There is no way to the host's network.", _WAIT),
    ReasonCode.TLS_EXPIRED: ("The server's certificate has expired.", _CERTIFICATE),
    ReasonCode.TLS_UNTRUSTED: ("The server's certificate is not trusted.", _CERTIFICATE),
    ReasonCode.TLS_WRONG_HOST: ("The certificate is that of another host.", _CERTIFICATE),
    ReasonCode.TLS_FAILED: ("No secure connection could be made.", _CERTIFICATE),
    ReasonCode.PROTOCOL_ERROR: ("The server's answer was not HTTP.", _LOOK),
    ReasonCode.REDIRECT_LOOP: ("The redirects lead round in a circle, or never end.", _LOOK),
    ReasonCode.BAD_REDIRECT: ("A redirect leads nowhere.", _LOOK),
    ReasonCode.HTTP_5XX: ("The server says that it has an error (5xx).", _WAIT),
    ReasonCode.HTTP_OTHER: ("The server's answer says nothing certain.", _LOOK),
    ReasonCode.RATE_LIMITED: ("The server asked to be asked less often.", _WAIT),
    ReasonCode.PRIVATE_ADDRESS: (
        "The address is in a private network and was not asked.",
        "Ask it with --allow-private, or exclude it.",
    ),
    ReasonCode.UNSUPPORTED_SCHEME: ("Addresses of this scheme cannot be checked.", _NOTHING),
    ReasonCode.INVALID_ADDRESS: ("The address is not well formed.", "Correct the address."),
    ReasonCode.EXCLUDED: ("The address is excluded by the settings, or is an example.", _NOTHING),
    ReasonCode.DEFANGED: ("The address was made unusable on purpose.", _NOTHING),
    ReasonCode.OFFLINE: ("There was no network.", "Check again with a network."),
    ReasonCode.INTERRUPTED: ("The run ended before the address was asked.", "Check again."),
    ReasonCode.NEVER_ARCHIVED: (
        "The archives that were asked hold no copy.",
        "Find another source for what is cited.",
    ),
    ReasonCode.LABEL_MISMATCH: (
        "The link's label names another address than the one it leads to.",
        "Make label and address agree.",
    ),
    ReasonCode.FRAGMENT_MISSING: (
        "The page is there, but not the place in it that is cited.",
        "Correct what follows the # in the address.",
    ),
    ReasonCode.ARCHIVE_LINK: ("The address is that of an archived copy itself.", _NOTHING),
    ReasonCode.COPY_GIVEN: (
        "A document that cites the address gives an archived copy of it too.",
        _NOTHING,
    ),
    ReasonCode.AT_RISK: (
        "The page is there, but the archives that were asked hold no copy of it.",
        "Have the page archived while it is there.",
    ),
    ReasonCode.NEAR_MISS: (
        "A page is at an address that differs only a little from this one.",
        "Compare the address with the cited source; it may be misspelt.",
    ),
}
