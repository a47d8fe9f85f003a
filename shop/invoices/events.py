"""What happened to invoices."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class InvoiceIssued(Event, frozen=True, kw_only=True):
    """The tax authority gave its code to an invoice a buyer had asked for."""

    kind: ClassVar[str] = "invoices.issued"

    invoice_id: UUID
