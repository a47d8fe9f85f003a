"""The talk with one publisher, without its socket: bytes in, what they mean out, and bytes to answer with."""

import struct
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from shop.video.errors import MediaBroken
from shop.video.rtmp.chunks import ChunkReader, Kind, Message, write_message
from shop.video.rtmp.commands import (
    BAD_NAME,
    NOT_FOUND,
    PUBLISHING,
    Command,
    connected,
    read_command,
    result,
    status,
)
from shop.video.rtmp.handshake import Opening

STRANGER = 16 * 1024  # bytes of a message from somebody who is not let in yet
PUBLISHER = 4 * 1024 * 1024  # bytes of a message: the largest key frame
_COMMANDS = 100  # of one publisher; ten are usual
_CONTROLS = 100_000  # pings and the like; one a second is usual
_WINDOW = 1_250_000  # bytes after which what came is acknowledged, unless the publisher wants it sooner
_SHORTEST_WINDOW = 65_536
_STREAM = 1  # the one stream a publisher may make
_CHANNEL, _COMMAND_CHANNEL = 2, 3
_PING, _PONG = 6, 7
_LEAVING = frozenset(("deleteStream", "FCUnpublish", "closeStream"))
_ANSWERED = frozenset(("releaseStream", "FCPublish", "_checkbw"))


class Wish(NamedTuple):
    """Somebody wants to publish to `app` as `name`; `query` is what stood behind the name's question mark."""

    app: str
    name: str
    query: str


class Left(NamedTuple):
    """The publisher says that it is done."""


Heard: TypeAlias = Wish | Message | Left


class Talk:
    """What is said between us and one publisher. `hear` its bytes, then send what `answers` gives."""

    def __init__(self) -> None:
        self._opening = Opening()
        self._chunks = ChunkReader(STRANGER)
        self._out: list[bytes] = []
        self._app: str | None = None  # until it connects
        self._wished = False
        self._commands = self._controls = 0
        self._window = _WINDOW
        self._came = self._confirmed = 0

    def hear(self, data: bytes) -> Iterator[Heard]:
        """What `data` says: a wish, messages with sound and picture, a farewell.

        Raises:
            MediaBroken: this is no talk we take part in; hang up.
        """
        if not self._opening.done:
            out, data = self._opening.feed(data)
            self._out.append(out)
        self._confirm(len(data))
        for message in self._chunks.feed(data):
            yield from self._heard(message)

    def answers(self) -> bytes:
        """What is to be sent; said once."""
        out, self._out = b"".join(self._out), []
        return out

    def welcome(self) -> None:
        """Let the publisher begin. Larger messages are taken from now on."""
        self._chunks.most = PUBLISHER
        self._say(Kind.COMMAND, status(PUBLISHING, "Publishing."), _STREAM)

    def refuse(self, words: str) -> None:
        """Tell the publisher why it may not begin, or not go on; who has not even said hello is told nothing."""
        if self._opening.done:
            self._say(Kind.COMMAND, status(BAD_NAME, words, level="error"), _STREAM)

    def _heard(self, message: Message) -> Iterator[Heard]:
        if message.kind in {Kind.SOUND, Kind.PICTURE}:
            yield message
        elif message.kind in {Kind.COMMAND, Kind.COMMAND_3}:
            yield from self._obey(read_command(_plain(message)))
        elif message.kind == Kind.CONTROL:
            self._pong(message.body)
        elif message.kind == Kind.WINDOW and len(message.body) == struct.calcsize(">I"):
            self._window = max(_SHORTEST_WINDOW, min(_WINDOW, int.from_bytes(message.body, "big")))

    def _obey(self, command: Command) -> Iterator[Heard]:
        self._commands += 1
        if self._commands > _COMMANDS:
            raise MediaBroken("commands without an end")
        if command.name == "connect":
            self._connect(command)
        elif self._app is None:
            raise MediaBroken(f"{command.name} before connect")
        elif command.name == "createStream":
            self._say(Kind.COMMAND, result(command.number, float(_STREAM)))
        elif command.name in _ANSWERED:
            self._say(Kind.COMMAND, result(command.number))
        elif command.name == "publish":
            yield self._wish(command)
        else:
            yield from self._leave(command)

    def _leave(self, command: Command) -> Iterator[Heard]:
        if command.name in _LEAVING:
            yield Left()
        elif command.name == "play":
            self._say(Kind.COMMAND, status(NOT_FOUND, "Nothing is played here.", level="error"), _STREAM)
            yield Left()

    def _connect(self, command: Command) -> None:
        if self._app is not None:
            raise MediaBroken("connected twice")
        self._app = command.told("app").partition("?")[0].strip("/")
        self._say(Kind.WINDOW, struct.pack(">I", _WINDOW))
        self._say(Kind.BANDWIDTH, struct.pack(">IB", _WINDOW, 2))
        self._say(Kind.COMMAND, connected(command.number))

    def _wish(self, command: Command) -> Wish:
        if self._wished or self._app is None:
            raise MediaBroken("published twice")
        self._wished = True
        name, _, query = command.text(1).partition("?")
        return Wish(self._app, name, query)

    def _pong(self, body: bytes) -> None:
        self._controls += 1
        if self._controls > _CONTROLS:
            raise MediaBroken("pings without an end")
        if len(body) == struct.calcsize(">HI") and int.from_bytes(body[:2], "big") == _PING:
            self._say(Kind.CONTROL, struct.pack(">H", _PONG) + body[2:])

    def _confirm(self, size: int) -> None:
        self._came += size
        if self._came - self._confirmed >= self._window:
            self._confirmed = self._came
            self._say(Kind.ACKNOWLEDGED, struct.pack(">I", self._came & 0xFFFFFFFF))

    def _say(self, kind: Kind, body: bytes, stream: int = 0) -> None:
        channel = _COMMAND_CHANNEL if kind == Kind.COMMAND else _CHANNEL
        self._out.append(write_message(Message(kind, 0, stream, body), channel))


def _plain(message: Message) -> bytes:
    """The AMF 0 of a command; of one that is said to be AMF 3, what stands behind its first byte."""
    return message.body[1:] if message.kind == Kind.COMMAND_3 else message.body
