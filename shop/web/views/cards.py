"""Cards that several pages show: a product, a market, a stall."""

from datetime import datetime
from itertools import pairwise

from shop.core.money import Dong
from shop.markets.rules import RoomState
from shop.web.views.site import View

Marks = tuple[tuple[int, int], ...]  # ranges [from, to) in characters, in order, apart from each other
Pieces = tuple[tuple[str, bool], ...]  # of a text, each with whether it was searched


def pieces_of(text: str, marks: Marks) -> Pieces:
    """`text` cut at its marks."""
    ends = [0, *(end for mark in marks for end in mark), len(text)]
    cut = [(text[start:end], at % 2 == 1) for at, (start, end) in enumerate(pairwise(ends))]
    return tuple(piece for piece in cut if piece[0])


class ProductCard(View, frozen=True, kw_only=True):
    """A product in a list."""

    slug: str
    name: str
    stars: int | None  # 3 to 5; None: not stated in the register (then never on sale)
    potential_five: bool
    price: Dong | None
    unit: str  # "bộ 8 món"
    in_stock: bool
    image: str  # address below /static/
    producer: str | None = None
    area: str | None = None  # commune or district
    on_air_room: str | None = None  # slug of the session on air that has it
    average: float | None = None  # of the buyers' points (1 to 5); None: nobody has reviewed it
    reviews: int = 0
    distance_m: int | None = None  # to the nearest sales point that has it, where that is asked for
    marks: Marks = ()  # what of `name` was searched

    @property
    def pieces(self) -> Pieces:
        """The name in pieces."""
        return pieces_of(self.name, self.marks)


class MarketHead(View, frozen=True, kw_only=True):
    """A night market by its name and its window of time."""

    slug: str
    name: str
    starts_at: datetime
    ends_at: datetime
    open: bool  # now lies in the window


class StallCard(View, frozen=True, kw_only=True):
    """A session at a sales point, in the hall or on the first page."""

    slug: str
    title: str
    place: str
    host: str
    state: RoomState  # away: on air, and its host has not been seen for a while
    starts_at: datetime
    viewers: int = 0
    pinned: str | None = None  # name of the product pinned now
    price: Dong | None = None  # and its price in the room
    art: int = 1  # which of the four drawn hosts, 1 to 4
    replay: bool = False  # it is over, and can be seen again
    filmed: bool = False  # a picture comes, of which there are stills
