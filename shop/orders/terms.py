"""What an installation has settled for its orders."""

import msgspec

from config.settings import Settings
from shop.core.money import Dong


class OrderTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The secret that tokens and codes come from; minutes stock is held; đồng a delivery; wrong codes allowed."""

    secret: str
    hold_minutes: int
    ship_fee: Dong
    pickup_attempts: int


def order_terms(settings: Settings) -> OrderTerms:
    """Read the terms from the settings."""
    return OrderTerms(
        secret=settings.secret_key,
        hold_minutes=settings.stock_hold_minutes,
        ship_fee=Dong(settings.ship_fee),
        pickup_attempts=settings.pickup_attempts,
    )
