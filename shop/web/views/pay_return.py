"""What the page says to which a buyer comes back from VNPAY or MoMo."""

from enum import StrEnum

from shop.orders.models import OrderStatus
from shop.payments.models import PaymentMethod
from shop.web.views.site import Page


class ReturnVerdict(StrEnum):
    """What the page can say of a payment: never more than our own books, which the notice alone fills."""

    PAID = "paid"
    WAITING = "waiting"
    FAILED = "failed"
    FORGED = "forged"
    OVER = "over"  # the order ended before the money came


class PayReturnPage(Page, frozen=True, kw_only=True):
    """An order after its buyer was at the provider; `failure` says in words why it failed."""

    code: str
    status: OrderStatus
    method: PaymentMethod
    verdict: ReturnVerdict
    failure: str | None = None
