"""A local web server that does what real servers do, for tests.

    async with RudeWeb() as web:                 # within a test's loop
    with RudeWeb.in_thread() as web:             # for the command line and other processes
    python -m tests.rudeweb                      # by hand: prints its addresses

    web.url("/ok")                               # http://127.0.0.1:PORT/ok
    web.url("/ok", host="a.test")                # any name below .test, with `web.lookup`
    web.url("/ok", door="https", host="a.test")  # over TLS, with `web.trust()` or `web.ca_file`
    web.asked("/ok"), web.requests, web.connections, web.questions

A query makes an address of its own: `/503-once?a` and `/503-once?b` each fail once. It listens on
loopback only, so whoever asks it must be let (`allow_private`). Names for `web.lookup`:
`no-such-host.site`, `dns-failed.test`, `silent-dns.test` (no answer), `private.test`,
`half-private.test`; all others below `.test` lead to the rude web.

Doors (`door=`):

    http              plain
    https             a certificate of the web's own authority for localhost, 127.0.0.1, a.test,
                      b.test, rude.test and *.rude.test
    https-expired     one that expired yesterday
    https-untrusted   one by an authority nobody knows
    https-wrong-host  one for another name
    https-slow        accepts, and never shakes hands
    https-broken      answers a TLS greeting with plain HTTP
    refused           refuses connections
    silent            does not even accept (Linux)

Paths (those ending in a slash stand for all below):

    good pages        / /ok /pages/ /no-content /article-about-404 /single-page-application
                      /latin-1 /windows-1251 /gzip /deflate /chunked /refuse-head /pdf
    statuses          /status/ /not-found /gone /legal /forbidden /unauthorised /linkedin
    now and then      /503-once /500 /429-once-seconds /429-once-date /429-for-ever
                      /429-for-an-hour /reset-once /hang-once
    broken            /hang /hang-after-head /trickle /trickle-body /endless /reset /hang-up
                      /cut-short /garbage /huge-headers /lying-gzip /broken-gzip /gzip-bomb
    redirects         /moved-permanently /moved-twice /found /mixed-redirects /moved-to-404
                      /relative/here /scheme-relative /utf-8-location /latin-1-location
                      /unencoded-location /loop /loop-back /endless-chain /cookie-wanted
                      /cookie-never /cookie-strange /cookie-shown /no-location /bad-location /app-location
                      /to-private /meta-refresh /meta-refresh-twice
                      /meta-refresh-and-back /meta-refresh-beside-an-article
                      /redirected-home/ /redirected-404/
    doubtful          /retired/ /section-gone/ /closed/ /empty/ /songs/ /long-soft-404/ /news.php
    unsafe            /escapes
    within a page     /places /drawn
    with a secret     /secret /secret-elsewhere
    refusals          /404.html /soft-404/ /parked/ /members/ /login /paywall /walls/
"""

from tests.rudeweb.behaviours import BEHAVIOURS, WALLS
from tests.rudeweb.exchange import Request
from tests.rudeweb.server import RudeWeb

DOORS = (
    "http",
    "https",
    "https-expired",
    "https-untrusted",
    "https-wrong-host",
    "https-slow",
    "https-broken",
    "refused",
    "silent",
)

__all__ = ["BEHAVIOURS", "DOORS", "WALLS", "Request", "RudeWeb"]
