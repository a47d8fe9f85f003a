"""Which requests the front may answer, and under which key: everything an answer may depend on, and nothing else."""

import re
from urllib.parse import parse_qsl, urlencode

import msgspec

from shop.core.i18n import DEFAULT, Locale
from shop.http.cookies import SESSION_COOKIE
from shop.http.locale import is_machine_path, preferred

_LONGEST_QUERY = 1000  # bytes of a query string that are looked at
_MOST_FIELDS = 32
_MEMO = 4096  # raw addresses, and languages, whose reading is remembered


class PublicRead(msgspec.Struct, frozen=True, kw_only=True):
    """A route whose answer is the same for everybody who carries none of the `personal` cookies.

    `path` is matched whole. Only `parameters` may appear in the query, each once, but those of `repeatable`.
    """

    path: re.Pattern[str]
    parameters: frozenset[str] = frozenset()
    repeatable: frozenset[str] = frozenset()
    personal: tuple[str, ...] = (SESSION_COOKIE,)

    def is_personal(self, cookies: bytes) -> bool:
        """Whether a Cookie header carries something the answer depends on."""
        return any(name.encode() in cookies for name in self.personal)


class Address(msgspec.Struct, frozen=True):
    """A public read and how its query is written once and for all; None where the slow way must be taken."""

    read: PublicRead
    query: bytes | None


class Addresses:
    """Reads paths and queries, and remembers what it read."""

    def __init__(self, reads: tuple[PublicRead, ...]) -> None:
        self._reads = reads
        self._known: dict[tuple[str, bytes], Address | None] = {}

    def read(self, path: str, query: bytes) -> Address | None:
        """The address of a public read; None when no public read has this path."""
        try:
            return self._known[path, query]
        except KeyError:
            if len(self._known) >= _MEMO:
                self._known.clear()
            address = self._known[path, query] = self._parse(path, query)
            return address

    def _parse(self, path: str, query: bytes) -> Address | None:
        for read in self._reads:
            if read.path.fullmatch(path):
                return Address(read, canonical(read, query))
        return None


def canonical(read: PublicRead, query: bytes) -> bytes | None:
    """The one way to write this query: sorted, repeated values once. None: unknown, doubled or unreadable fields."""
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(query),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        return None
    unique = sorted(set(pairs))
    names = [name for name, _ in pairs if name not in read.repeatable]
    if len(names) != len(set(names)) or any(name not in read.parameters for name, _ in unique):
        return None
    if any("\x00" in value for _, value in unique):
        return None
    return urlencode(unique).encode()


class Languages:
    """Reads Accept-Language headers, and remembers what it read."""

    def __init__(self) -> None:
        self._known: dict[bytes, Locale] = {}

    def read(self, path: str, header: bytes | None) -> Locale:
        """The language of an anonymous answer: the address says it for pages, the header for programs."""
        if not is_machine_path(path):
            return "en" if path == "/en" or path.startswith("/en/") else DEFAULT
        if header is None:
            return DEFAULT
        try:
            return self._known[header]
        except KeyError:
            if len(self._known) >= _MEMO:
                self._known.clear()
            locale = self._known[header] = preferred(header.decode("latin-1")) or DEFAULT
            return locale
