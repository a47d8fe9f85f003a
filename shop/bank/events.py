"""What banks told."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event
from shop.core.money import Dong


class BankNoticed(Event, frozen=True, kw_only=True):
    """A bank told of a transfer; it waits to be worked."""

    kind: ClassVar[str] = "bank.noticed"

    notice_id: UUID


class TransferShort(Event, frozen=True, kw_only=True):
    """A transfer for the order `reference` came in, and `rest` đồng of its price are still to come."""

    kind: ClassVar[str] = "bank.short"

    reference: UUID
    amount: Dong
    rest: Dong
