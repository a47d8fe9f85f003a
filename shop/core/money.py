"""Money: whole đồng, never a fraction, never a float."""

from collections.abc import Sequence
from typing import NewType

Dong = NewType("Dong", int)

MAX_DONG = 10**13


def split(amount: Dong, weights: Sequence[int]) -> list[Dong]:
    """Share `amount` đồng by `weights` with the largest remainder; the shares add up to `amount`.

    Ties go to the earlier share, so the same input always gives the same shares.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and must not all be zero")
    shares = [amount * weight // total for weight in weights]
    rests = [amount * weight % total for weight in weights]
    left = amount - sum(shares)
    for place in sorted(range(len(weights)), key=lambda at: -rests[at])[:left]:
        shares[place] += 1
    return [Dong(share) for share in shares]


def show(amount: int) -> str:
    """Write `amount` as people in Việt Nam do: `1.250.000 ₫`, with a no-break space."""
    return f"{amount:,}".replace(",", ".") + "\u00a0₫"
