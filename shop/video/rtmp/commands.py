"""What a publisher asks for, and what it is answered (RTMP 1.0, section 7)."""

from typing import NamedTuple

from shop.video.errors import MediaBroken
from shop.video.rtmp.amf import Value, read_values, write_values

CONNECTED = "NetConnection.Connect.Success"
PUBLISHING = "NetStream.Publish.Start"
BAD_NAME = "NetStream.Publish.BadName"
NOT_FOUND = "NetStream.Play.StreamNotFound"


class Command(NamedTuple):
    """`name` is what is asked for, `number` what the answer repeats, `given` what follows."""

    name: str
    number: float
    given: list[Value]

    def text(self, place: int) -> str:
        """What was given at `place` as text; empty when there is none."""
        found = self.given[place] if place < len(self.given) else ""
        return found if isinstance(found, str) else ""

    def told(self, name: str) -> str:
        """The text `name` of the object that was given first; empty when there is none."""
        first = self.given[0] if self.given else None
        found = first.get(name) if isinstance(first, dict) else ""
        return found if isinstance(found, str) else ""


def read_command(body: bytes) -> Command:
    """The command of a message.

    Raises:
        MediaBroken: it is none.
    """
    values = read_values(body)
    match values:
        case [str() as name, bool() | int() | float() as number, *given]:
            return Command(name, number, given)
        case [str() as name, *given]:
            return Command(name, 0, given)
    raise MediaBroken("a command without a name")


def connected(number: float) -> bytes:
    """The answer to `connect`."""
    server: dict[str, Value] = {"fmsVer": "FMS/3,0,1,123", "capabilities": 31}  # what encoders expect to read
    return write_values("_result", number, server, _info("status", CONNECTED, "Connected.") | {"objectEncoding": 0})


def result(number: float, value: Value = None) -> bytes:
    """The answer to a command that asked for no more than `value`."""
    return write_values("_result", number, None, value)


def status(code: str, words: str, *, level: str = "status") -> bytes:
    """What is told of a stream; encoders show `words` to who uses them when the level is `error`."""
    return write_values("onStatus", 0, None, _info(level, code, words))


def _info(level: str, code: str, words: str) -> dict[str, Value]:
    return {"level": level, "code": code, "description": words}
