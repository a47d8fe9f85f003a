"""What a host sees of the talk of a room, to keep it in order."""

from datetime import datetime

from shop.web.views.site import View


class DeskLine(View, frozen=True, kw_only=True):
    """A line of the room. `shadow` ones are seen by their sender and the desk alone, `hidden` ones by nobody else."""

    id: str
    name: str
    text: str
    order: bool = False
    shadow: bool = False
    hidden: bool = False
    known: bool = True  # its sender can be kept from speaking
    ban: str | None = None  # how they are now: mute, shadow
    warnings: tuple[str, ...] = ()  # what it promises and may not
    origin: str | None = None  # where it was said, when not here


class BanRow(View, frozen=True, kw_only=True):
    """Somebody kept from speaking, until a moment or the end of the session."""

    id: str
    name: str
    kind: str  # mute, shadow
    until: datetime | None
    why: str


class Keeping(View, frozen=True, kw_only=True):
    """The talk with who may not take part; `warnings` are of the session's title."""

    lines: tuple[DeskLine, ...] = ()  # oldest first
    bans: tuple[BanRow, ...] = ()
    slow_seconds: int = 0
    paces: tuple[int, ...] = (0, 5, 10, 30, 60, 120)  # seconds a host may choose
    warnings: tuple[str, ...] = ()
