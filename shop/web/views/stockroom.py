"""What the page of a point's stock room shows."""

from datetime import datetime
from enum import StrEnum

from shop.web.views.site import FieldError, Page, View


class StockWork(StrEnum):
    """What the page is open for; the words stand in its address."""

    LOOK = "xem"
    ADJUST = "chinh"
    SEND = "gui"
    COUNT = "dem"


class StockRow(View, frozen=True, kw_only=True):
    """A variant at the point; `typed` is what stands in its field."""

    variant: str
    name: str  # product and pack
    sku: str
    on_hand: int
    held: int
    typed: str = ""


class BoxLine(View, frozen=True, kw_only=True):
    """A line of a transfer."""

    variant: str
    name: str
    pieces: int
    typed: str = ""


class Box(View, frozen=True, kw_only=True):
    """A transfer under way; `other` is its other end."""

    code: str
    other: str
    sent_at: datetime
    note: str | None
    lines: tuple[BoxLine, ...]
    shortfall: str = ""


class StockForm(View, frozen=True, kw_only=True):
    """What was typed besides the numbers of the rows."""

    variant: str = ""
    cause: str = ""
    pieces: str = ""
    to: str = ""
    note: str = ""


class StockroomPage(Page, frozen=True, kw_only=True):
    """What stands at a point, what is under way, and the form for one kind of work."""

    place_slug: str
    place_name: str
    work: StockWork = StockWork.LOOK
    rows: tuple[StockRow, ...] = ()
    coming: tuple[Box, ...] = ()
    leaving: tuple[Box, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()  # (slug, name) of the points goods can be sent to
    others: tuple[tuple[str, str], ...] = ()  # (slug, name) of the person's other places
    form: StockForm = StockForm()
    request_key: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
