"""The front: answers public reads before the framework, from memory, for at most a moment."""

import asyncio
import time
from typing import NamedTuple, cast

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from config.settings import Settings
from shop.core.errors import TooMany
from shop.core.request_id import begin_request
from shop.http.address import UNKNOWN, client_address, trusted_proxies
from shop.http.etag import has_tag
from shop.http.front_key import Address, Addresses, Languages, PublicRead
from shop.http.front_render import Rendered, plain_send, render
from shop.http.front_store import STALE_SECONDS, Entry, Key, Store
from shop.http.headers import Header, dressed
from shop.http.hosts import own_names
from shop.http.limits import Limit, LocalBuckets
from shop.http.problems import Problems
from shop.http.request_id import HEADER as REQUEST_ID

READS = Limit("reads", burst=4000, period=2.0)  # answers from memory, by address
MISSES = Limit("misses", burst=600, period=3.0)  # answers that ask the database, by address

_PATIENCE = 2.0  # seconds a reader waits for the database when an old answer is at hand
_OWN_TROUBLE = frozenset({401, 403, 421, 429})  # answers that concern the one who asked, not who waited with them
_SERVER_ERROR = 500
_GET = "GET"
_READING = frozenset({"GET", "HEAD"})
_MEMO = 4096  # peers and hosts whose reading is remembered

Headers = dict[bytes, bytes]


class Asked(NamedTuple):
    """A request for a public read; `headers` are those of `scope`, by name."""

    scope: HTTPScope
    headers: Headers
    receive: Receive
    send: Send


class Freshness:
    """What ends the life of kept answers: a new generation, and the next boundary (monotonic seconds)."""

    def __init__(self) -> None:
        self.generation = 0
        self.boundary = 0.0  # nothing is kept before the first look

    def looked(self, *, changed: bool, seconds_left: float) -> None:
        """Take in a look at the database: whether a list changed, and when the next day of Hà Nội begins."""
        self.boundary = time.monotonic() + seconds_left
        self.generation += changed


class Flight(msgspec.Struct, frozen=True):
    """A rendering under way, and since when (monotonic seconds)."""

    task: "asyncio.Task[Rendered]"
    since: float


class Front:
    """Stands before everything. What it does not answer from memory goes to `app` as it came.

    Whatever is kept was rendered for a request made here, with nothing of the reader's in it but the
    canonical address and the language: no header of theirs can colour what others get.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        reads: tuple[PublicRead, ...],
        freshness: Freshness,
        *,
        misses: Limit = MISSES,
    ) -> None:
        self._app = app
        self._problems = Problems(settings.base_url)
        self._addresses = Addresses(reads)
        self._languages = Languages()
        self._freshness = freshness
        self._life = settings.front_cache_ms / 1000
        self._store = Store(settings.front_cache_mb * 1_000_000)
        self._flights: dict[tuple[Key, int], Flight] = {}
        self._buckets = LocalBuckets()
        self._miss_limit = misses
        self._limited = settings.limits
        self._trusted = trusted_proxies(settings)
        self._peers: dict[str, str] = {}
        self._names = own_names(settings)
        self._hosts: dict[bytes, bool] = {}
        self._writers: dict[str, float] = {}  # address -> until when it reads past what is kept
        self.hits = 0  # answers from memory since the start
        self.misses = 0
        self.stale = 0  # old answers given while the database was away

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
        elif scope["method"] not in _READING:
            await self._write(scope, receive, send)
        elif (address := self._addresses.read(scope["path"], scope["query_string"])) is None:
            await self._app(scope, receive, send)
        else:
            await self._read(address, Asked(scope, dict(scope["headers"]), receive, send))

    async def _write(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """Pass on what may change something; for a moment its sender then reads past what is kept: own writes show."""
        who = self._who(scope)
        if len(self._writers) >= _MEMO:
            self._writers.clear()
        self._writers[who] = time.monotonic() + self._life
        try:
            await self._app(scope, receive, send)
        finally:
            self._writers[who] = time.monotonic() + self._life

    async def _read(self, address: Address, asked: Asked) -> None:
        if not self._may_answer(address, asked.headers):
            await self._pass(asked)
        elif self._has_just_written(asked.scope):
            await self._read_past(address, asked)
        else:
            await self._answer(address, asked)

    def _has_just_written(self, scope: HTTPScope) -> bool:
        return bool(self._writers) and self._writers.get(self._who(scope), 0.0) > time.monotonic()

    def _may_answer(self, address: Address, headers: Headers) -> bool:
        return (
            address.query is not None
            and self._life > 0
            and time.monotonic() < self._freshness.boundary + STALE_SECONDS
            and b"authorization" not in headers
            and not address.read.is_personal(headers.get(b"cookie", b""))
            and self._own_host(headers.get(b"host", b""))
        )

    async def _answer(self, address: Address, asked: Asked) -> None:
        key = self._key(address, asked)
        now = time.monotonic()
        entry = self._store.get(key)
        fresh = entry is not None and self._is_fresh(entry, now)
        wait = self._wait(asked.scope, READS if fresh else self._miss_limit)
        if wait:
            await self._refuse(asked, wait)
        elif entry is not None and fresh:
            self.hits += 1
            await _send_entry(entry, asked)
        else:
            self.misses += 1
            await self._renew(key, entry, asked)

    async def _read_past(self, address: Address, asked: Asked) -> None:
        """Ask the application anew for who has just written; in an outage what is kept is for them too."""
        key = self._key(address, asked)
        spare = self._spare(self._store.get(key))
        anew = asyncio.create_task(self._render(key, asked, self._freshness.generation))
        done, _ = await asyncio.wait({anew}, timeout=None if spare is None else _PATIENCE)
        if spare is not None and (not done or anew.result().status >= _SERVER_ERROR):
            await self._send_stale(spare, asked)
        elif (entry := anew.result().entry) is not None:
            await _send_entry(entry, asked)
        else:
            await anew.result().replay(asked.send, with_body=asked.scope["method"] == _GET)

    def _key(self, address: Address, asked: Asked) -> Key:
        path = asked.scope["path"]
        return path, address.query or b"", self._languages.read(path, asked.headers.get(b"accept-language"))

    def _spare(self, old: Entry | None) -> Entry | None:
        """`old` while it may still be given away in an outage."""
        return old if old is not None and time.monotonic() < old.stale_until else None

    async def _send_stale(self, entry: Entry, asked: Asked) -> None:
        self.stale += 1
        await _send_entry(entry, asked, age=time.monotonic() - entry.stored_at)

    def _is_fresh(self, entry: Entry, now: float) -> bool:
        freshness = self._freshness
        return entry.generation == freshness.generation and now < entry.fresh_until and now < freshness.boundary

    async def _renew(self, key: Key, old: Entry | None, asked: Asked) -> None:
        """Answer with a new rendering, one for all who wait for it; with the old one while the database is away."""
        flight, leads = self._flight(key, asked)
        spare = self._spare(old)
        patience = None if spare is None else max(0.0, flight.since + _PATIENCE - time.monotonic())
        done, _ = await asyncio.wait({flight.task}, timeout=patience)
        rendered = flight.task.result() if done else None
        if rendered is not None and rendered.entry is not None:
            await _send_entry(rendered.entry, asked)
        elif spare is not None and (rendered is None or rendered.status >= _SERVER_ERROR):
            await self._send_stale(spare, asked)
        elif rendered is None or (rendered.status in _OWN_TROUBLE and not leads):
            await self._pass(asked)
        else:
            await rendered.replay(asked.send, with_body=asked.scope["method"] == _GET)

    def _flight(self, key: Key, asked: Asked) -> tuple[Flight, bool]:
        """The rendering of `key` under way in this generation, and whether it was begun for this reader."""
        generation = self._freshness.generation
        running = self._flights.get((key, generation))
        if running is not None:
            return running, False
        flight = Flight(asyncio.create_task(self._render(key, asked, generation)), time.monotonic())
        self._flights[key, generation] = flight
        flight.task.add_done_callback(lambda _: self._flights.pop((key, generation), None))
        return flight, True

    async def _render(self, key: Key, asked: Asked, generation: int) -> Rendered:
        boundary = self._freshness.boundary
        started = time.monotonic()
        rendered = await render(self._app, asked.scope, key, asked.headers)
        if rendered.may_be_kept and started < boundary:
            entry = Entry(
                rendered.headers,
                rendered.body,
                generation=generation,
                now=started,
                life=self._life,
                boundary=boundary,
            )
            self._store.put(key, entry)
            return rendered.kept_as(entry)
        return rendered

    async def _pass(self, asked: Asked) -> None:
        """The slow way; a HEAD is answered as its GET without the body, and the internal mark is taken off."""
        read = cast("HTTPScope", {**asked.scope, "method": _GET})
        with_body = asked.scope["method"] == _GET
        await self._app(read, asked.receive, plain_send(asked.send, with_body=with_body))

    async def _refuse(self, asked: Asked, wait: int) -> None:
        request_id = _request_id(asked.headers)

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = dressed(list(message["headers"]), request_id)
            await asked.send(message)

        await self._problems.send(asked.scope, asked.receive, send_dressed, TooMany(1 + wait // 1_000_000))

    def _wait(self, scope: HTTPScope, limit: Limit) -> int:
        """µs this reader must wait; 0 when the request was counted."""
        return self._buckets.wait(limit, f"{limit.name}:{self._who(scope)}") if self._limited else 0

    def _who(self, scope: HTTPScope) -> str:
        client = scope["client"]
        peer = client[0] if client else UNKNOWN
        if peer in self._trusted:
            return client_address(scope, self._trusted)
        if len(self._peers) >= _MEMO:
            self._peers.clear()
        if peer not in self._peers:
            self._peers[peer] = client_address(scope, self._trusted)
        return self._peers[peer]

    def _own_host(self, host: bytes) -> bool:
        if len(self._hosts) >= _MEMO:
            self._hosts.clear()
        if host not in self._hosts:
            self._hosts[host] = self._names.has_host(host.decode("latin-1"))
        return self._hosts[host]


async def _send_entry(entry: Entry, asked: Asked, age: float | None = None) -> None:
    """Send what is kept, or 304; `age` (seconds) is said of what is older than it should be."""
    headers = asked.headers
    answer = entry.answer(packed=_takes_gzip(headers.get(b"accept-encoding", b"")))
    extra = [_request_id(headers)]
    if age is not None:
        extra += [(b"age", str(int(age)).encode()), (b"warning", b'110 - "Response is Stale"')]
    known = headers.get(b"if-none-match")
    if known is not None and has_tag(known.decode("latin-1"), answer.etag):
        await asked.send({"type": "http.response.start", "status": 304, "headers": [*answer.not_modified, *extra]})
        await asked.send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    body = answer.body if asked.scope["method"] == _GET else b""
    await asked.send({"type": "http.response.start", "status": 200, "headers": [*answer.headers, *extra]})
    await asked.send({"type": "http.response.body", "body": body, "more_body": False})


def _request_id(headers: Headers) -> Header:
    offered = headers.get(REQUEST_ID)
    return REQUEST_ID, begin_request(offered.decode("latin-1") if offered else None).encode()


def _takes_gzip(header: bytes) -> bool:
    return b"gzip" in header and b"gzip;q=0" not in header.replace(b" ", b"")
