"""Inner networks are not asked: not by their addresses, not by names of theirs, and not through a public name that leads there."""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.request import getproxies

from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from policy_library.text.secrecy import INTRANET

Networks = Collection[IPv4Network | IPv6Network]


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
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return not found.is_global and not any(found in network for network in allowed)


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
