"""Which sums the wallets take at once, as they publish it. Pure."""

from collections.abc import Iterable

from shop.core.money import Dong
from shop.payments.models import PaymentMethod

BOUNDS = {
    PaymentMethod.VNPAY: (Dong(5_000), Dong(999_999_999)),
    PaymentMethod.MOMO: (Dong(1_000), Dong(50_000_000)),
}
"""đồng: the least and the most of one payment."""


def takes(method: PaymentMethod, amount: Dong) -> bool:
    """Whether `amount` (đồng) can be paid that way at once; ways without bounds take any."""
    least, most = BOUNDS.get(method, (amount, amount))
    return least <= amount <= most


def fitting(methods: Iterable[PaymentMethod], *amounts: Dong) -> tuple[PaymentMethod, ...]:
    """Those of `methods` that take one of `amounts` (đồng), in their order."""
    return tuple(method for method in methods if any(takes(method, amount) for amount in amounts))
