"""What went wrong between us and a host, by a name that locale/zh/links.yml explains."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass

import aiohttp

from .inner import InnerAddress
from .pages import Undecodable

CERTIFICATE = {
    9: "certificate-early", 10: "certificate-expired", 18: "certificate-self-signed", 19: "certificate-untrusted",
    20: "certificate-untrusted", 21: "certificate-untrusted", 62: "certificate-name", 64: "certificate-name",
}
"""By OpenSSL's codes (X509_V_ERR_…)."""
PASSING = frozenset({"name-later", "connection-refused", "unreachable", "timeout", "connection-timeout", "reset", "cut", "bad-http", "server-error"})
"""Worth another attempt, and on the first day only a note."""
NO_CONNECTION = frozenset({"name", "name-later", "connection-refused", "unreachable", "connection-timeout", "network"})
"""Of the host, not of one address."""
UNKNOWN_NAME = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}


@dataclass(frozen=True)
class Failure:
    reason: str
    detail: str = ""


EXPECTED = (aiohttp.ClientError, TimeoutError, OSError, UnicodeError, Undecodable, aiohttp.http_exceptions.HttpProcessingError)
"""What a host, or an address, may bring about. A name whose parts are too long is a UnicodeError."""


def failure(error: BaseException | None) -> Failure:
    match error:
        case aiohttp.ClientConnectorDNSError(os_error=InnerAddress()):
            return Failure("inner")
        case aiohttp.ClientConnectorDNSError(os_error=os_error):
            return Failure("name" if os_error.errno in UNKNOWN_NAME else "name-later")
        case aiohttp.ClientConnectorCertificateError(certificate_error=ssl.SSLCertVerificationError(verify_code=code, verify_message=said)):
            return Failure(CERTIFICATE[code]) if code in CERTIFICATE else Failure("certificate-other", said)
        case aiohttp.ClientSSLError():
            return Failure("secure-connection", str(getattr(error.os_error, "reason", None) or ""))
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return Failure("network")
        case aiohttp.ConnectionTimeoutError():
            return Failure("connection-timeout")
        case TimeoutError():
            return Failure("timeout")
        case aiohttp.ClientConnectorError(os_error=ConnectionRefusedError()):
            return Failure("connection-refused")
        case aiohttp.ClientConnectorError():
            return Failure("unreachable")
        case Undecodable():
            return Failure("bad-body")
        case aiohttp.ClientPayloadError():
            return Failure("cut")
        case aiohttp.InvalidURL() | UnicodeError():
            return Failure("bad-address")
        case aiohttp.ClientResponseError() | aiohttp.http_exceptions.HttpProcessingError():
            return Failure("bad-http")
        case _:
            return Failure("reset")
