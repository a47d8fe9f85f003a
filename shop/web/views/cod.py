"""What the office's pages of cash on delivery show."""

from datetime import datetime

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class HeldView(View, frozen=True, kw_only=True):
    """Who holds how much, and since when; `late` is what a carrier holds for too long."""

    carrier: str | None
    place: str | None
    parcels: int
    amount: Dong
    since: datetime
    late: Dong


class LateView(View, frozen=True, kw_only=True):
    """A parcel whose cash a carrier holds for too long."""

    parcel: str
    carrier: str
    tracking: str
    amount: Dong
    since: datetime


class ListRow(View, frozen=True, kw_only=True):
    """A carrier's list."""

    id: str
    carrier: str
    filename: str
    state: str
    lines: int
    waiting: int
    amount: Dong
    sent_at: datetime


class HandedView(View, frozen=True, kw_only=True):
    """What a carrier or a drawer handed in."""

    id: str
    carrier: str | None
    place: str | None
    parcels: int
    amount: Dong
    fee: Dong
    at: datetime
    bank_reference: str | None = None
    settled_at: datetime | None = None


class CodPage(ConsolePage, frozen=True, kw_only=True):
    """/van-phong/doi-soat-cod. A refused reference is shown again at the hand-in `typed_for`."""

    held: tuple[HeldView, ...]
    late: tuple[LateView, ...]
    late_days: int
    carriers: tuple[str, ...]
    lists: tuple[ListRow, ...]
    to_settle: tuple[HandedView, ...]
    settled: tuple[HandedView, ...]
    most_rows: int
    most_bytes: int
    carrier: str = ""
    typed_for: str = ""
    typed: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None


class LineView(View, frozen=True, kw_only=True):
    """A line of a list; `takeable` where its money may count once a person says so."""

    row: int
    tracking: str
    amount: Dong
    expected: Dong | None
    fee: Dong
    quoted: Dong | None
    verdict: str
    decision: str | None
    note: str | None
    open: bool
    takeable: bool


class CodListPage(ConsolePage, frozen=True, kw_only=True):
    """/van-phong/doi-soat-cod/{list}: its lines beside our books. A refused reason is shown again at `typed_for`."""

    list: ListRow
    counts: tuple[tuple[str, int], ...]
    lines: tuple[LineView, ...]
    charged: Dong
    quoted: Dong
    exact: int
    handed: HandedView | None
    next_url: str | None = None
    typed_for: int = 0
    typed: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
