"""What the front keeps: ready header lists and bytes, the least used thrown away first."""

import gzip
from collections import OrderedDict
from collections.abc import Iterable
from http import HTTPStatus

import msgspec

from shop.http.etag import etag_of
from shop.http.headers import NO_STORE, Header

FRONT = "x-front"  # set by a route whose 200 may be kept; never sent
STALE_SECONDS = 60.0  # how old an answer may be when the database is away

_WORTH_PACKING = 600  # bytes
_OVERHEAD = 3000  # bytes an entry takes besides its bodies, roughly
_LARGEST = 1_000_000  # bytes of a body that is kept
_OWN = frozenset({b"x-request-id", b"content-length", b"cache-control", b"etag", b"vary", FRONT.encode()})
_CONTROL: Header = (b"cache-control", b"public, no-cache")  # where the route has no wish of its own
_VARY: Header = (b"vary", b"accept-encoding, cookie")

Key = tuple[str, bytes, str]


class Answer(msgspec.Struct):
    """One encoding of an answer. `headers` lack the request id only."""

    etag: str
    headers: list[Header]
    not_modified: list[Header]
    body: bytes


class Entry:
    """An answer in its encodings. Times are monotonic seconds."""

    __slots__ = ("_base", "_packed", "_shared", "fresh_until", "generation", "plain", "stale_until", "stored_at")

    def __init__(
        self, headers: Iterable[Header], body: bytes, *, generation: int, now: float, life: float, boundary: float
    ) -> None:
        """`life` is how long it may be served, `boundary` the moment after which it may not in any case."""
        given = list(headers)
        wished = [header for header in given if header[0] == _CONTROL[0] and header != NO_STORE]
        self._base = [header for header in given if header[0] not in _OWN]
        self._shared = [wished[-1] if wished else _CONTROL, _VARY]
        self.plain = self._answer(body, None)
        self._packed: Answer | None = None
        self.generation = generation
        self.stored_at = now
        self.fresh_until = min(now + life, boundary)
        self.stale_until = min(now + STALE_SECONDS, boundary)

    @property
    def size(self) -> int:
        """Bytes of memory, roughly, both encodings counted."""
        return 2 * len(self.plain.body) + _OVERHEAD

    def answer(self, *, packed: bool) -> Answer:
        """The answer for a reader who takes gzip or does not; packed when first asked for."""
        if not packed or len(self.plain.body) < _WORTH_PACKING:
            return self.plain
        if self._packed is None:
            self._packed = self._answer(gzip.compress(self.plain.body, 6, mtime=0), b"gzip")
        return self._packed

    def _answer(self, body: bytes, encoding: bytes | None) -> Answer:
        tag = etag_of(body)
        coded = [(b"content-encoding", encoding)] if encoding else []
        shared = [*self._shared, (b"etag", tag.encode())]
        unchanged = [header for header in self._base if not header[0].startswith(b"content-t")]
        return Answer(
            etag=tag,
            headers=[*self._base, *shared, *coded, (b"content-length", str(len(body)).encode())],
            not_modified=[*unchanged, *shared],
            body=body,
        )


class Store:
    """Entries by key, within a bound of memory."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._entries)

    def get(self, key: Key) -> Entry | None:
        """The entry of `key`, fresh or not; it counts as used."""
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep `entry`, at the cost of what was not used for longest."""
        if len(entry.plain.body) > _LARGEST:
            return
        old = self._entries.pop(key, None)
        self.size += entry.size - (old.size if old else 0)
        self._entries[key] = entry
        while self.size > self._most:
            _, gone = self._entries.popitem(last=False)
            self.size -= gone.size


def may_keep(status: int, headers: Iterable[Header]) -> bool:
    """Whether an answer is the same for everybody: a 200 its route has marked, that sets nothing and is not coded."""
    names = {name for name, _ in headers}
    return status == HTTPStatus.OK and FRONT.encode() in names and not names & {b"set-cookie", b"content-encoding"}
