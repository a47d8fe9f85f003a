"""Who issues invoices: one interface, whatever company stands behind it. All calls are outside of transactions."""

from typing import Protocol
from uuid import UUID

import msgspec


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """The tax authority's code of an invoice."""

    code: str


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The service will not issue it as it is; `reason` is a code such as `seller_tax_code`."""

    reason: str


Answer = Issued | Refused


class ServiceAway(Exception):
    """No answer that can be read: what happened is not known; asking again with the same key is safe."""


class InvoiceService(Protocol):
    """A company (or the sandbox) that signs invoices and has them coded by the tax authority."""

    async def issue(self, key: UUID, content: bytes) -> Answer:
        """Issue the XML `content`; the same key gives the same invoice.

        Raises:
            ServiceAway.
        """
        ...

    async def look_up(self, key: UUID) -> Issued | None:
        """What was issued under a key; None: nothing.

        Raises:
            ServiceAway.
        """
        ...

    async def close(self) -> None:
        """Give the connections back."""
        ...
