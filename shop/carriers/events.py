"""What happens to shipments."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class CarrierReported(Event, frozen=True, kw_only=True):
    """A carrier has told something; it stands in the table and is worked once."""

    kind: ClassVar[str] = "carriers.reported"

    report_id: UUID


class ShipmentMoved(Event, frozen=True, kw_only=True):
    """The shipment of our parcel `reference` stands at another status."""

    kind: ClassVar[str] = "carriers.shipment_moved"

    shipment_id: UUID
    reference: UUID
    status: str
    version: int
