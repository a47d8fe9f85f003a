"""Which names and origins are ours: the Host allow-list and the origins that forms may come from."""

from urllib.parse import urlsplit

import msgspec

from config.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class OwnNames(msgspec.Struct, frozen=True):
    """`hosts` without ports, in lower case; `origins` as browsers write them."""

    hosts: frozenset[str]
    origins: frozenset[str]

    def has_host(self, header: str) -> bool:
        """Whether a Host header names us; its port is not looked at."""
        return host_name(header) in self.hosts

    def has_origin(self, origin: str, host_header: str) -> bool:
        """Whether `origin` is ours; on this machine's loopback it must be the very address that was asked."""
        if origin in self.origins:
            return True
        scheme, _, place = origin.partition("://")
        return scheme in {"http", "https"} and place == host_header and host_name(place) in LOOPBACK


def own_names(settings: Settings) -> OwnNames:
    """Our names: the public address, `allowed_hosts`, and this machine's own."""
    public = urlsplit(settings.base_url)
    further = [name.strip().lower() for name in settings.allowed_hosts.split(",") if name.strip()]
    origins = {f"{public.scheme}://{public.netloc.lower()}", *(f"https://{name}" for name in further)}
    hosts = {host_name(public.netloc), *(host_name(name) for name in further)}
    return OwnNames(frozenset(hosts) | LOOPBACK, frozenset(origins))


def host_name(netloc: str) -> str:
    """`netloc` without its port, in lower case: `[::1]:8000` gives `[::1]`."""
    name = netloc.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]
