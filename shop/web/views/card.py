"""What the pages of the played Stripe show."""

from shop.core.money import Dong
from shop.web.views.site import FieldError, Page


class CardSandboxPage(Page, frozen=True, kw_only=True):
    """Enter a test card for an order; the amount is đồng."""

    intent: str
    order: str
    amount: Dong
    number: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class CardBankPage(Page, frozen=True, kw_only=True):
    """The bank asks whether it is really the card's holder who pays."""

    intent: str
    order: str
    amount: Dong
