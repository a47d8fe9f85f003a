"""What the office's page of refunds shows."""

from datetime import datetime

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class RefundView(View, frozen=True, kw_only=True):
    """A refund, what it is for, and what this officer may do with it."""

    id: str
    order: str
    way: str  # how the order was paid
    amount: Dong
    state: str
    about: str
    name: str
    reason: str
    failure: str
    asked_by: str
    approved_by: str
    method: str
    voucher: str
    note: str
    at: datetime
    paid_at: datetime | None
    by_provider: bool = False
    needs_second: bool = False
    own: bool = False  # this officer approved it, and may not pay it
    may_approve: bool = False
    may_pay: bool = False
    may_send_again: bool = False


class LineChoice(View, frozen=True, kw_only=True):
    """A line of which money may go back."""

    id: str
    name: str
    paid: Dong


class OrderFound(View, frozen=True, kw_only=True):
    """The order of which something shall go back (đồng)."""

    code: str
    collected: Dong
    refunded: Dong
    lines: tuple[LineChoice, ...]


class RefundForm(View, frozen=True, kw_only=True):
    """What was typed for a new refund, shown again after a refusal."""

    line: str = ""
    amount: str = ""
    reason: str = ""


class RefundsPage(ConsolePage, frozen=True, kw_only=True):
    """/van-phong/hoan-tien. A refused reference is shown again at the refund `typed_for`."""

    waiting: tuple[RefundView, ...]
    paid: tuple[RefundView, ...]
    limit: Dong
    code: str = ""
    order: OrderFound | None = None
    request_key: str = ""
    form: RefundForm = RefundForm()
    typed_for: str = ""
    typed: str = ""
    typed_method: str = "transfer"
    next_url: str | None = None
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
