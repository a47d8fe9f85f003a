"""Who is at the other end: the socket's address, or what a proxy of ours says about it."""

import ipaddress

from litestar.types import Scope

from config.settings import Settings

UNKNOWN = "unknown"


def client_address(scope: Scope, trusted: frozenset[str]) -> str:
    """The address limits are counted by: an IPv4 address or an IPv6 /64.

    `X-Forwarded-For` is believed only when the socket's peer is in `trusted`, and then only its last
    entry that is no proxy of ours: what stands before it was written by strangers.
    """
    client = scope.get("client")
    peer = client[0] if client else UNKNOWN
    said = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
    return address_behind(peer, said, trusted)


def address_behind(peer: str, forwarded: bytes, trusted: frozenset[str]) -> str:
    """The same for a connection from `peer` whose `X-Forwarded-For` is `forwarded`."""
    if peer in trusted:
        hops = [hop.strip() for hop in forwarded.decode("latin-1").split(",") if hop.strip()]
        peer = next((hop for hop in reversed(hops) if hop not in trusted), peer)
    return _grouped(peer)


def trusted_proxies(settings: Settings) -> frozenset[str]:
    """The proxies the settings name."""
    return frozenset(name.strip() for name in settings.trusted_proxies.split(",") if name.strip())


def _grouped(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
