"""What delivery costs."""

from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod


def shipping_fee(method: DeliveryMethod, flat: Dong) -> Dong:
    """đồng for one order: nothing at a sales point, one flat fee to the door."""
    return flat if method is DeliveryMethod.SHIP else Dong(0)
