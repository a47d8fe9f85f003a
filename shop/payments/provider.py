"""What a provider of payments can do for us: begin, pay back, and say what it knows. Never inside a transaction."""

from typing import Protocol
from uuid import UUID

import msgspec

from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.payments.models import AttemptState, PaymentMethod, RefundState


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt to pay `amount` đồng: asked again with the same `key`, a provider answers the same.

    The buyer comes back to `return_url`; `expires_in` seconds are left of the order's hold.
    """

    attempt_id: UUID
    number: int
    payment_id: UUID
    reference: UUID
    order_code: str
    amount: Dong
    locale: Locale
    client_ip: str
    return_url: str
    expires_in: int
    key: str


class GoTo(msgspec.Struct, frozen=True):
    """The buyer goes on at the provider's `url`."""

    url: str
    foreign_id: str | None = None


class ShowCard(msgspec.Struct, frozen=True):
    """The provider's own field for cards opens with this secret on our page."""

    client_secret: str
    publishable_key: str
    foreign_id: str


class ShowTransfer(msgspec.Struct, frozen=True):
    """A transfer to this account, with this memo; `qr` is what the picture says."""

    qr: str
    bank: str
    account: str
    holder: str
    memo: str
    foreign_id: str | None = None


Begun = GoTo | ShowCard | ShowTransfer


class RefundWanted(msgspec.Struct, frozen=True, kw_only=True):
    """`amount` đồng of the `paid` ones that came in as `receipt` (its provider's id) go back, once for a `key`."""

    refund_id: UUID
    receipt: str
    paid: Dong
    amount: Dong
    order_code: str
    key: str


class RefundAnswer(msgspec.Struct, frozen=True):
    """Paid, under way (sent), or failed with the provider's code."""

    state: RefundState
    foreign_id: str | None = None
    failure: str | None = None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider knows of an attempt; `receipt` is the id of the money (`amount`, đồng), where it has it."""

    state: AttemptState
    amount: Dong = Dong(0)
    receipt: str | None = None
    failure: str | None = None


class AttemptFact(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt as we know it."""

    attempt_id: UUID
    number: int
    payment_id: UUID
    amount: Dong
    foreign_id: str | None


class Provider(Protocol):
    """One way to be paid. Whatever cannot be reached raises `ProviderAway`: it may have happened nevertheless."""

    method: PaymentMethod

    async def start(self, asked: Asked) -> Begun:
        """Let the buyer pay; the same answer for the same key.

        Raises:
            ProviderAway: it did not answer.
        """
        ...

    async def send_refund(self, wanted: RefundWanted) -> RefundAnswer:
        """Send money back, once for a key.

        Raises:
            ProviderAway: it did not answer.
        """
        ...

    async def look_up(self, attempt: AttemptFact) -> Known | None:
        """What it knows of an attempt; None: nothing.

        Raises:
            ProviderAway: it did not answer.
        """
        ...
