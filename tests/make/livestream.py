"""A night market for tests: a stall with its host, its place, its goods and its line-up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from shop.accounts.models import Person
from shop.catalog.models import Variant
from shop.core.actor import Role
from shop.markets.models import LineUp, LiveSession, Market, PriceFloor, SessionState
from shop.places.models import Place
from tests.make import accounts, catalog, training

_numbers = count(1)


@dataclass
class Stall:
    """What a test needs of a stall; `variants` stand in its line-up in this order."""

    live: LiveSession
    market: Market
    place: Place
    host: Person
    variants: list[Variant]

    @property
    def path(self):
        """Where its API stands."""
        return f"/api/v1/sessions/{self.live.slug}"


async def market(session, slug="cho-dem", *, starts_in=timedelta(0), lasts=timedelta(minutes=90)):
    """A market that begins `starts_in` from now."""
    starts_at = datetime.now(UTC) + starts_in
    made = Market(
        slug=f"{slug}-{next(_numbers)}", name="Chợ đêm trên mây", starts_at=starts_at, ends_at=starts_at + lasts
    )
    session.add(made)
    await session.flush()
    return made


async def stall(
    session, *, goods=1, stock=5, price=250_000, place=None, host=None, hall=None, on_air=True, licensed=True, floor=1
):
    """A stall at its own place with `goods` products, `stock` pieces of each, whose host is on air unless said.

    The host is verified and `licensed` for it, unless a test says otherwise or brings a host of its own. Every live
    price from `floor` đồng on is approved; with None the list price is the floor.
    """
    number = next(_numbers)
    hall = hall or await market(session)
    if host is None:
        host = await accounts.person(session, Role.HOST, name="Nguyễn Thị Hà")
        if licensed:
            await training.verified(session, host)
            await training.licensed(session, host)
    at = await catalog.place(session, place or f"diem-ban-{number}")
    products = [
        await catalog.product(session, f"Bát gốm số {number}-{n}", price=price, stock={at.slug: stock})
        for n in range(goods)
    ]
    variants = [await catalog.variant_of(session, product) for product in products]
    live = LiveSession(
        slug=f"gian-{number}",
        title="Gốm Bát Tràng đêm nay",
        market_id=hall.id,
        place_id=at.id,
        host_id=host.id,
        starts_at=hall.starts_at,
        ends_at=hall.ends_at,
    )
    if on_air:
        live.state = SessionState.ON_AIR
        live.started_at = live.host_seen_at = datetime.now(UTC)
    session.add(live)
    await session.flush()
    session.add_all(
        LineUp(session_id=live.id, variant_id=variant.id, code=f"A{n + 1}", position=n)
        for n, variant in enumerate(variants)
    )
    if floor is not None:
        session.add_all(
            PriceFloor(session_id=live.id, variant_id=variant.id, price=floor, approved_by="tests")
            for variant in variants
        )
    await session.flush()
    return Stall(live, hall, at, host, variants)
