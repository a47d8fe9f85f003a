"""What of an invoice's lines is taken off again: in proportion, never more than is left. Pure."""

from collections.abc import Sequence

import msgspec

from shop.core.money import Dong, split


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a line: its pieces at `price`, and of its amount (VAT included), VAT and producer's discount."""

    price: Dong
    quantity: int
    amount: Dong
    vat: Dong
    producer_discount: Dong


def share_claim(amount: Dong, left: Sequence[Dong]) -> list[Dong]:
    """Share `amount` (đồng) over lines by what is `left` of each; what is beyond them all was for no goods."""
    within = Dong(min(amount, sum(left)))
    return split(within, left) if within else [Dong(0)] * len(left)


def take_off(left: Left, pieces: int, amount: Dong) -> Left:
    """What an adjusting line says: `pieces` and at most `amount` (đồng) less, both negative.

    The VAT goes in proportion to what is left of it, so that with the last đồng of the line the last of its VAT goes.
    """
    less = Dong(min(amount, left.amount))
    discount = part(left.producer_discount, pieces, left.quantity) if left.quantity else Dong(0)
    return Left(
        price=left.price,
        quantity=-pieces,
        amount=Dong(-less),
        vat=Dong(-part(left.vat, less, left.amount) if left.amount else 0),
        producer_discount=Dong(-min(discount, max(0, left.price * pieces - less))),
    )


def part(whole: int, some: int, of: int) -> Dong:
    """`some` parts of a `whole` that has `of` of them, to the nearest đồng."""
    return Dong((2 * whole * some + of) // (2 * of))
