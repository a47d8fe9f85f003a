"""Which lines go together, and from which place each is taken."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

import msgspec

MAX_LINES = 50  # of one basket and one order
MAX_PIECES = 999  # of one line

Stock = Mapping[UUID, Mapping[UUID, int]]
"""Free units: variant -> place -> pieces. A place that does not carry the variant is missing."""


class LineProblem(StrEnum):
    """Why a line cannot be ordered as it stands; the words are the refusals' codes."""

    NOT_ON_SALE = "not_on_sale"
    NOT_AT_POINT = "not_at_point"
    OUT_OF_STOCK = "out_of_stock"
    PRODUCER_CLOSED = "producer_closed"


UNSALEABLE = frozenset({LineProblem.NOT_ON_SALE, LineProblem.PRODUCER_CLOSED})  # lines that count nothing


class Want(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant, if wished from one place, if wished at a campaign's price."""

    variant_id: UUID
    quantity: int
    place_id: UUID | None = None
    campaign_id: UUID | None = None


class Source(msgspec.Struct, frozen=True):
    """Where a line is taken from, how many are free there (or at best), and what is in the way."""

    place_id: UUID | None
    available: int
    problem: LineProblem | None = None


def merge_wants(wants: Iterable[Want]) -> list[Want] | None:
    """Add up lines of the same variant; None when they contradict each other or exceed what a line may hold."""
    merged: dict[UUID, Want] = {}
    for want in wants:
        known = merged.get(want.variant_id)
        if known is None:
            merged[want.variant_id] = want
            continue
        total = known.quantity + want.quantity
        if total > MAX_PIECES or (known.place_id, known.campaign_id) != (want.place_id, want.campaign_id):
            return None
        merged[want.variant_id] = msgspec.structs.replace(known, quantity=total)
    return list(merged.values())


def allocate(wants: Sequence[Want], stock: Stock, pickup_at: UUID | None = None) -> list[Source]:
    """Choose a place for every line.

    A pickup takes all from its point, whatever place a line wished for: the last word is the delivery's.
    Otherwise a line keeps the place it names; the rest comes from one place where one has everything,
    else each from the place that has most. A place without a stock row for the variant does not carry it
    (`not_at_point`); one that carries it but has too few is `out_of_stock`.
    """
    named = [pickup_at or want.place_id for want in wants]
    open_wants = [want for want, place in zip(wants, named, strict=True) if place is None]
    shared = _shared_place(open_wants, stock)
    sources = []
    for want, place in zip(wants, named, strict=True):
        free = stock.get(want.variant_id, {})
        if place is None:
            sources.append(_best(want, free, shared))
        elif place not in free:
            sources.append(Source(place, 0, LineProblem.NOT_AT_POINT))
        else:
            sources.append(_from(place, free[place], want))
    return sources


def _from(place: UUID, free: int, want: Want) -> Source:
    return Source(place, free, None if free >= want.quantity else LineProblem.OUT_OF_STOCK)


def _best(want: Want, free: Mapping[UUID, int], shared: UUID | None) -> Source:
    if shared is not None:
        return _from(shared, free[shared], want)
    if not free:
        return Source(None, 0, LineProblem.OUT_OF_STOCK)
    place = max(free, key=lambda place: (free[place], place))
    return _from(place, free[place], want)


def _shared_place(wants: Sequence[Want], stock: Stock) -> UUID | None:
    """The place that can serve all `wants`, the fullest of several."""
    if not wants:
        return None
    able = [
        {place for place, free in stock.get(want.variant_id, {}).items() if free >= want.quantity} for want in wants
    ]
    common = set.intersection(*able)
    return max(common, key=lambda place: (sum(stock[want.variant_id][place] for want in wants), place), default=None)
