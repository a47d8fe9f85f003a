"""What desk, room and prompter show of a run of show."""

from datetime import datetime
from enum import StrEnum

from shop.core.money import Dong
from shop.markets.rules import RoomState
from shop.web.views.console import ConsolePage
from shop.web.views.site import Page, View


class ProgrammeGood(View, frozen=True, kw_only=True):
    """A variant a segment pins; without a price at the list price. `skipped` says why it was not pinned."""

    variant: str  # id
    code: str
    name: str
    list_price: Dong
    price: Dong | None = None
    quota: int | None = None
    buyer_limit: int | None = None
    below: bool = False  # its price lies below the floor
    skipped: str | None = None


class PartState(StrEnum):
    """Where a segment stands: over, on air, begun by the next tap, or later."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    COMING = "coming"


class ProgrammePart(View, frozen=True, kw_only=True):
    """A segment, planned from `starts_at`."""

    id: str
    place: int  # from 1
    title: str
    producer: str = ""
    producer_id: str = ""
    presenter: str = ""
    minutes: int
    script: str = ""
    goods: tuple[ProgrammeGood, ...] = ()
    state: PartState = PartState.COMING
    starts_at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None  # when the one on air should end
    took: int | None = None  # minutes, once it is over


class StockLine(View, frozen=True, kw_only=True):
    """A variant at the stall's place; without a floor the list price is it."""

    variant: str
    code: str
    name: str
    unit: str
    free: int
    held: int
    incoming: int
    floor: Dong | None = None


class AskLine(View, frozen=True, kw_only=True):
    """Goods asked from another place; `state` is open, sent, arrived, declined or withdrawn."""

    id: str
    name: str
    other: str
    pieces: int
    free: int = 0
    state: str
    transfer: str | None = None
    reason: str | None = None
    session: str = ""


class Choice(View, frozen=True):
    """A value of a list and its words."""

    value: str
    label: str


class Programme(View, frozen=True, kw_only=True):
    """The run of show of a desk, with who is on, the stock of the place and where viewers can go."""

    parts: tuple[ProgrammePart, ...] = ()
    current: ProgrammePart | None = None
    coming: ProgrammePart | None = None  # what the next tap begins
    over: bool = False
    begun: int = 0
    planned: int = 0  # minutes
    over_by: int = 0  # minutes the plan is longer than the session
    late: int = 0  # minutes behind the plan, negative: ahead
    now: datetime | None = None
    makers: tuple[Choice, ...] = ()  # producers of the line-up
    goods: tuple[Choice, ...] = ()  # variants of the line-up
    stock: tuple[StockLine, ...] = ()
    sources: tuple[Choice, ...] = ()  # where else goods stand
    asks: tuple[AskLine, ...] = ()
    co_hosts: tuple[Choice, ...] = ()
    may_name: bool = False
    stalls: tuple[Choice, ...] = ()  # on air, of the same market
    moved_to: str | None = None
    key: str = ""

    def stock_of(self, variant: str) -> StockLine | None:
        """The stock of a variant of the line-up."""
        return next((line for line in self.stock if line.variant == variant), None)


class SegmentView(View, frozen=True, kw_only=True):
    """The segment on air as visitors see it."""

    title: str
    presenter: str = ""
    producer: str = ""
    next: str = ""


class MoveView(View, frozen=True, kw_only=True):
    """Where the viewers of a room are taken."""

    slug: str
    title: str


class PrompterPage(Page, frozen=True, kw_only=True):
    """The words to be read, large: of the segment on air, or the first one before."""

    slug: str
    title: str
    state: RoomState
    seq: int
    current: ProgrammePart | None
    coming: ProgrammePart | None
    over: bool


class FloorRow(View, frozen=True, kw_only=True):
    """A variant in a session; without a floor the list price is it."""

    variant: str
    name: str
    sku: str
    list_price: Dong
    floor: Dong | None = None
    typed: str = ""
    problem: str | None = None


class FloorSession(View, frozen=True, kw_only=True):
    """A session that shows a producer's goods; `open` while its floors can be changed."""

    slug: str
    title: str
    market: str
    place: str
    starts_at: datetime
    open: bool
    rows: tuple[FloorRow, ...]


class FloorsPage(ConsolePage, frozen=True, kw_only=True):
    """The sessions to come that show a producer's goods, with the floor of each."""

    slug: str
    sessions: tuple[FloorSession, ...]
    editable: bool
    problem: str | None = None
    done: str | None = None


class AsksPage(Page, frozen=True, kw_only=True):
    """What stalls ask of a point's stock."""

    place_slug: str
    place_name: str
    others: tuple[tuple[str, str], ...]
    asks: tuple[AskLine, ...]
    problem: str | None = None
    done: str | None = None
