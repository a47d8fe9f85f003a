"""How goods reach the buyer."""

from enum import StrEnum


class DeliveryMethod(StrEnum):
    """Fetched at a sales point, or brought."""

    PICKUP = "pickup"
    SHIP = "ship"
