"""What happened to edits of listings."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class ListingApproved(Event, frozen=True, kw_only=True):
    """An edit is live; `published` says that the listing was a draft until now."""

    kind: ClassVar[str] = "listings.approved"

    edit_id: UUID
    product_id: UUID
    version: int
    published: bool


class ListingDeclined(Event, frozen=True, kw_only=True):
    """The office declined an edit, with a reason."""

    kind: ClassVar[str] = "listings.declined"

    edit_id: UUID
    product_id: UUID
    version: int
