"""What comments of a room ordered, for their writer and for the host's desk."""

from datetime import datetime

from shop.core.money import Dong
from shop.web.views.site import FieldError, Page, View


class TapView(View, frozen=True, kw_only=True):
    """One answer to what is asked."""

    choice: int
    label: str


class WishView(View, frozen=True, kw_only=True):
    """What came of a comment. `said` is how it stands in words; while it is asked, that is the question."""

    id: str
    text: str
    said: str
    css: str = ""  # ok, warn, bad: how it is shown
    asked: str | None = None  # code, option, quantity, wish, again, phone, age
    step: int = 0
    taps: tuple[TapView, ...] = ()
    min_age: int | None = None
    name: str = ""
    order: str | None = None  # address of the order's page
    may_undo: bool = False
    pending: bool = False  # being placed: look again in a moment


class RoomWishesPage(Page, frozen=True, kw_only=True):
    """What the reader's own comments in a room ordered."""

    slug: str
    title: str
    wishes: tuple[WishView, ...]  # oldest first
    problem: str | None = None
    errors: tuple[FieldError, ...] = ()


class DeskWishRow(View, frozen=True, kw_only=True):
    """A comment that orders something, as the host sees it."""

    name: str
    phone: str | None = None
    text: str
    state: str  # asked, placed, refused, …
    said: str
    code: str | None = None
    total: Dong | None = None
    at: datetime
    question: bool = False


class DeskQuestionRow(View, frozen=True, kw_only=True):
    """A question that waits for the host."""

    id: str
    name: str
    text: str
    at: datetime


class DeskOrdering(View, frozen=True, kw_only=True):
    """Comments with orders, the newest first, and questions, the oldest first."""

    wishes: tuple[DeskWishRow, ...] = ()
    questions: tuple[DeskQuestionRow, ...] = ()
