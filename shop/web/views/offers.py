"""What the desk shows of holds, queues and flash drops."""

from datetime import datetime

from shop.core.money import Dong
from shop.offers.rules import LATEST, LONGEST_FLASH, MOST_PIECES
from shop.web.views.site import View


class DeskOffer(View, frozen=True, kw_only=True):
    """A pinned variant: pieces that open orders keep, and how many buyers wait."""

    name: str
    held: int
    waiting: int


class DeskFlash(View, frozen=True, kw_only=True):
    """The room's flash drop. `stage`: planned, running, sold_out or time."""

    id: str
    name: str
    stage: str
    price: Dong
    pieces: int
    left: int
    opens_at: datetime


class DeskOffers(View, frozen=True, kw_only=True):
    """Holds and queues of what is pinned, the flash drop, and what one may sell: (variant, name)."""

    rows: tuple[DeskOffer, ...] = ()
    flash: DeskFlash | None = None
    goods: tuple[tuple[str, str], ...] = ()
    hold_minutes: int = 15
    seconds: tuple[int, ...] = (10, 30, 60, 120, LATEST)
    minutes: tuple[int, ...] = (1, 3, 5, 10, LONGEST_FLASH)
    most: int = MOST_PIECES
