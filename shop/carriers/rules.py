"""Which move of a shipment follows another. Pure."""

from datetime import datetime
from urllib.parse import quote

from shop.carriers.models import CarrierName, ShipmentStatus

FINAL = frozenset(
    {
        ShipmentStatus.DELIVERED,
        ShipmentStatus.RETURNED,
        ShipmentStatus.LOST,
        ShipmentStatus.DAMAGED,
        ShipmentStatus.CANCELLED,
    }
)

# Within one phase a parcel goes to and fro (tried, failed, tried again): there the carrier's own time decides.
_PHASES = {
    ShipmentStatus.ASKED: 0,
    ShipmentStatus.CREATED: 1,
    ShipmentStatus.PICKED: 2,
    ShipmentStatus.IN_TRANSIT: 3,
    ShipmentStatus.OUT_FOR_DELIVERY: 3,
    ShipmentStatus.FAILED_ATTEMPT: 3,
    ShipmentStatus.RETURNING: 4,
    **dict.fromkeys(FINAL, 5),
}


def follows(old: ShipmentStatus, old_at: datetime | None, new: ShipmentStatus, new_at: datetime) -> bool:
    """Whether a report is followed: never back, never out of an end, in one phase only to what is newer.

    A newer report of the same status is followed too, for its time: else an older one could come after it.
    Callbacks come late, twice and in any order; the result is the same in each.
    """
    if old in FINAL:
        return False
    if _PHASES[new] != _PHASES[old]:
        return _PHASES[new] > _PHASES[old]
    return old_at is None or new_at > old_at


_PAGES = {
    CarrierName.GHN: "https://donhang.ghn.vn/?order_code={number}",
    CarrierName.GHTK: "https://i.ghtk.vn/{number}",
}


def tracking_url(carrier: CarrierName, number: str | None) -> str | None:
    """Where a carrier shows a parcel to everybody; None where it has no such page, or no number yet."""
    page = _PAGES.get(carrier)
    return page.format(number=quote(number, safe="")) if page is not None and number is not None else None
