"""The chunk stream of RTMP 1.0 (Adobe, 2012, section 5.3): messages put together, with bounds, and taken apart."""

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from shop.video.errors import MediaBroken

FIRST_CHUNK = 128  # bytes of a chunk until its sender says otherwise
_STREAMS = 32  # chunk streams one publisher may use
_LARGEST_CHUNK = 0xFFFFFF
_LATE = 0xFFFFFF  # a time this long stands behind the header
_TIMES = 1 << 32
_HEAD = (11, 7, 3, 0)  # bytes of a message's header, by the format of its chunk
_LONG_NUMBERS = (0, 1)  # say that the number of the chunk stream follows, in so many bytes and one more
_WORD = 4  # bytes
_CONTINUED = 3  # the format of a chunk without a header


class Kind(IntEnum):
    """Kinds of messages that are read or written here."""

    CHUNK_SIZE = 1
    ABORT = 2
    ACKNOWLEDGED = 3
    CONTROL = 4
    WINDOW = 5
    BANDWIDTH = 6
    SOUND = 8
    PICTURE = 9
    DATA_3 = 15
    COMMAND_3 = 17
    DATA = 18
    COMMAND = 20


class Message(NamedTuple):
    """One message: `kind` as in `Kind`, or one that is passed over; `time` is ms, and goes round after 2^32."""

    kind: int
    time: int
    stream: int
    body: bytes


class _Stream:
    """What one chunk stream said last, and the message it is in the middle of."""

    __slots__ = ("body", "kind", "late", "size", "step", "stream", "time")

    def __init__(self) -> None:
        self.kind = self.size = self.stream = self.time = self.step = 0
        self.late: int | None = None  # the long time that its chunks repeat
        self.body = bytearray()


class _Short(Exception):
    """More bytes are needed."""


class ChunkReader:
    """Puts messages together. None is longer than `most` bytes, nor are all that are unfinished together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._chunk = FIRST_CHUNK
        self._streams: dict[int, _Stream] = {}
        self._unfinished = 0
        self._data = bytearray()
        self._offset = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that `data` completes. Chunk sizes and abandoned messages are seen to here.

        Raises:
            MediaBroken: a bound is broken, or a chunk continues what never began.
        """
        self._data += data
        try:
            while True:
                begin = self._offset
                message = self._read_chunk()
                if message is not None and not self._heeded(message):
                    yield message
        except _Short:
            del self._data[:begin]
            self._offset = 0

    def _heeded(self, message: Message) -> bool:
        if message.kind == Kind.CHUNK_SIZE:
            size = _number(message)
            if not 1 <= size <= _LARGEST_CHUNK:
                raise MediaBroken(f"chunks of {size} bytes")
            self._chunk = size
        elif message.kind == Kind.ABORT:
            stream = self._streams.get(_number(message))
            if stream is not None:
                self._unfinished -= len(stream.body)
                stream.body.clear()
        return message.kind in {Kind.CHUNK_SIZE, Kind.ABORT}

    def _read_chunk(self) -> Message | None:
        """One chunk; the message it finishes, if it does. Nothing is changed before all of it is there."""
        first = self._take(1)[0]
        form, number = first >> 6, first & 0x3F
        if number in _LONG_NUMBERS:
            number = 64 + int.from_bytes(self._take(number + 1), "little")
        stream = self._streams.get(number) or self._new(form)
        head = self._take(_HEAD[form])
        fresh = not stream.body
        if not fresh and form != _CONTINUED:
            raise MediaBroken("a message within a message")
        size = int.from_bytes(head[3:6], "big") if len(head) > _HEAD[2] else stream.size
        stamp = int.from_bytes(head[:3], "big") if head else stream.step
        late = self._late(stream, form, stamp)
        part = self._take(min(self._chunk, self._fits(size) - len(stream.body)))
        self._streams[number] = stream
        if fresh:
            stream.size = size
            _begin(stream, form, head, stamp if late is None else late, late)
        stream.body += part
        came = len(part) + (self._follow(stream, (_CONTINUED << 6) + number) if late is None else 0)
        return self._add(stream, came)

    def _follow(self, stream: _Stream, begin: int) -> int:
        """Take the chunks that go on with the same message and are here already: nearly all do; how many bytes.

        Many encoders never send more than 128 bytes at once, so this is where the time goes.
        """
        data, body, at, missing = self._data, stream.body, self._offset, stream.size - len(stream.body)
        before, size = missing, len(data)
        while missing and at < size and data[at] == begin:
            end = at + 1 + min(self._chunk, missing)
            if end > size:
                break
            body += data[at + 1 : end]
            missing -= end - at - 1
            at = end
        self._offset = at
        return before - missing

    def _new(self, form: int) -> _Stream:
        if form != 0:
            raise MediaBroken("a chunk that continues nothing")
        if len(self._streams) >= _STREAMS:
            raise MediaBroken("too many chunk streams")
        return _Stream()

    def _late(self, stream: _Stream, form: int, stamp: int) -> int | None:
        """The long time behind a header. Chunks without one repeat it, unless their writer is of the few who do not."""
        if form != _CONTINUED:
            return int.from_bytes(self._take(4), "big") if stamp == _LATE else None
        if stream.late is None:
            return None
        before = self._offset
        if int.from_bytes(self._take(4), "big") != stream.late:
            self._offset = before
        return stream.late

    def _fits(self, size: int) -> int:
        if size > self.most:
            raise MediaBroken(f"a message of {size} bytes")
        return size

    def _add(self, stream: _Stream, came: int) -> Message | None:
        self._unfinished += came
        if self._unfinished > self.most:
            raise MediaBroken("too much that is unfinished")
        if len(stream.body) < stream.size:
            return None
        self._unfinished -= len(stream.body)
        message = Message(stream.kind, stream.time, stream.stream, bytes(stream.body))
        stream.body = bytearray()
        return message

    def _take(self, size: int) -> bytes:
        end = self._offset + size
        if end > len(self._data):  # before anything is copied: a stranger may send byte by byte
            raise _Short
        taken = bytes(self._data[self._offset : end])
        self._offset = end
        return taken


def _begin(stream: _Stream, form: int, head: bytes, step: int, late: int | None) -> None:
    """What a message's first chunk says of it; what it leaves out is as it was."""
    if len(head) > _HEAD[2]:
        stream.kind = head[6]
    if form == 0:
        stream.stream = int.from_bytes(head[7:11], "little")
        stream.time = step
    else:
        stream.time = (stream.time + step) % _TIMES
    stream.step, stream.late = step, late


def _number(message: Message) -> int:
    if len(message.body) < _WORD:
        raise MediaBroken("a word cut off")
    return int.from_bytes(message.body[:_WORD], "big")


def write_message(message: Message, channel: int) -> bytes:
    """`message` in chunks of the size both sides begin with; its time is not late."""
    time, size = message.time.to_bytes(3, "big"), len(message.body).to_bytes(3, "big")
    head = struct.pack(">B3s3sB", channel, time, size, message.kind)
    parts = [message.body[at : at + FIRST_CHUNK] for at in range(0, len(message.body), FIRST_CHUNK)] or [b""]
    return head + message.stream.to_bytes(4, "little") + bytes((_CONTINUED << 6 | channel,)).join(parts)
