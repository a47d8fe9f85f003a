"""Sockets on the port of the web process: a protocol class for uvicorn, one small object for each viewer."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from typing import cast

from config.settings import Settings
from shop.core.errors import NotFound, Refusal
from shop.http.address import UNKNOWN, address_behind, trusted_proxies
from shop.http.hosts import own_names
from shop.rooms.crowd import Listener, Told, Turnstile
from shop.rooms.handshake import Asked, RoomPath, accept, read_request, refuse
from shop.rooms.rules import INBOUND_EACH_SECOND, Closing, Foul, Opcode, close_frame, frame, read_frame
from shop.rooms.token import read_token

KERNEL_BUFFER = 64 * 1024  # bytes of SO_SNDBUF: the kernel's own growth hides a reader who takes nothing
OWN_BUFFER = 256 * 1024  # bytes that may wait here for one viewer before it is cut
UNHEARD_MS = 30_000  # ms after which bytes nobody confirmed end the connection
LAST_WORD = 2.0  # seconds a viewer who is sent away may take for what it was told last
MOST = 20_000  # sockets of one process

Leave = Callable[[Listener], None]
Join = Callable[[str, str, Listener], Leave]
"""Takes a listener into a room, given its address and the token's subject; returns how it leaves. May refuse."""
_Normal = Callable[..., asyncio.Protocol]


class Doorway:
    """Opens sockets of rooms for one process. What has another address goes to `normal`, or is not found.

    `open_protocol` is what uvicorn's `ws` takes: it is called like a protocol class.
    """

    def __init__(
        self, settings: Settings, path: RoomPath, join: Join, *, most: int = MOST, normal: _Normal | None = None
    ) -> None:
        self.turnstile = Turnstile(most, settings.room_sockets_of_address if settings.limits else 0)
        self.normal = normal
        self.base_url = settings.base_url
        self._secret = settings.secret_key
        self._names = own_names(settings)
        self._trusted = trusted_proxies(settings)
        self._path = path
        self._join = join

    def open_protocol(self, **given: object) -> asyncio.Protocol:
        """A protocol for one connection whose request asked for a socket."""
        return RoomSocket(self, given)

    def has(self, asked: Asked) -> bool:
        """Whether it is the address of a room's socket."""
        return self._path.room(asked.path) is not None

    def address_of(self, asked: Asked, peer: str) -> str:
        """The address its caps are counted by."""
        return address_behind(peer, asked.headers.get(b"x-forwarded-for", b""), self._trusted)

    def admit(self, asked: Asked, address: str, listener: Listener) -> tuple[bytes, Leave]:
        """Take `listener` in; returns what opens its socket, and how it leaves.

        Raises:
            Refusal: in the order origin, token, space.
        """
        opening = accept(asked, self._names)
        room = self._path.room(asked.path)
        if room is None:
            raise NotFound
        subject = read_token(self._secret, room, asked.token())
        self.turnstile.enter(address)
        try:
            leave = self._join(room, subject, listener)
        except BaseException:
            self.turnstile.leave(address)
            raise
        return opening, leave


class RoomSocket(asyncio.Protocol):
    """One viewer. It is told things and says nothing: what it sends is counted, and answered where HTTP must be."""

    __slots__ = ("_address", "_doorway", "_given", "_held", "_leave", "_normal", "_second", "_sent", "_transport")

    def __init__(self, doorway: Doorway, given: dict[str, object]) -> None:
        self._doorway = doorway
        self._given: dict[str, object] | None = given  # the server's; let go once it is known what this is
        self._transport: asyncio.Transport | None = None  # None: nothing more is sent
        self._normal: asyncio.Protocol | None = None
        self._leave: Leave | None = None
        self._address = UNKNOWN
        self._held = b""
        self._second = 0.0
        self._sent = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the viewer."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Open the socket with the first bytes; later ones are the viewer's own."""
        if self._normal is not None:
            self._normal.data_received(data)
        elif self._given is not None:
            given, self._given = self._given, None
            self._open(data, given)
        elif self._transport is not None:
            self._hear(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave."""
        if self._normal is not None:
            self._normal.connection_lost(exc)
        self._transport = None
        self._go()

    def eof_received(self) -> bool | None:
        """Nobody reads a room who has hung up."""
        return self._normal.eof_received() if self._normal is not None else None

    def pause_writing(self) -> None:
        """More waits for this viewer than may: it does not read."""
        if self._normal is not None:
            self._normal.pause_writing()
        elif self._transport is not None:
            transport, self._transport = self._transport, None
            self._go()
            transport.abort()

    def resume_writing(self) -> None:
        """Pass on."""
        if self._normal is not None:
            self._normal.resume_writing()

    def take(self, told: Told) -> None:
        """Be told."""
        if self._transport is not None:
            self._transport.write(told.frame)

    def end(self) -> None:
        """Be sent away: the page comes back after a moment of its own."""
        self._close(Closing.GOING_AWAY)

    def _open(self, head: bytes, given: dict[str, object]) -> None:
        transport, doorway = self._transport, self._doorway
        if transport is None:
            return
        asked = read_request(head)
        if doorway.normal is not None and not doorway.has(asked):
            self._normal = doorway.normal(**given)
            self._normal.connection_made(transport)
            self._normal.data_received(head)
            return
        peer = transport.get_extra_info("peername")
        address = doorway.address_of(asked, peer[0] if peer else UNKNOWN)
        try:
            opening, self._leave = doorway.admit(asked, address, self)
        except Refusal as refusal:
            self._part(refuse(refusal, doorway.base_url))
            return
        self._address = address
        _bound(transport)
        transport.write(opening)

    def _hear(self, data: bytes) -> None:
        held, at = self._held + data, 0
        try:
            while (heard := read_frame(held, at)) is not None:
                at = heard.end
                self._count()
                if heard.opcode == Opcode.CLOSE:
                    self._close(Closing.NORMAL)
                    return
                if heard.opcode == Opcode.PING and self._transport is not None:
                    self._transport.write(frame(Opcode.PONG, heard.payload))
        except Foul as foul:
            self._close(foul.closing)
            return
        self._held = held[at:]

    def _count(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._second >= 1:
            self._second, self._sent = now, 0
        self._sent += 1
        if self._sent > INBOUND_EACH_SECOND:
            raise Foul(Closing.POLICY)

    def _close(self, closing: Closing) -> None:
        self._part(close_frame(closing))

    def _part(self, last: bytes) -> None:
        """Send `last` and end; who does not take it in time is cut."""
        transport, self._transport = self._transport, None
        self._held = b""
        self._go()
        if transport is not None and not transport.is_closing():
            transport.write(last)
            transport.close()
            asyncio.get_running_loop().call_later(LAST_WORD, transport.abort)

    def _go(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            leave(self)
            self._doorway.turnstile.leave(self._address)


def _bound(transport: asyncio.Transport) -> None:
    """Let little wait for a viewer, in the kernel and here, and notice one that is gone."""
    transport.set_write_buffer_limits(high=OWN_BUFFER)
    inner = transport.get_extra_info("socket")
    if inner is None:
        return
    with contextlib.suppress(OSError):
        inner.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
            inner.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD_MS)
