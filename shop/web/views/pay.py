"""What the page on which an order is paid shows."""

from datetime import datetime

from shop.core.money import Dong
from shop.orders.models import OrderStatus
from shop.orders.shown import OrderShown
from shop.payments.models import PaymentMethod
from shop.payments.provider import Begun
from shop.web.views.site import Page, View
from shop.web.views.transfers import TransferView


class DepositView(View, frozen=True, kw_only=True):
    """What of an order comes first and the rest in cash (đồng); `kept` when its buyer does not take the goods."""

    amount: Dong
    rest: Dong
    kept: bool


def deposit_view(order: OrderShown) -> DepositView | None:
    """The deposit of an order that has one."""
    if not order.deposit:
        return None
    rest = Dong(order.total - order.deposit)
    return DepositView(amount=order.deposit, rest=rest, kept=order.deposit_kept)


class PayPage(Page, frozen=True, kw_only=True):
    """An order that waits for its money; amounts are đồng."""

    code: str
    status: OrderStatus
    method: PaymentMethod
    total: Dong
    missing: Dong
    now: datetime
    hold_expires_at: datetime | None = None
    unheld: bool = False  # nothing is kept: who pays first has the goods
    deposit: DepositView | None = None
    methods: tuple[PaymentMethod, ...] = ()  # the ways that are taken here
    begun: Begun | None = None  # what an attempt opened, for the part of its way
    transfer: TransferView | None = None  # by VietQR: where to, how much is missing now
    failure: str | None = None  # why the last attempt failed, in words
    problem: str | None = None
