"""The arithmetic of a counter. Pure."""

from collections.abc import Iterable

CODE_PREFIX = "BQ"
MOST_LINES = 50  # of one sale
MOST_CASH = 10**10  # đồng that change hands at once; more is a slip of the finger
ORDER_GRACE_MINUTES = 10  # how long the cash of an order may be under way to the drawer's book


def change_of(total: int, given: int) -> int:
    """What the buyer gets back, in đồng."""
    return given - total


def sum_of(lines: Iterable[tuple[int, int]]) -> int:
    """The total of (price, quantity)."""
    return sum(price * quantity for price, quantity in lines)


def needs_second(difference: int, most: int) -> bool:
    """Whether a drawer that differs by so much is closed by two people."""
    return abs(difference) > most
