"""What happened to cash."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event
from shop.core.money import Dong


class UnaskedCashTaken(Event, frozen=True, kw_only=True):
    """So much (đồng) was taken in cash for a parcel whose order is paid another way; it is owed back."""

    kind: ClassVar[str] = "remittance.unasked_cash_taken"

    order_id: UUID
    parcel_id: UUID
    amount: Dong
