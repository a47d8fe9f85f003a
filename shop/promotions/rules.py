"""What a live price may be."""

from shop.core.money import MAX_DONG, Dong


def is_price(price: Dong) -> bool:
    """Whether `price` (đồng) can be asked for a piece."""
    return 0 <= price <= MAX_DONG
