"""What happened to wholesale enquiries."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event
from shop.wholesale.models import EnquiryState


class EnquiryAsked(Event, frozen=True, kw_only=True):
    """A buyer asks a producer for a price."""

    kind: ClassVar[str] = "wholesale.asked"

    enquiry_id: UUID


class EnquiryMoved(Event, frozen=True, kw_only=True):
    """An enquiry was answered, decided or has expired; `version` counts its steps."""

    kind: ClassVar[str] = "wholesale.moved"

    enquiry_id: UUID
    state: EnquiryState
    version: int
