"""Which move of a shipment follows another. Pure."""

from datetime import datetime

from shop.carriers.models import ShipmentStatus

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
