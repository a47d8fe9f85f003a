"""Which lines go together, and from which place each is taken."""

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from uuid import UUID

import msgspec

MAX_LINES = 50  # of one basket and one order
MAX_PIECES = 999  # of one line
FAR = 100_000.0  # km: where the position of a place is not known
MOST_PLACES = 12  # the nearest so many places are tried in every combination …
MOST_PARCELS = 4  # … of so many; beyond, the place that has most of what is left comes next

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


class SourceReason(StrEnum):
    """Why goods are taken from a place."""

    PICKUP_POINT = "pickup_point"  # there the buyer fetches them
    ASKED_FOR = "asked_for"  # the buyer named it
    NEAREST_WITH_ALL = "nearest_with_all"  # nothing nearer has the whole order
    FEWEST_PARCELS = "fewest_parcels"  # no place has it all: so it takes the fewest parcels
    SPLIT = "split"  # no place has enough of it
    MOVED = "moved"  # staff chose it before it was packed
    UNSAID = "unsaid"  # ordered before reasons were kept


class Take(msgspec.Struct, frozen=True):
    """So many pieces of a line from a place, and why there."""

    place_id: UUID
    pieces: int
    reason: SourceReason


class Source(msgspec.Struct, frozen=True):
    """Where a line is taken from, how many are free there (or at best), and what is in the way.

    `takes` has one place unless none has enough; `place_id` is the first of them.
    """

    place_id: UUID | None
    available: int
    problem: LineProblem | None = None
    takes: tuple[Take, ...] = ()


class Road(msgspec.Struct, frozen=True):
    """What is known of goods that are brought: how far places are from the door, and whose each variant is.

    `away` may lack places of unknown position: they come last.
    """

    away: Mapping[UUID, float]
    producers: Mapping[UUID, UUID | None]


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


def allocate(
    wants: Sequence[Want], stock: Stock, pickup_at: UUID | None = None, road: Road | None = None
) -> list[Source]:
    """Choose places for every line.

    A pickup takes all from its point, whatever place a line wished for: the last word is the delivery's.
    Otherwise a line keeps the place it names; the rest comes from the nearest place that has everything, else from
    where it makes the fewest parcels (one per producer and place), the nearest of those. Only goods that are brought
    (`road`) and that no single place has enough of are taken from several. A place without a stock row for the
    variant does not carry it (`not_at_point`); one that carries it but has too few is `out_of_stock`.
    """
    named = SourceReason.ASKED_FOR if pickup_at is None else SourceReason.PICKUP_POINT
    places = [pickup_at or want.place_id for want in wants]
    open_wants = [want for want, place in zip(wants, places, strict=True) if place is None]
    chosen = _choose(open_wants, stock, road)
    return [
        chosen[want.variant_id] if place is None else _from(place, want, stock, named)
        for want, place in zip(wants, places, strict=True)
    ]


def distance(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Kilometres between two points in degrees, on a flat piece of land: to compare, not to tell."""
    east = (to_lon - lon) * math.cos(math.radians((lat + to_lat) / 2))
    return 111.2 * math.hypot(to_lat - lat, east)


def _from(place: UUID, want: Want, stock: Stock, reason: SourceReason) -> Source:
    free = stock.get(want.variant_id, {})
    if place not in free:
        return Source(place, 0, LineProblem.NOT_AT_POINT)
    if free[place] < want.quantity:
        return Source(place, free[place], LineProblem.OUT_OF_STOCK)
    return Source(place, free[place], takes=(Take(place, want.quantity, reason),))


def _choose(wants: Sequence[Want], stock: Stock, road: Road | None) -> dict[UUID, Source]:
    """The places of lines that name none, by variant."""
    shared = _shared_place(wants, stock, road)
    if shared is not None:
        return {want.variant_id: _from(shared, want, stock, SourceReason.NEAREST_WITH_ALL) for want in wants}
    if road is None:
        return {want.variant_id: _fullest(want, stock) for want in wants}
    found = {want.variant_id: _short(want, stock) for want in wants if _total(want, stock) < want.quantity}
    groups: dict[UUID | None, list[Want]] = {}
    for want in wants:
        if want.variant_id not in found:
            groups.setdefault(road.producers.get(want.variant_id), []).append(want)
    for group in groups.values():
        among = cover(group, stock, road)
        found |= {want.variant_id: _taken(want, stock, among) for want in group}
    return found


def _shared_place(wants: Sequence[Want], stock: Stock, road: Road | None) -> UUID | None:
    """The place that can serve all `wants`: the nearest, and of several as near (or of unknown ways) the fullest."""
    if not wants:
        return None
    able = [
        {place for place, free in stock.get(want.variant_id, {}).items() if free >= want.quantity} for want in wants
    ]

    def worth(place: UUID) -> tuple[float, int, UUID]:
        return -_away(place, road), sum(stock[want.variant_id][place] for want in wants), place

    return max(set.intersection(*able), key=worth, default=None)


def cover(wants: Sequence[Want], stock: Stock, road: Road) -> list[UUID]:
    """The fewest places that together have all `wants`, each variant at one of them where one anywhere has enough.

    Of as few the nearest in sum; the result is nearest first. Exact for the nearest places and few parcels, greedy
    beyond. Somebody must have enough of each, all places together.
    """
    carried = {place for want in wants for place, free in stock[want.variant_id].items() if free > 0}
    near = sorted(carried, key=lambda place: (_away(place, road), place))
    tried = near[:MOST_PLACES]
    for size in range(1, min(MOST_PARCELS, len(tried)) + 1):
        fits = [places for places in combinations(tried, size) if all(_covers(places, want, stock) for want in wants)]
        if fits:
            return list(min(fits, key=lambda places: sum(_away(place, road) for place in places)))
    return _greedy(wants, stock, near)


def _greedy(wants: Sequence[Want], stock: Stock, near: Sequence[UUID]) -> list[UUID]:
    """Add the place that helps most until all is there, the nearer of two as good."""
    chosen: list[UUID] = []
    while not all(_covers(chosen, want, stock) for want in wants):
        missing = [want for want in wants if not _covers(chosen, want, stock)]
        rest = [place for place in near if place not in chosen]
        chosen.append(max(rest, key=lambda place: _help(place, chosen, missing, stock)))
    return sorted(chosen, key=near.index)


def _help(place: UUID, chosen: Sequence[UUID], missing: Sequence[Want], stock: Stock) -> tuple[int, int]:
    """How many `missing` lines a place would end, and how many pieces it has of those that nobody has enough of."""
    ended = sum(_covers([*chosen, place], want, stock) for want in missing)
    pieces = sum(
        min(stock[want.variant_id].get(place, 0), want.quantity) for want in missing if not _single(want, stock)
    )
    return ended, pieces


def _covers(places: Sequence[UUID], want: Want, stock: Stock) -> bool:
    free = [stock[want.variant_id].get(place, 0) for place in places]
    return any(count >= want.quantity for count in free) if _single(want, stock) else sum(free) >= want.quantity


def _single(want: Want, stock: Stock) -> bool:
    """Whether one place somewhere has enough."""
    return any(count >= want.quantity for count in stock[want.variant_id].values())


def _taken(want: Want, stock: Stock, among: Sequence[UUID]) -> Source:
    """Take a line from `among`, the nearest first; it is known to be there."""
    free, total = stock[want.variant_id], _total(want, stock)
    enough = [place for place in among if free.get(place, 0) >= want.quantity]
    if enough:
        return Source(enough[0], total, takes=(Take(enough[0], want.quantity, SourceReason.FEWEST_PARCELS),))
    takes: list[Take] = []
    left = want.quantity
    for place in among:
        pieces = min(free.get(place, 0), left)
        if pieces:
            takes.append(Take(place, pieces, SourceReason.SPLIT))
            left -= pieces
    return Source(takes[0].place_id, total, takes=tuple(takes))


def _fullest(want: Want, stock: Stock) -> Source:
    free = stock.get(want.variant_id, {})
    if not free:
        return Source(None, 0, LineProblem.OUT_OF_STOCK)
    return _from(max(free, key=lambda place: (free[place], place)), want, stock, SourceReason.FEWEST_PARCELS)


def _short(want: Want, stock: Stock) -> Source:
    """A line that all places together have too few of."""
    best = _fullest(want, stock)
    return Source(best.place_id, _total(want, stock), LineProblem.OUT_OF_STOCK)


def _total(want: Want, stock: Stock) -> int:
    return sum(stock.get(want.variant_id, {}).values())


def _away(place: UUID, road: Road | None) -> float:
    """Kilometres to the door; a place of unknown position is further than any."""
    return FAR if road is None else road.away.get(place, FAR)
