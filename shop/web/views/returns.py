"""What goes back: parcels that are late, returns of buyers, and who decides on them."""

from datetime import datetime

from shop.core.money import Dong
from shop.returns.models import ReturnReason, ReturnState
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, Page, View


class LateView(View, frozen=True, kw_only=True):
    """A parcel that should have been packed by `due_at`."""

    order: str
    number: int
    sales_point: str
    due_at: datetime


class ReturnLineView(View, frozen=True, kw_only=True):
    """Pieces of an order line that go back, and what became of them."""

    line: str
    name: str  # "Bát gốm men lam, bộ 6 chiếc"
    pieces: int
    shelved: int = 0
    written_off: int = 0
    amount: Dong = Dong(0)


class ReturnView(View, frozen=True, kw_only=True):
    """A return, and what its reader may do with it."""

    code: str
    order: str
    parcel: int
    place_name: str
    state: ReturnState
    reason: ReturnReason
    words: str
    photos: tuple[str, ...] = ()
    answer: str | None = None
    due_at: datetime | None = None
    asked_at: datetime
    lines: tuple[ReturnLineView, ...]
    amount: Dong = Dong(0)
    voucher: str | None = None
    steps: tuple[tuple[ReturnState, datetime], ...] = ()
    may_decide: bool = False
    may_receive: bool = False
    may_pay: bool = False


class ReturnableParcel(View, frozen=True, kw_only=True):
    """What of a received parcel may still be given back: the lines with their pieces left."""

    number: int
    lines: tuple[tuple[str, str, int], ...]  # (id, name, pieces left)


class ReturnForm(View, frozen=True, kw_only=True):
    """What the buyer typed, shown again after a refusal."""

    parcel: int = 0
    pieces: tuple[tuple[str, str], ...] = ()  # (line, what was typed)
    reason: str = ""
    words: str = ""


class OrderReturnsPage(Page, frozen=True, kw_only=True):
    """Giving goods of an order back: a form for each received parcel, and what was asked for."""

    code: str
    parcels: tuple[ReturnableParcel, ...]
    returns: tuple[ReturnView, ...]
    request_key: str
    ask_by: datetime | None = None
    exit_by: datetime | None = None
    form: ReturnForm = ReturnForm()
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
    most_photos: int = 5
    decide_days: int = 3


class CounterReturnsPage(Page, frozen=True, kw_only=True):
    """Returns at a sales point: decide, take in, pay back."""

    place_slug: str
    place_name: str
    others: tuple[tuple[str, str], ...] = ()
    returns: tuple[ReturnView, ...] = ()
    everything: bool = False
    next_url: str | None = None
    problem: str | None = None
    done: str | None = None


class DeskReturnsPage(ConsolePage, frozen=True, kw_only=True):
    """Returns on the desk of a producer or of the office."""

    action: str  # where the forms go
    lead: str
    returns: tuple[ReturnView, ...] = ()
    late: tuple[LateView, ...] = ()
    next_url: str | None = None
    problem: str | None = None
    done: str | None = None
