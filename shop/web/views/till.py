"""What the pages of a counter show: selling, a slip, the drawer, the end of a day."""

from datetime import date, datetime

from shop.core.money import Dong
from shop.counter.models import CashKind, PaidBy
from shop.web.views.site import FieldError, Page, View


class CounterFrame(Page, frozen=True, kw_only=True):
    """What all of them share: at which point, and what is said of the last act."""

    place_slug: str
    place_name: str
    others: tuple[tuple[str, str], ...] = ()  # (slug, name) of the person's other places
    request_key: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class TillGoods(View, frozen=True, kw_only=True):
    """Goods that were found; `wrong` says why they cannot be sold."""

    variant: str
    name: str
    sku: str
    price: Dong
    unit: str
    free: int
    batch: str = ""
    wrong: str | None = None


class TillLine(View, frozen=True, kw_only=True):
    """A line of the sale; `typed` is what stands in its field."""

    variant: str
    name: str
    unit: str
    price: Dong
    free: int
    typed: str
    batch: str = ""


class TillForm(View, frozen=True, kw_only=True):
    """What was typed besides the lines."""

    q: str = ""
    paid_by: str = PaidBy.CASH.value
    given: str = ""
    note: str = ""
    age_confirmed: bool = False


class SlipRow(View, frozen=True, kw_only=True):
    """A sale in a list."""

    code: str
    sold_at: datetime
    paid_by: PaidBy
    total: Dong
    refunded: Dong


class TillPage(CounterFrame, frozen=True, kw_only=True):
    """Selling: what was found, what is taken, how it is paid."""

    found: tuple[TillGoods, ...] | None = None  # None: nothing was asked
    lines: tuple[TillLine, ...] = ()
    total: Dong = Dong(0)
    min_age: int | None = None
    drawer_open: bool = False
    form: TillForm = TillForm()
    slips: tuple[SlipRow, ...] = ()


class SlipLine(View, frozen=True, kw_only=True):
    """A line of a slip; `left` may still come back; `typed` and `fate` are what stands in its fields."""

    variant: str
    name: str
    unit: str
    quantity: int
    price: Dong
    total: Dong
    left: int
    typed: str = ""
    fate: str = ""


class SlipPage(CounterFrame, frozen=True, kw_only=True):
    """One sale: a slip to print, and the form for what comes back."""

    code: str
    seller: str
    sold_at: datetime
    paid_by: PaidBy
    total: Dong
    given: Dong | None
    change: Dong | None
    refunded: Dong
    note: str | None
    lines: tuple[SlipLine, ...]
    pay_back: str = PaidBy.CASH.value
    reason: str = ""


class CashRow(View, frozen=True, kw_only=True):
    """A line of a drawer's book."""

    kind: CashKind
    amount: Dong
    at: datetime
    about: str


class DrawerView(View, frozen=True, kw_only=True):
    """A drawer, open or closed."""

    opened_at: datetime
    opened_by: str | None
    expected: Dong
    counted: Dong | None
    counted_by: str | None
    difference: Dong | None
    reason: str | None
    closed_at: datetime | None
    rows: tuple[CashRow, ...] = ()


class DrawerForm(View, frozen=True, kw_only=True):
    """What was typed, and into which of the forms."""

    act: str = ""
    amount: str = ""
    counted: str = ""
    reason: str = ""


class DrawerPage(CounterFrame, frozen=True, kw_only=True):
    """The open drawer of a point, and what can be done with it."""

    drawer: DrawerView | None
    form: DrawerForm = DrawerForm()
    alone_up_to: Dong = Dong(0)


class DayLine(View, frozen=True, kw_only=True):
    """How many of something, and đồng in all."""

    label: str
    count: int
    total: Dong


class DayDifference(View, frozen=True, kw_only=True):
    """Goods of which more or (below zero) fewer were counted than the books said."""

    name: str
    sku: str
    pieces: int


class DayPage(CounterFrame, frozen=True, kw_only=True):
    """The day of a point."""

    day: date
    lines: tuple[DayLine, ...]
    drawers: tuple[DrawerView, ...]
    differences: tuple[DayDifference, ...]
    to_pack: int
    csv_url: str
    slips: tuple[SlipRow, ...] = ()


class WaitingOrder(View, frozen=True, kw_only=True):
    """A pickup that waits at the point, without its code."""

    code: str
    packed: bool
    name: str
    phone_end: str  # its last three digits
    lines: tuple[str, ...]
    total: Dong


class ScanPage(CounterFrame, frozen=True, kw_only=True):
    """Handing over by QR: what was read, the order it names, and the list of all that waits, to print."""

    code: str = ""
    digits: str = ""
    order: WaitingOrder | None = None
    waiting: tuple[WaitingOrder, ...] = ()
