"""What happened to returns."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event
from shop.core.money import Dong
from shop.payments.models import RefundMethod
from shop.returns.models import ReturnState


class ReturnMoved(Event, frozen=True, kw_only=True):
    """A return was asked for, or moved on; an older version of it is no news."""

    kind: ClassVar[str] = "returns.moved"

    return_id: UUID
    order_id: UUID
    version: int
    state: ReturnState


class RefundPaid(Event, frozen=True, kw_only=True):
    """Money (đồng) was given back at a place under the number of its payment slip."""

    kind: ClassVar[str] = "returns.refund_paid"

    return_id: UUID
    place_id: UUID
    amount: Dong
    method: RefundMethod
    voucher: str
