"""What the rude web does, by path: each behaviour one small function, registered by `at`."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TypeAlias

from tests.rudeweb.exchange import Exchange, page, prose

Behaviour: TypeAlias = Callable[[Exchange], Awaitable[None]]

BEHAVIOURS: dict[str, Behaviour] = {}


def at(path: str) -> Callable[[Behaviour], Behaviour]:
    """Register a behaviour; a path that ends in a slash stands for all below it."""

    def register(behaviour: Behaviour) -> Behaviour:
        assert path not in BEHAVIOURS
        BEHAVIOURS[path] = behaviour
        return behaviour

    return register


def behaviour_for(path: str) -> Behaviour:
    """Find the behaviour of a path: its own, else that of the folder, else 404."""
    if path in BEHAVIOURS:
        return BEHAVIOURS[path]
    folder = path[: path.find("/", 1) + 1]
    if len(folder) > 1 and folder in BEHAVIOURS:
        return BEHAVIOURS[folder]
    return not_found


def last_part(exchange: Exchange) -> str:
    return exchange.request.path.rpartition("/")[2]


# ---------------------------------------------------------------- good pages


@at("/")
async def home(exchange: Exchange) -> None:
    body = "<h1>The Rude Daily</h1>" + prose(200)
    await exchange.answer(200, page("The Rude Daily", body))


@at("/ok")
async def ok(exchange: Exchange) -> None:
    body = "<h1>Silt and rivers</h1>" + prose()
    await exchange.answer(200, page("Silt and rivers", body))


@at("/pages/")
async def any_page(exchange: Exchange) -> None:
    """Any page below /pages/ is there, with a title of its own."""
    name = last_part(exchange)
    await exchange.answer(200, page(f"Page {name}", f"<h1>{name}</h1>" + prose(120)))


@at("/no-content")
async def no_content(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 204 No Content\r\n\r\n")


@at("/article-about-404")
async def article_about_404(exchange: Exchange) -> None:
    """A long living article whose title says what dead pages say."""
    title = "Page not found: a short history of the 404"
    await exchange.answer(200, page(title, f"<h1>{title}</h1>" + prose(900)))


@at("/single-page-application")
async def single_page_application(exchange: Exchange) -> None:
    body = (
        '<div id="root"></div><noscript>Turn on JavaScript.</noscript><script src="/a.js"></script>'
    )
    await exchange.answer(200, page("App", body))


@at("/latin-1")
async def latin_1(exchange: Exchange) -> None:
    body = page("Café à la crème", "<p>déjà vu</p>").encode("latin-1")
    await exchange.answer(200, body, ("Content-Type", "text/html; charset=iso-8859-1"))


@at("/windows-1251")
async def windows_1251(exchange: Exchange) -> None:
    """The charset stands in a meta element only."""
    meta = '<meta charset="windows-1251">'
    body = page("Страница", "<p>река</p>").replace("<head>", "<head>" + meta)
    await exchange.answer(200, body.encode("cp1251"), ("Content-Type", "text/html"))


@at("/gzip")
async def gzipped(exchange: Exchange) -> None:
    body = gzip.compress(page("Packed", prose()).encode())
    await exchange.answer(200, body, ("Content-Encoding", "gzip"))


@at("/deflate")
async def deflated(exchange: Exchange) -> None:
    """Deflate as many servers mean it: without zlib's header."""
    packer = zlib.compressobj(wbits=-15)
    body = packer.compress(page("Deflated", prose()).encode()) + packer.flush()
    await exchange.answer(200, body, ("Content-Encoding", "deflate"))


@at("/chunked")
async def chunked(exchange: Exchange) -> None:
    body = page("In chunks", prose()).encode()
    parts = [body[i : i + 500] for i in range(0, len(body), 500)]
    packed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    await exchange.answer(200, packed, ("Transfer-Encoding", "chunked"))


@at("/refuse-head")
async def refuse_head(exchange: Exchange) -> None:
    if exchange.request.method == "HEAD":
        await exchange.raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    else:
        await ok(exchange)


@at("/pdf")
async def huge_pdf(exchange: Exchange) -> None:
    """A file of a gigabyte that is no HTML; nobody should read it."""
    size = 1 << 30
    await exchange.answer(
        200, b"", ("Content-Type", "application/pdf"), ("Content-Length", str(size))
    )
    exchange.closing = True
    for _ in range(size >> 16):
        await exchange.raw(bytes(1 << 16))


# ---------------------------------------------------------------- statuses


@at("/status/")
async def status(exchange: Exchange) -> None:
    """Answer with the status that the path names: /status/418."""
    code = int(last_part(exchange))
    await exchange.answer(code, page(f"Status {code}", f"<h1>Status {code}</h1>"))


@at("/not-found")
async def not_found(exchange: Exchange) -> None:
    await exchange.answer(404, page("404 Not Found", "<h1>Not Found</h1>"))


@at("/gone")
async def gone(exchange: Exchange) -> None:
    await exchange.answer(410, page("Gone", "<h1>Gone</h1>"))


@at("/legal")
async def legal(exchange: Exchange) -> None:
    await exchange.answer(451, page("Unavailable", "<h1>Unavailable For Legal Reasons</h1>"))


@at("/forbidden")
async def forbidden(exchange: Exchange) -> None:
    await exchange.answer(403, page("Forbidden", "<h1>Forbidden</h1>"))


@at("/unauthorised")
async def unauthorised(exchange: Exchange) -> None:
    await exchange.answer(401, "", ("WWW-Authenticate", 'Basic realm="members"'))


@at("/linkedin")
async def linkedin(exchange: Exchange) -> None:
    await exchange.answer(999, "")


# ---------------------------------------------------------------- now and then, and never


@at("/503-once")
async def unavailable_once(exchange: Exchange) -> None:
    if exchange.count == 1:
        await exchange.answer(503, "")
    else:
        await ok(exchange)


@at("/500")
async def always_broken(exchange: Exchange) -> None:
    await exchange.answer(500, page("Error", "<h1>Internal Server Error</h1>"))


@at("/429-once-seconds")
async def limited_once_seconds(exchange: Exchange) -> None:
    if exchange.count == 1:
        await exchange.answer(429, "", ("Retry-After", "1"))
    else:
        await ok(exchange)


@at("/429-once-date")
async def limited_once_date(exchange: Exchange) -> None:
    if exchange.count == 1:
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        await exchange.answer(429, "", ("Retry-After", date))
    else:
        await ok(exchange)


@at("/429-for-ever")
async def limited_for_ever(exchange: Exchange) -> None:
    await exchange.answer(429, "", ("Retry-After", "1"))


@at("/429-for-an-hour")
async def limited_for_an_hour(exchange: Exchange) -> None:
    await exchange.answer(429, "", ("Retry-After", "3600"))


@at("/reset-once")
async def reset_once(exchange: Exchange) -> None:
    if exchange.count == 1:
        exchange.reset()
    else:
        await ok(exchange)


@at("/hang-once")
async def hang_once(exchange: Exchange) -> None:
    if exchange.count == 1:
        await exchange.for_ever()
    else:
        await ok(exchange)


# ---------------------------------------------------------------- broken connections


@at("/hang")
async def hang(exchange: Exchange) -> None:
    """Take the request and say nothing."""
    await exchange.for_ever()


@at("/hang-after-head")
async def hang_after_head(exchange: Exchange) -> None:
    """Promise a page and never send it."""
    await exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n")
    await exchange.for_ever()


@at("/trickle")
async def trickle(exchange: Exchange) -> None:
    """Send a byte of the headers now and then, without end."""
    exchange.closing = True
    await exchange.raw(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        await exchange.raw(b"z")
        await asyncio.sleep(0.02)


@at("/trickle-body")
async def trickle_body(exchange: Exchange) -> None:
    """Send a byte of the body now and then, without end."""
    exchange.closing = True
    await exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Slow</title>")
    while True:
        await exchange.raw(b"z")
        await asyncio.sleep(0.02)


@at("/endless")
async def endless(exchange: Exchange) -> None:
    """Stream a page without end."""
    exchange.closing = True
    await exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Endless</title>")
    while True:
        await exchange.raw(b"<p>and on and on</p>" * 500)


@at("/reset")
async def reset(exchange: Exchange) -> None:
    exchange.reset()


@at("/hang-up")
async def hang_up(exchange: Exchange) -> None:
    """Close the connection without a word."""
    exchange.close()


@at("/cut-short")
async def cut_short(exchange: Exchange) -> None:
    """Promise more of a page than comes."""
    exchange.close()
    body = page("Cut short", prose()).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body) * 2}\r\n\r\n"
    await exchange.raw(head.encode() + body)


@at("/garbage")
async def garbage(exchange: Exchange) -> None:
    """Answer something that is not HTTP."""
    exchange.close()
    await exchange.raw(b"SSH-2.0-OpenSSH_9.9\r\n\x00\xff\xfe garbage\r\n\r\n")


@at("/huge-headers")
async def huge_headers(exchange: Exchange) -> None:
    """Send headers without end."""
    exchange.closing = True
    await exchange.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        await exchange.raw(b"X-More: " + b"m" * 4000 + b"\r\n")


@at("/lying-gzip")
async def lying_gzip(exchange: Exchange) -> None:
    """Say gzip, send plain text."""
    await exchange.answer(200, page("Not packed", prose()), ("Content-Encoding", "gzip"))


@at("/broken-gzip")
async def broken_gzip(exchange: Exchange) -> None:
    packed = gzip.compress(page("Broken", prose(5000)).encode())
    await exchange.answer(
        200, packed[: len(packed) // 2] + b"\xff" * 500, ("Content-Encoding", "gzip")
    )


@at("/gzip-bomb")
async def gzip_bomb(exchange: Exchange) -> None:
    """Sixty kilobytes that unpack to sixty megabytes."""
    packer = zlib.compressobj(wbits=31)
    head = packer.compress(b"<title>Bomb</title>" + bytes(1000))
    zeros = b"".join(packer.compress(bytes(1 << 20)) for _ in range(60))
    await exchange.answer(200, head + zeros + packer.flush(), ("Content-Encoding", "gzip"))


# ---------------------------------------------------------------- redirects


@at("/moved-permanently")
async def moved_permanently(exchange: Exchange) -> None:
    await exchange.redirect(301, "/ok")


@at("/moved-twice")
async def moved_twice(exchange: Exchange) -> None:
    await exchange.redirect(308, "/moved-permanently")


@at("/found")
async def found(exchange: Exchange) -> None:
    await exchange.redirect(302, "/ok")


@at("/mixed-redirects")
async def mixed_redirects(exchange: Exchange) -> None:
    """A permanent redirect to a temporary one."""
    await exchange.redirect(301, "/found")


@at("/moved-to-404")
async def moved_to_404(exchange: Exchange) -> None:
    await exchange.redirect(301, "/not-found")


@at("/relative/here")
async def relative(exchange: Exchange) -> None:
    await exchange.redirect(302, "../ok#part")


@at("/scheme-relative")
async def scheme_relative(exchange: Exchange) -> None:
    await exchange.redirect(302, f"//{exchange.request.headers['host']}/ok")


@at("/utf-8-location")
async def utf_8_location(exchange: Exchange) -> None:
    """A Location in raw UTF-8."""
    await exchange.redirect(301, "/pages/страница".encode())


@at("/latin-1-location")
async def latin_1_location(exchange: Exchange) -> None:
    """A Location in raw Latin-1, which is not valid UTF-8."""
    await exchange.redirect(301, "/pages/café".encode("latin-1"))


@at("/unencoded-location")
async def unencoded_location(exchange: Exchange) -> None:
    """A Location with spaces and quotes."""
    await exchange.redirect(302, '/pages/a b"c')


@at("/loop")
async def loop(exchange: Exchange) -> None:
    await exchange.redirect(302, "/loop-back")


@at("/loop-back")
async def loop_back(exchange: Exchange) -> None:
    await exchange.redirect(302, "/loop")


@at("/endless-chain")
async def endless_chain(exchange: Exchange) -> None:
    step = int(exchange.request.target.partition("?step=")[2] or 0)
    await exchange.redirect(302, f"/endless-chain?step={step + 1}")


@at("/cookie-wanted")
async def cookie_wanted(exchange: Exchange) -> None:
    """Redirect to itself until the cookie comes back."""
    if "visited=yes" in exchange.request.headers.get("cookie", ""):
        await ok(exchange)
    else:
        await exchange.redirect(302, exchange.request.target, ("Set-Cookie", "visited=yes; Path=/"))


@at("/cookie-never")
async def cookie_never(exchange: Exchange) -> None:
    """Redirect to itself with a new cookie each time."""
    cookie = f"turn={exchange.count}; Path=/"
    await exchange.redirect(302, exchange.request.target, ("Set-Cookie", cookie))


@at("/cookie-strange")
async def cookie_strange(exchange: Exchange) -> None:
    """Set a cookie whose value is no ASCII."""
    await exchange.redirect(302, "/ok", ("Set-Cookie", b"caf\xe9=\xff\xfe; Path=/"))


@at("/cookie-shown")
async def cookie_shown(exchange: Exchange) -> None:
    """Show the cookies that came with the request in the title."""
    shown = exchange.request.headers.get("cookie", "none")
    await exchange.answer(200, page(shown, "<p>cookies</p>"))


@at("/no-location")
async def no_location(exchange: Exchange) -> None:
    await exchange.answer(302, page("Where?", "<p>Somewhere else.</p>"))


@at("/bad-location")
async def bad_location(exchange: Exchange) -> None:
    await exchange.redirect(302, "http://[not-an-address/")


@at("/app-location")
async def app_location(exchange: Exchange) -> None:
    """A redirect to something that is not the web."""
    await exchange.redirect(302, "itms-apps://store/id1")


@at("/to-private")
async def to_private(exchange: Exchange) -> None:
    """A redirect to the metadata service of clouds."""
    await exchange.redirect(302, "http://169.254.169.254/latest/meta-data/")


@at("/meta-refresh")
async def meta_refresh(exchange: Exchange) -> None:
    head = '<meta http-equiv="refresh" content="0; url=/ok">'
    await exchange.answer(200, page("Moved", "<p>We have moved.</p>", head=head))


@at("/meta-refresh-twice")
async def meta_refresh_twice(exchange: Exchange) -> None:
    """A signpost to a signpost."""
    head = '<meta http-equiv="refresh" content="0; url=/meta-refresh">'
    await exchange.answer(200, page("Moved", "<p>We have moved.</p>", head=head))


@at("/meta-refresh-and-back")
async def meta_refresh_and_back(exchange: Exchange) -> None:
    """A signpost to a place that leads back to it, as long as no cookie comes."""
    if exchange.request.target.endswith("?checked"):
        await exchange.redirect(302, exchange.request.path)
    else:
        head = '<meta http-equiv="refresh" content="0; url=?checked">'
        await exchange.answer(200, page("One moment", "<p>One moment.</p>", head=head))


@at("/meta-refresh-beside-an-article")
async def meta_refresh_beside_an_article(exchange: Exchange) -> None:
    """An article that sends its readers on after a while."""
    head = '<meta http-equiv="refresh" content="20; url=/">'
    await exchange.answer(200, page("Read me", prose(), head=head))


@at("/redirected-home/")
async def redirected_home(exchange: Exchange) -> None:
    """Whatever was here now leads to the front page."""
    await exchange.redirect(302, "/")


@at("/redirected-404/")
async def redirected_404(exchange: Exchange) -> None:
    """Whatever was here now leads to a page that says so with a 200."""
    await exchange.redirect(302, "/404.html")


# ---------------------------------------------------------------- soft 404, parked, refusals


@at("/404.html")
async def soft_404_page(exchange: Exchange) -> None:
    await exchange.answer(200, page("Page not found", "<h1>Page not found</h1><p>Sorry.</p>"))


SOFT_404_TITLES = {
    "en": "Page not found",
    "ru": "Страница не найдена",
    "de": "Seite nicht gefunden",
    "fr": "Page introuvable",
}


@at("/soft-404/")
async def soft_404(exchange: Exchange) -> None:
    """A not-found page with a 200, in the language the path names: /soft-404/de."""
    title = SOFT_404_TITLES.get(last_part(exchange), SOFT_404_TITLES["en"])
    await exchange.answer(200, page(title, f"<h1>{title}</h1><p>404</p>"))


@at("/parked/")
async def parked(exchange: Exchange) -> None:
    """A sale page with a link to a marketplace, the same under every path."""
    body = (
        "<h1>rude.test is for sale</h1>"
        '<a href="https://www.sedo.com/search/details/?domain=rude.test">Buy this domain</a>'
    )
    await exchange.answer(200, page("The domain rude.test is for sale", body))


@at("/empty/")
async def empty(exchange: Exchange) -> None:
    """A page that only a script would fill, the same under every path."""
    await exchange.answer(200, '<!doctype html><script src="/lander.js"></script>')


@at("/members/")
async def members_only(exchange: Exchange) -> None:
    """A redirect to the sign-in with the old address in its query."""
    await exchange.redirect(302, f"/login?next={exchange.request.path}")


@at("/login")
async def sign_in(exchange: Exchange) -> None:
    form = '<form><input name="user"><input type="password" name="pass"></form>'
    await exchange.answer(200, page("Sign in", "<h1>Sign in</h1>" + form))


@at("/paywall")
async def paywall(exchange: Exchange) -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}'
        "</script>"
    )
    body = "<h1>News</h1><p>Subscribe to continue reading.</p>"
    await exchange.answer(402, page("News", body, head=head))


@at("/retired/")
async def retired(exchange: Exchange) -> None:
    """One article is sent to the front page; of others it is said that there are none."""
    if last_part(exchange) == "story.html":
        await exchange.redirect(301, "/")
    else:
        await not_found(exchange)


@at("/section-gone/")
async def section_gone(exchange: Exchange) -> None:
    """Whatever was here now leads to one page of another section."""
    await exchange.redirect(302, "/pages/section")


@at("/news.php")
async def news_by_number(exchange: Exchange) -> None:
    """A script that knows one number, and says of others that there is nothing, with a 200."""
    if exchange.request.target.endswith("?id=17"):
        await ok(exchange)
    else:
        body = "<h1>Article not found</h1><p>There is no such article.</p>"
        await exchange.answer(200, page("Article not found", body))


@at("/escapes")
async def escapes(exchange: Exchange) -> None:
    """A title and a header that would clear the reader's screen."""
    body = page("Clear\x1b[2J the screen", prose(60))
    await exchange.answer(200, body, ("X-Powered-By", "\x1b[2J"))


@at("/closed/")
async def closed(exchange: Exchange) -> None:
    """All is closed for a while."""
    await exchange.redirect(302, "/pages/maintenance")


@at("/songs/")
async def songs(exchange: Exchange) -> None:
    """A site whose song is called what missing pages say; of no other song there is a page."""
    if last_part(exchange) == "17":
        await exchange.answer(200, page("Not Found | Songs", "<h1>Not Found</h1>" + prose(60)))
    else:
        await not_found(exchange)


@at("/long-soft-404/")
async def long_soft_404(exchange: Exchange) -> None:
    """A not-found page with much beside it, which quotes the address that was asked for."""
    asked = f"<p>There is nothing at {exchange.request.path}.</p>"
    body = "<h1>Page not found</h1>" + asked + prose(600)
    await exchange.answer(200, page("Page not found | The Rude Daily", body))


@at("/places")
async def places(exchange: Exchange) -> None:
    """A page with places that a fragment can name."""
    body = (
        '<h1 id="user-content-top-heading">Silt</h1><a name="old-name"></a>'
        '<p id="mündung">The mouth of the river</p><span id="L10"></span>' + prose(200)
    )
    await exchange.answer(200, page("Places", body))


@at("/drawn")
async def drawn(exchange: Exchange) -> None:
    """A page that its script draws."""
    await exchange.answer(200, page("App", '<div id="root"></div><script src="/a.js"></script>'))


@at("/secret")
async def secret(exchange: Exchange) -> None:
    """Show who knows the secret; the others are refused."""
    known = exchange.request.headers.get("authorization") == "Bearer swordfish"
    await (ok(exchange) if known else unauthorised(exchange))


@at("/secret-elsewhere")
async def secret_elsewhere(exchange: Exchange) -> None:
    """Redirect to the same server under another name."""
    port = exchange.request.headers["host"].rpartition(":")[2]
    await exchange.redirect(302, f"https://b.test:{port}/secret")


Wall: TypeAlias = tuple[int, tuple[tuple[str, str], ...], str]

# What each wall's refusal looks like: status, headers, body. The names are those of the judge.
WALLS: dict[str, Wall] = {
    "cloudflare": (
        403,
        (("Server", "cloudflare"), ("cf-mitigated", "challenge")),
        page("Just a moment...", '<script src="/cdn-cgi/challenge-platform/x.js"></script>'),
    ),
    "cloudflare-503": (
        503,
        (("Server", "cloudflare"),),
        page("Just a moment...", "<script>window._cf_chl_opt={}</script>"),
    ),
    "datadome": (
        401,
        (("X-DataDome", "protected"), ("Set-Cookie", "datadome=x")),
        page("reuters.test", '<script src="https://ct.captcha-delivery.com/c.js"></script>'),
    ),
    "akamai": (
        403,
        (("Server", "AkamaiGHost"),),
        page("Access Denied", "<h1>Access Denied</h1>Reference #18.5d3 errors.edgesuite.net"),
    ),
    "perimeterx": (
        403,
        (),
        page("Access denied", '<div id="px-captcha"></div><script>window._pxAppId="x"</script>'),
    ),
    "imperva": (
        200,
        (("X-CDN", "Imperva"),),
        '<html><script src="/_Incapsula_Resource?SWJIYLWA=1"></script></html>',
    ),
    "aws-waf": (202, (("x-amzn-waf-action", "challenge"),), ""),
    "kasada": (429, (("x-kpsdk-ct", "abc"),), ""),
    "sucuri": (
        403,
        (("X-Sucuri-Block", "BAK"), ("Server", "Sucuri/Cloudproxy")),
        page("Sucuri Website Firewall - Access Denied", "Access Denied"),
    ),
    "ddos-guard": (
        403,
        (("Server", "ddos-guard"),),
        page("DDoS-Guard", "<h1>Checking your browser</h1>"),
    ),
    "qrator": (401, (), '<html><script src="/__qrator/qauth_utm_v2.js"></script></html>'),
    "vercel": (429, (("x-vercel-mitigated", "challenge"),), page("Vercel", "Checkpoint")),
    "anubis": (
        200,
        (),
        page(
            "Making sure you're not a bot!",
            '<script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>',
        ),
    ),
    "f5": (200, (), "<html><script>var istlWasHere=1;</script></html>"),
}


@at("/walls/")
async def wall(exchange: Exchange) -> None:
    """Refuse as a bot wall does: /walls/cloudflare; see `WALLS` for their names."""
    code, headers, body = WALLS[last_part(exchange)]
    await exchange.answer(code, body, *headers)
