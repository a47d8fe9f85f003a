"""What sign-in, account, counter and problem pages show."""

from datetime import datetime

from shop.cart.rules import SourceReason
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.orders.models import OrderStatus
from shop.web.views.dispatch import CarriedView
from shop.web.views.returns import LateView
from shop.web.views.site import FieldError, Page, View


class SignInPage(Page, frozen=True, kw_only=True):
    """The sign-in form."""

    login: str = ""
    next: str = ""  # where to go afterwards: a path of ours, or empty
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None  # wrong pair, or too many tries
    fresh: bool = False  # the person comes from the sign-up form


class SignUpPage(Page, frozen=True, kw_only=True):
    """The form for a new account."""

    name: str = ""
    login: str = ""
    next: str = ""  # where to go after signing in: a path of ours, or empty
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None  # too many tries


class OrderRow(View, frozen=True, kw_only=True):
    """An order in a person's list."""

    code: str
    status: OrderStatus
    total: Dong
    placed_at: datetime
    summary: str  # first product and how many more
    url: str


class Notice(View, frozen=True, kw_only=True):
    """Something the shop told a person."""

    id: str
    title: str
    text: str
    at: datetime
    read: bool = False
    url: str | None = None


class AccountPage(Page, frozen=True, kw_only=True):
    """A person's own page; a guest sees the way to sign in and the orders of this browser."""

    name: str | None
    roles: tuple[str, ...] = ()  # in words
    orders: tuple[OrderRow, ...] = ()
    notices: tuple[Notice, ...] = ()
    studios: tuple[tuple[str, str], ...] = ()  # (session slug, title) the person runs
    places: tuple[tuple[str, str], ...] = ()  # (place slug, name) where the person hands over


class CounterOrder(View, frozen=True, kw_only=True):
    """An order at the counter of a sales point."""

    code: str
    status: OrderStatus
    delivery: DeliveryMethod
    name: str
    phone_end: str  # its last three digits
    lines: tuple[str, ...]  # "2 × Gạo nếp, túi 5 kg"
    total: Dong  # to be taken in cash
    placed_at: datetime
    locked_until: datetime | None = None  # too many wrong pickup codes
    number: int | None = None  # of the parcel it is, where it is not the whole order
    parcels: int = 1  # how many the order has
    reason: SourceReason = SourceReason.UNSAID  # why it comes from here
    carried: CarriedView | None = None  # by which carrier it goes
    elsewhere: tuple[tuple[str, str], ...] = ()  # (slug, name) of places that have all of it too
    extras: tuple[tuple[str, str], ...] = ()  # what the buyer said with it: what it is, words
    asked: Dong = Dong(0)  # was to be taken in cash before it was paid another way: a rider may have done so


class CounterPage(Page, frozen=True, kw_only=True):
    """What a sales point has to pack and to hand over."""

    place_slug: str
    place_name: str
    to_pack: tuple[CounterOrder, ...]
    to_hand_over: tuple[CounterOrder, ...]
    done_today: int = 0
    others: tuple[tuple[str, str], ...] = ()  # (slug, name) of the person's other places
    problem: str | None = None  # why the last act was refused
    problem_order: str | None = None  # code of the order it was about
    done: str | None = None  # what the last act did, in words
    late: tuple[LateView, ...] = ()  # what should be packed by now


class ErrorCode(View, frozen=True, kw_only=True):
    """A refusal's public word."""

    code: str
    status: int
    sentence: str


class ProblemPage(Page, frozen=True, kw_only=True):
    """An error page. It needs nothing but the defaults of Site."""

    status: int  # 404, 403, 429, 500, 503 …
    detail: str | None = None  # the refusal's own sentence, if there is one
    request_id: str = ""
    retry_path: str | None = None


class ProblemsListPage(Page, frozen=True, kw_only=True):
    """Every error code and its sentence."""

    codes: tuple[ErrorCode, ...]
