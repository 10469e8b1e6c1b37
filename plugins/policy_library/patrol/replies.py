"""One request and its reply: of a body only the first bytes, of a certificate the day on which it ends."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from policy_library.settings import LinkOptions

from .failures import EXPECTED, Failure, failure
from .inner import OuterResolver
from .pages import Page, read_page, unpacked

REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
EPOCH = date(1970, 1, 1)
HTML = {"text/html", "application/xhtml+xml"}
ACCEPT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5", "Accept-Encoding": "gzip, deflate"}


@dataclass(frozen=True)
class Reply:
    status: int
    location: URL | None = None
    """Where it leads on; None where it does not, or where nobody can tell."""
    page: Page | None = None
    """None of anything but a page of HTML that was asked for with its body."""
    file: bool = False
    """Something else than HTML, and not empty as far as its head tells."""
    wait: float | None = None
    """Seconds after which the host wants to be asked again."""
    certificate_ends: date | None = None


class Broken(Exception):
    """A connection that could not be made, or ended; the cause is the client's own error."""


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """The client repeats a request at once when its connection breaks; a host that breaks connections is given time instead."""
    try:
        return await handler(request)
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise Broken from error


class Session:
    """Of one run. ``async with`` it."""

    def __init__(self, options: LinkOptions) -> None:
        self._limit, self._time = options.read_kb * 1024, options.timeout
        self._ends: dict[str, date] = {}
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0, ssl=_context(self._ends), resolver=OuterResolver(options.networks), ttl_dns_cache=300, force_close=True
            ),
            headers={"User-Agent": options.user_agent, **ACCEPT}, auto_decompress=False,
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(total=None, sock_connect=options.timeout / 2),
            middlewares=(_once,),
        )

    async def __aenter__(self) -> Session:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._session.close()

    def cookies(self, url: URL) -> str:
        """What a host is sent besides the address: with other cookies, the same address may lead elsewhere."""
        return self._session.cookie_jar.filter_cookies(url).output()

    async def reply(self, method: str, url: URL) -> Reply | Failure:
        try:
            async with asyncio.timeout(self._time), self._session.request(method, url, allow_redirects=False, proxy=_proxy(url)) as response:
                return await self._read(response, url)
        except Broken as broken:
            return failure(broken.__cause__)
        except EXPECTED as error:
            return failure(error)

    async def _read(self, response: aiohttp.ClientResponse, url: URL) -> Reply:
        page, file = None, False
        if 200 <= response.status < 300 and response.status != 204:
            body = None if response.method == "HEAD" else await _first(response.content, self._limit)
            file = response.content_type not in HTML and response.content_length != 0 and body != b""
            if body is not None and not file:
                plain = unpacked(body, response.headers.get("Content-Encoding", ""), self._limit)
                page = None if plain is None else read_page(plain, response.charset)
        location = _target(url, response.headers.get("Location")) if response.status in REDIRECTS else None
        return Reply(response.status, location, page, file, _wait(response), self._ends.get(url.raw_host or ""))


def _proxy(url: URL) -> str | None:
    """The environment's. ``trust_env`` would also send the passwords of ~/.netrc to whatever host a document names."""
    return None if proxy_bypass(url.host or "") else getproxies().get(url.scheme)


async def _first(stream: aiohttp.StreamReader, limit: int) -> bytes:
    """What came before the limit, the end, or the reader's time, whichever is first."""
    found = bytearray()
    async for chunk in stream.iter_any():
        found += chunk
        if len(found) >= limit:
            break
    return bytes(found[:limit])


def _wait(response: aiohttp.ClientResponse) -> float | None:
    """Retry-After in seconds; a day and hour are compared with the host's own clock."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        return max(0.0, (parsedate_to_datetime(said) - parsedate_to_datetime(response.headers["Date"])).total_seconds())
    except (KeyError, ValueError, TypeError):
        return None


def _target(url: URL, location: str | None) -> URL | None:
    """Hosts write Chinese addresses into a header as they stand; what is not UTF-8 goes back as it came, as browsers do."""
    if not location:
        return None
    raw = location.encode("utf-8", "surrogateescape")
    try:
        written = raw.decode("utf-8")
    except UnicodeDecodeError:
        written = "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in raw)
    try:
        return url.join(URL(written.strip())).with_fragment(None)
    except ValueError:
        return None


def _context(ends: dict[str, date]) -> ssl.SSLContext:
    """Fills ``ends``, by host. A reply is often at its end, and its connection gone, before its certificate could be looked at."""

    class Noting(ssl.SSLObject):
        def do_handshake(self) -> None:
            super().do_handshake()
            if end := (self.getpeercert() or {}).get("notAfter"):
                ends[self.server_hostname or ""] = EPOCH + timedelta(seconds=ssl.cert_time_to_seconds(str(end)))

    context = ssl.create_default_context()
    context.sslobject_class = Noting
    return context
