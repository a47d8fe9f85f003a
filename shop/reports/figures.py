"""What a report says. Amounts are đồng, times UTC; all is counted from its rows when it is read, and kept nowhere."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from uuid import UUID

import msgspec

from shop.core.money import Dong
from shop.reports.rules import MINUTE, per_hundred

MOST_FILLED = timedelta(days=2)


class Sales(msgspec.Struct, frozen=True, kw_only=True):
    """Orders and what they bring. `placed` are all, `orders` those that stand; of the others `expired` ran out of time.

    `value` is what buyers pay for goods that stand, vouchers taken off, without delivery; `had` what of it is with its
    buyer already; `lost` what was ordered and fell through.
    """

    placed: int = 0
    orders: int = 0
    expired: int = 0
    pieces: int = 0
    value: Dong = Dong(0)
    had: Dong = Dong(0)
    lost: Dong = Dong(0)

    def __add__(self, other: "Sales") -> "Sales":
        """Both together."""
        return Sales(
            placed=self.placed + other.placed,
            orders=self.orders + other.orders,
            expired=self.expired + other.expired,
            pieces=self.pieces + other.pieces,
            value=Dong(self.value + other.value),
            had=Dong(self.had + other.had),
            lost=Dong(self.lost + other.lost),
        )

    @property
    def dropped(self) -> int:
        """Orders that do not stand: cancelled, expired or refused."""
        return self.placed - self.orders


def total_of(parts: Iterable[Sales]) -> Sales:
    """All of them together."""
    return reduce(Sales.__add__, parts, Sales())


class Minute(msgspec.Struct, frozen=True, kw_only=True):
    """One minute, or a longer stretch from `at` on; `viewers` at most at once, `seen` different ones until then."""

    at: datetime
    viewers: int = 0
    seen: int = 0
    comments: int = 0
    sales: Sales = Sales()


class OfProduct(msgspec.Struct, frozen=True, kw_only=True):
    """What of one product was bought."""

    slug: str
    name: str
    producer: str | None
    sales: Sales


class OfPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What was bought from one place's shelf."""

    slug: str
    name: str
    sales: Sales


class OfStars(msgspec.Struct, frozen=True):
    """What was bought of goods with so many stars on the day of the order; 0: without a certificate then."""

    stars: int
    sales: Sales


class Viewers(msgspec.Struct, frozen=True, kw_only=True):
    """How many watched: at most at once, and how many different ones. `minutes` they were counted in; 0: never."""

    peak: int = 0
    seen: int = 0
    minutes: int = 0


class OfSegment(msgspec.Struct, frozen=True, kw_only=True):
    """What was bought while a part of a run of show went on, in all its turns; `since` is when it first began."""

    session: str  # slug
    title: str
    presenter: str
    since: datetime
    sales: Sales


class Waited(msgspec.Struct, frozen=True, kw_only=True):
    """Who waited for goods that were gone: turns, pieces, and their price in đồng.

    Some were `served`, some still wait (`open`); the others left, or the session was over before their turn.
    """

    turns: int = 0
    pieces: int = 0
    value: Dong = Dong(0)
    served: int = 0
    served_value: Dong = Dong(0)
    open: int = 0
    open_value: Dong = Dong(0)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one session, or of several. `booked` is what the ledger has of it, `back` what of that went back."""

    sales: Sales
    viewers: Viewers
    comments: int
    minutes: Sequence[Minute]
    products: Sequence[OfProduct]
    places: Sequence[OfPlace]
    stars: Sequence[OfStars]
    booked: Dong
    back: Dong
    segments: Sequence[OfSegment] = ()
    waited: Waited = Waited()

    @property
    def conversion(self) -> float | None:
        """Orders for a hundred viewers."""
        return per_hundred(self.sales.orders, self.viewers.seen)


class SessionSum(msgspec.Struct, frozen=True, kw_only=True):
    """A session in a list, with what came of it."""

    id: UUID
    slug: str
    title: str
    market: str
    place: str
    place_slug: str
    unit: str  # the district of its place, else the commune
    host: str
    state: str
    starts_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    sales: Sales
    viewers: Viewers


def filled(minutes: Iterable[Minute]) -> list[Minute]:
    """By time, with the minutes in between in which nothing was counted, unless days lie between them."""
    known = {each.at: each for each in minutes}
    if not known:
        return []
    first, last = min(known), max(known)
    if last - first > MOST_FILLED:
        return [known[at] for at in sorted(known)]
    steps = range(int((last - first) / MINUTE) + 1)
    return [known.get(at) or Minute(at=at) for at in (first + step * MINUTE for step in steps)]


def gathered(minutes: Sequence[Minute], step: int) -> list[Minute]:
    """Stretches of `step` minutes; orders and comments add up, viewers are the most there were."""
    found = []
    for start in range(0, len(minutes), step):
        part = minutes[start : start + step]
        found.append(
            Minute(
                at=part[0].at,
                viewers=max(each.viewers for each in part),
                seen=max(each.seen for each in part),
                comments=sum(each.comments for each in part),
                sales=total_of(each.sales for each in part),
            )
        )
    return found


class Span(msgspec.Struct, frozen=True):
    """A named stretch of a session, such as a part of its run of show; `until` is not in it."""

    name: str
    since: datetime
    until: datetime


def by_span(minutes: Iterable[Minute], spans: Sequence[Span]) -> list[Sales]:
    """What was bought in each stretch; a minute belongs to the stretch its first second is in."""
    kept = list(minutes)
    return [total_of(each.sales for each in kept if span.since <= each.at < span.until) for span in spans]
