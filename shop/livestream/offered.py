"""What is offered in a room: its pins with how they are kept, and its flash drop with what it sells."""

from collections.abc import Sequence

import msgspec

from shop.livestream.room import LineUpItem, PinSeen
from shop.offers.seen import FlashSeen, Offers


def offered_pins(pins: Sequence[PinSeen], offers: Offers) -> list[PinSeen]:
    """The pins, each with how its goods are kept."""
    return [
        msgspec.structs.replace(pin, offer=offers.offers[pin.variant]) if pin.variant in offers.offers else pin
        for pin in pins
    ]


def flash_seen(items: Sequence[LineUpItem], offers: Offers) -> FlashSeen | None:
    """The flash drop with what it sells; `left` is never more than what is free on the shelf."""
    flash = offers.flash
    if flash is None:
        return None
    for item in items:
        if item.variant_id == flash.variant:
            return FlashSeen(
                **{**msgspec.structs.asdict(flash), "left": max(0, min(flash.left, item.available))},
                name=item.name,
                unit=item.unit,
                image=item.image,
                list_price=item.list_price,
                min_age=item.min_age,
            )
    return None
