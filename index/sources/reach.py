"""How far a fetch may go: which addresses it may connect to, how much it may read and how long it may take."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp.abc import AbstractResolver

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NOT_FOR_US = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the metadata of one cloud stands at a public address, that of another in the next
        "192.0.0.0/24",
        "192.88.99.0/24",
        "::/96",  # these and the next hold an IPv4 address, to which a router translates
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "5f00::/16",
    )
)


def is_public(address: IPAddress) -> bool:
    """Return whether `address` is one of the public internet: not private, loopback, link-local or metadata."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.is_site_local:
            return False
    if any(address.version == network.version and address in network for network in _NOT_FOR_US):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True, slots=True)
class Reach:
    """The limits of a fetch. The defaults are those of a running bot; tests allow a server of their own.

    `may_connect` is asked for every address that is really connected to, after names are resolved, at each redirect
    again. `max_bytes` counts what the page has unpacked, `seconds` everything from the first name to the last byte.
    `resolver` takes the place of the system's name resolution, `tls` of the system's certificates.
    """

    may_connect: Callable[[IPAddress], bool] = is_public
    max_bytes: int = 2_000_000
    seconds: float = 15.0
    redirects: int = 5
    resolver: AbstractResolver | None = None
    tls: ssl.SSLContext | None = None


class Gate:
    """Makes the sockets of one fetch, for addresses that `reach` allows; remembers those that it refused."""

    def __init__(self, reach: Reach) -> None:
        """Guard a fetch by `reach`."""
        self._reach = reach
        self.refused = False

    def __call__(self, info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        """Return a socket for the address in `info` (as of `getaddrinfo`).

        Raises:
            PermissionError: the address is none that may be connected to.
        """
        family, kind, protocol, _, address = info
        host = str(address[0]).partition("%")[0]  # "fe80::1%eth0"
        if not self._reach.may_connect(ipaddress.ip_address(host)):
            self.refused = True
            raise PermissionError("an address that is not public")
        return socket.socket(family, kind, protocol)
