"""A web server on loopback that misbehaves by address, and remembers who asked for what, when."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from types import MappingProxyType

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
WORDS = "为了规范停车场的管理，保障停车秩序，根据有关规定，结合本市实际，制定本办法。" * 15


def html(title: str, words: str = WORDS, charset: str = "utf-8") -> bytes:
    page = f'<html><head><meta charset="{charset}"><title>{title}</title></head><body><p>{words}</p></body></html>'
    return page.encode(charset)


def answer(status: int = 200, body: bytes = b"", kind: str = "text/html", length: int | None = None, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Something", f"Content-Type: {kind}", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def to(place: str, status: int = 302, **headers: str) -> bytes:
    return answer(status, Location=place, **headers)


PAGE = answer(body=html("停车场管理办法"))
PDF = answer(body=b"%PDF-1.7 " + b"x" * 2000, kind="application/pdf")
HEAD_OF_PDF = answer(kind="application/pdf", length=5_000_000_000)
MISSING = html("页面不存在", "您访问的页面不存在或已被删除")
BOMB = gzip.compress(b" " * 50_000_000)


@dataclass
class Visit:
    method: str
    path: str
    host: str
    headers: dict[str, str]
    times: int
    """How often this address was asked for before."""
    writer: asyncio.StreamWriter
    began: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    sent: int = 0

    async def send(self, data: bytes) -> None:
        self.sent += len(data)
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        self.writer.transport.abort()

    @property
    def head(self) -> bool:
        return self.method == "HEAD"


async def _endless(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html("停车场管理办法"))
    while True:
        await visit.send(b"<p>" + b"x" * 4093)


async def _drip(visit: Visit) -> None:
    await visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    while True:
        await visit.send(b"x")
        await asyncio.sleep(0.02)


async def _silent(visit: Visit) -> None:
    await asyncio.sleep(30)


async def _slow(visit: Visit) -> None:
    await asyncio.sleep(0.03)
    await visit.send(PAGE)


async def _reset(visit: Visit) -> None:
    visit.reset()


async def _reset_within(visit: Visit) -> None:
    await visit.send(answer(body=html("停车场管理办法")[:500], length=90_000))
    await asyncio.sleep(0.02)
    visit.reset()


async def _reset_twice(visit: Visit) -> None:
    if visit.times < 2:
        visit.reset()
    else:
        await visit.send(PAGE)


async def _silent_head(visit: Visit) -> None:
    await (_silent(visit) if visit.head else visit.send(PDF))


async def _reset_head(visit: Visit) -> None:
    await (_reset(visit) if visit.head else visit.send(PDF))


def _date(visit: Visit) -> bytes:
    """A clock that is ten years off: the difference counts."""
    now = 1_400_000_000.0
    return PAGE if visit.times else answer(503, Date=formatdate(now, usegmt=True), Retry_After=formatdate(now + 1, usegmt=True))


def _cookie(visit: Visit) -> bytes:
    return PAGE if "seen=1" in visit.headers.get("cookie", "") else to("/cookie", Set_Cookie="seen=1; Path=/")


def _deep(visit: Visit) -> bytes:
    return to(f"/deep?{int(visit.path.partition('?')[2] or 0) + 1}")


Behaviour = bytes | Callable[[Visit], bytes] | Callable[[Visit], Awaitable[None]]

BEHAVIOURS: dict[str, Behaviour] = {
    "/": answer(body=html("云海市人民政府")), "/good": PAGE, "/slow": _slow, "/good.pdf": lambda v: HEAD_OF_PDF if v.head else PDF,
    "/no-content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "/plain": answer(body=b"x", kind="text/plain"),
    # HEAD
    "/head-403.pdf": lambda v: answer(403) if v.head else PDF, "/head-404.pdf": lambda v: answer(404) if v.head else PDF,
    "/head-405.pdf": lambda v: answer(405) if v.head else PDF, "/head-501.pdf": lambda v: answer(501) if v.head else PDF,
    "/head-lies.pdf": lambda v: HEAD_OF_PDF if v.head else answer(404),
    "/head-says-html.pdf": lambda v: answer(kind="text/html", length=10) if v.head else PDF,
    "/head-silent.pdf": _silent_head, "/head-reset.pdf": _reset_head,
    # statuses
    **{f"/status-{status}": answer(status, html("x")) for status in (400, 401, 403, 404, 405, 410, 412, 429, 451, 500, 503)},
    "/later-503": lambda v: PAGE if v.times >= 2 else answer(503), "/later-reset": _reset_twice,
    "/wait": lambda v: PAGE if v.times else answer(429, Retry_After="1"), "/wait-date": _date,
    "/wait-long": answer(503, Retry_After="3600"), "/wait-nonsense": lambda v: PAGE if v.times else answer(503, Retry_After="soon"),
    # bodies
    "/endless": _endless, "/drip": _drip, "/silent": _silent, "/reset": _reset, "/reset-within": _reset_within,
    "/cut": answer(body=b"<p>short", length=5000), "/longer": answer(body=html("停车场管理办法") + b"x" * 999, length=200),
    "/nonsense": b"\x16\x03\x01\x02 what is this\r\n\r\n", "/no-words": b"", "/bad-length": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
    "/bad-header": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    "/bomb": answer(body=BOMB, Content_Encoding="gzip"), "/gzip": answer(body=gzip.compress(html("停车场管理办法")), Content_Encoding="gzip"),
    "/gzip-missing": answer(body=gzip.compress(MISSING), Content_Encoding="gzip"),
    "/gzip-damaged": answer(body=b"this is no gzip", Content_Encoding="gzip"),
    "/unknown-packing": answer(body=b"\1\2\3", Content_Encoding="zstd"),
    # redirects
    "/to-good": to("/good"), "/moved": to("/good", 301), "/moved-308": to("/moved", 308), "/moved-partly": to("/to-good", 301),
    "/moved-to-missing": to("/status-404", 301), "/moved-to-front": to("/", 301), "/moved.pdf": to("/good.pdf", 301),
    "/loop": to("/loop-back"), "/loop-back": to("/loop"), "/loop-itself": to("/loop-itself"), "/deep": _deep, "/cookie": _cookie,
    "/to-front": to("/index.html"), "/index.html": PAGE, "/to-error": to("/error/404.html"), "/error/404.html": answer(body=html("云海市人民政府")),
    "/to-inner": to("http://10.0.0.1/oa/"), "/to-script": to("javascript:alert(1)"), "/to-nowhere": answer(302), "/to-nonsense": to("http://[::1"),
    "/to-chinese": to("/政策/一.html"), "/%E6%94%BF%E7%AD%96/%E4%B8%80.html": PAGE,
    "/to-gbk": to("/\udcd5\udcfe"), "/%D5%FE": PAGE, "/not-modified": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    # pages that are none
    "/soft-title": answer(body=html("404 - 云海市人民政府")), "/soft-title-zh": answer(body=html("云海市人民政府_您访问的页面不存在")),
    "/soft-gbk": answer(body=html("页面不存在", charset="gbk")), "/soft-text": answer(body=html("云海市人民政府", "对不起，您要访问的网页已被删除")),
    "/soft-english": answer(body=html("Portal", "The page you requested could not be found.")), "/soft.pdf": answer(body=MISSING),
    "/page.pdf": PAGE, "/empty": answer(body=b"<html><body></body></html>"), "/nothing": answer(),
    "/script": answer(body=b"<html><body><div id=app></div><script src=app.js></script></body></html>"),
    "/about-404": answer(body=html("关于网页找不到问题整改情况的通知", "有的网页不存在。" + WORDS)),
    "/404-bus": answer(body=html("关于优化404路公交线路的公告", "404路公交车改道。")),
}


@dataclass
class Server:
    ports: dict[str, int]
    behaviours: dict[str, Behaviour]
    visits: list[Visit] = field(default_factory=list)
    peaks: Counter[str] = field(default_factory=Counter)
    """The most requests at a time, by host; ``all``: of all hosts."""
    _open: Counter[str] = field(default_factory=Counter)
    _times: Counter[str] = field(default_factory=Counter)

    def url(self, path: str, host: str = HOSTS[0]) -> str:
        return f"http://{host}:{self.ports[host]}{path}"

    def visited(self, path: str) -> list[Visit]:
        return [visit for visit in self.visits if visit.path.partition("?")[0] == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":  # a secure connection is begun where there is none
                writer.write(answer(400))
                writer.close()
                return
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
            return
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        visit = Visit(method, path, writer.get_extra_info("sockname")[0], headers, self._times[path], writer)
        self._times[path] += 1
        self.visits.append(visit)
        for name in (visit.host, "all"):
            self._open[name] += 1
            self.peaks[name] = max(self.peaks[name], self._open[name])
        try:
            await self._behave(visit)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._open.subtract((visit.host, "all"))
            visit.ended = time.monotonic()
            writer.close()

    async def _behave(self, visit: Visit) -> None:
        found = self.behaviours.get(visit.path.partition("?")[0], answer(404))
        done = found(visit) if callable(found) else found
        if isinstance(done, bytes):
            await visit.send(done.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if visit.head else done)
        else:
            await done


@contextmanager
def misbehaving(contexts: Mapping[str, ssl.SSLContext] = MappingProxyType({})) -> Iterator[Server]:
    """On every host; ``contexts``: by further hosts, with what they answer secure connections."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Server({}, BEHAVIOURS)

    async def start() -> list[asyncio.Server]:
        opened = {host: await asyncio.start_server(server.serve, host, 0, ssl=contexts.get(host)) for host in (*HOSTS, *contexts)}
        server.ports |= {host: int(one.sockets[0].getsockname()[1]) for host, one in opened.items()}
        return list(opened.values())

    async def stop(servers: list[asyncio.Server]) -> None:
        for one in servers:
            one.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    servers = asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(stop(servers), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

