"""What may follow what, and why stock is corrected. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from shop.core.transitions import Transitions
from shop.stockroom.models import TransferStatus

CODE_PREFIX = "CK"
MOST_LINES = 200  # of one transfer, one count
MOST_BATCHES = 50  # of one variant in one count
MOST_PIECES = 1_000_000  # more is a slip of the finger

_S = TransferStatus

MOVES = Transitions({_S.SENT: frozenset({_S.RECEIVED, _S.PARTLY_RECEIVED, _S.CANCELLED})})
"""Three ends, and nothing after them."""


class Cause(StrEnum):
    """Why the books and the shelf differ. `other` needs a note."""

    BROKEN = "broken"
    LOST = "lost"
    FOUND = "found"
    SAMPLE = "sample"
    OTHER = "other"


class Shortfall(StrEnum):
    """What became of goods that were sent and did not arrive."""

    LOST = "lost"
    BROKEN = "broken"


LESS = frozenset({Cause.BROKEN, Cause.LOST, Cause.SAMPLE})
"""Causes for which less stands there; for `found` it is more, and `other` may be both."""


def is_meant(cause: Cause, pieces: int, note: str) -> bool:
    """Whether a correction by `pieces` (signed) fits its cause."""
    if cause is Cause.OTHER:
        return pieces != 0 and bool(note)
    return pieces < 0 if cause in LESS else pieces > 0


def written_reason(cause: Cause | Shortfall, note: str) -> str:
    """What the ledger notes: `broken: dropped on the stairs`."""
    return f"{cause.value}: {note}" if note else cause.value


def is_short(sent: Mapping[UUID, int], arrived: Mapping[UUID, int]) -> bool:
    """Whether less arrived than was sent."""
    return any(arrived[variant] < pieces for variant, pieces in sent.items())
