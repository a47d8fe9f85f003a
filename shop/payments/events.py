"""What happened to money."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event
from shop.core.money import Dong
from shop.payments.models import PaymentMethod, PaymentState, RefundState


class PaymentMoved(Event, frozen=True, kw_only=True):
    """The payment of the order `reference` (`amount` đồng) is in a new state, or more of it was `collected`."""

    kind: ClassVar[str] = "payments.moved"

    payment_id: UUID
    reference: UUID
    version: int
    state: PaymentState
    amount: Dong
    collected: Dong = Dong(0)
    method: PaymentMethod = PaymentMethod.COD


class PaymentRemitted(Event, frozen=True, kw_only=True):
    """Cash for the parcel `parcel_id` of the order `reference` came to us: `amount` of the `due` đồng.

    By a `carrier`, which charges `fee` beside it, or (None) by the place that took it in.
    """

    kind: ClassVar[str] = "payments.remitted"

    parcel_id: UUID
    reference: UUID
    place_id: UUID
    carrier: str | None
    due: Dong
    amount: Dong
    fee: Dong


class RefundMoved(Event, frozen=True, kw_only=True):
    """A refund of `amount` đồng for `about` (a return, parcel, order, receipt or claim) is in a new state."""

    kind: ClassVar[str] = "payments.refund_moved"

    refund_id: UUID
    payment_id: UUID
    about: UUID
    state: RefundState
    amount: Dong


class ProviderTold(Event, frozen=True, kw_only=True):
    """A provider has told something of money: it is kept as `event_id`, and its effect is worked."""

    kind: ClassVar[str] = "payments.provider_told"

    event_id: UUID
