"""What the page of a point's stock room shows."""

from datetime import date, datetime
from enum import StrEnum

from shop.web.views.site import FieldError, Page, View


class StockWork(StrEnum):
    """What the page is open for; the words stand in its address."""

    LOOK = "xem"
    ADJUST = "chinh"
    SEND = "gui"
    COUNT = "dem"
    TAKE_IN = "nhap"
    KEEP = "giu"


class LotRow(View, frozen=True, kw_only=True):
    """A batch: `pieces` of it stand here; `name`: of what, where that is not said beside it."""

    code: str
    lot: str
    best_before: date | None
    pieces: int = 0
    blocked: bool = False
    name: str = ""
    typed: str = ""


class StockRow(View, frozen=True, kw_only=True):
    """A variant at the point; `typed` is what stands in its field."""

    variant: str
    name: str  # product and pack
    sku: str
    on_hand: int
    held: int
    available: int = 0
    counter_quota: int = 0
    low: bool = False
    batches: tuple[LotRow, ...] = ()
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
    batch: str = ""
    low_at: str = ""
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
    lots: tuple[LotRow, ...] = ()  # batches a delivery may be of
    usual_low: int = 0  # free pieces at which goods run low where nothing else is said
    form: StockForm = StockForm()
    request_key: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None

    @property
    def low(self) -> tuple[StockRow, ...]:
        """The rows that run low."""
        return tuple(row for row in self.rows if row.low)
