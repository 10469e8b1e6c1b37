"""Inner networks are not asked: not by their addresses, not by names of theirs, and not through a public name that leads there."""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.request import getproxies

from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from policy_library.text.secrecy import INTRANET

Networks = Collection[IPv4Network | IPv6Network]
CARRYING = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
"""Whose last four bytes are an address of the older protocol, to which a gateway leads on."""


class InnerAddress(OSError):
    """A name that leads to an inner network only."""


def is_inner(url: URL, allowed: Networks) -> bool:
    """By its host alone; what a name leads to is seen when it is looked up."""
    host = url.host or ""
    try:
        ip_address(host)
    except ValueError:
        return bool(INTRANET.match(f"http://{host}/"))
    return _is_inner(host, allowed)


def _is_inner(address: str, allowed: Networks) -> bool:
    found = ip_address(address.partition("%")[0])
    led = _carried(found) if isinstance(found, IPv6Address) else found
    outer = led.is_global and not led.is_multicast and not (isinstance(led, IPv6Address) and led.is_site_local)
    return not outer and not any(one in network for network in allowed for one in (found, led))


def _carried(address: IPv6Address) -> IPv4Address | IPv6Address:
    if any(address in network for network in CARRYING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class OuterResolver(ThreadedResolver):
    def __init__(self, allowed: Networks) -> None:
        super().__init__()
        self.allowed = allowed
        self.proxies = {URL(address).host for name, address in getproxies().items() if name != "no"}
        """The way out of an office; it stands inside."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        outer = [one for one in found if host in self.proxies or not _is_inner(one["host"], self.allowed)]
        if found and not outer:
            raise InnerAddress(host)
        return outer
