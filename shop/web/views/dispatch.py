"""What pages show of a parcel in a carrier's hands."""

from datetime import datetime

from shop.carriers.models import ShipmentStatus
from shop.web.views.site import View


class StepView(View, frozen=True):
    """Where a parcel stood, and when."""

    status: ShipmentStatus
    at: datetime


class CarriedView(View, frozen=True, kw_only=True):
    """A parcel's carrier, its number there, and how far it is; `trouble` is for the staff of its place."""

    carrier: str
    status: ShipmentStatus
    number: str | None = None
    url: str | None = None
    steps: tuple[StepView, ...] = ()
    trouble: str | None = None
    can_retry: bool = False
    can_drop: bool = False
