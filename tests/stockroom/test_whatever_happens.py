"""Whatever staff and buyers do in whatever order, the books add up."""

from uuid import UUID

from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from sqlalchemy import func, select

from shop.core.errors import Refusal
from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.count import Count, count_stock
from shop.inventory.hold import hold_stock
from shop.inventory.models import Movement, MovementKind, StockHold, StockLevel
from shop.inventory.receive import receive_stock
from shop.inventory.release import release_stock
from shop.orders.audit import audit_books
from shop.stockroom.cancel import cancel_transfer
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.rules import Shortfall
from shop.stockroom.send import Sending, send_transfer
from tests.make.stockroom import ends, fresh_key

CHECKS = {"ledger", "holds", "goods in transit", "transfers and ledger"}
BEYOND = (MovementKind.RECEIVE, MovementKind.ADJUST, MovementKind.COUNT)

steps = st.lists(
    st.tuples(
        st.sampled_from(["deliver", "hold", "release", "adjust", "count", "send", "receive", "cancel"]),
        st.booleans(),  # at which of the two points
        st.integers(0, 3),  # which order, which transfer
        st.integers(1, 5),
    ),
    max_size=24,
)


@given(plan=steps)
@budget(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_happens_the_books_add_up(session, plan):
    async with session.begin_nested() as round_:
        world = World(session, await ends(session, 4))
        for verb, here, which, pieces in plan:
            try:
                async with session.begin_nested():
                    await getattr(world, verb)(here=here, which=which, pieces=pieces)
            except Refusal:
                continue
            assert await crooked(session) == []

        whole = await session.scalar(select(func.sum(StockLevel.on_hand)))
        beyond = select(func.sum(Movement.on_hand)).where(Movement.kind.in_(BEYOND))
        assert whole == await session.scalar(beyond)
        assert await session.scalar(select(func.min(StockLevel.on_hand - StockLevel.held))) >= 0
        await round_.rollback()


class World:
    """Two points, their staff, and what was sent so far."""

    def __init__(self, session, both):
        self.session, self.both, self.codes = session, both, []

    def at(self, here):
        return (self.both.goods, self.both.sender) if here else (self.both.there, self.both.receiver)

    async def deliver(self, *, here, which, pieces):
        point, _ = self.at(here)
        await receive_stock(self.session, point.variant_id, point.place_id, pieces, "xe")

    async def hold(self, *, here, which, pieces):
        known = select(func.count()).select_from(StockHold).where(StockHold.reference == UUID(int=which))
        if not await self.session.scalar(known):
            point, _ = self.at(here)
            await hold_stock(self.session, UUID(int=which), {(point.variant_id, point.place_id): pieces})

    async def release(self, *, here, which, pieces):
        await release_stock(self.session, [UUID(int=which)], "test")

    async def adjust(self, *, here, which, pieces):
        point, _ = self.at(here)
        correction = Correction(point.variant_id, point.place_id, pieces if which == 0 else -pieces)
        await adjust_stock(self.session, [correction], "mai", reason="other: thử")

    async def count(self, *, here, which, pieces):
        point, _ = self.at(here)
        await count_stock(self.session, [Count(point.variant_id, point.place_id, pieces + which)], "mai")

    async def send(self, *, here, which, pieces):
        (point, clerk), (other, _) = self.at(here), self.at(not here)
        sending = Sending(from_slug=point.point, to_slug=other.point, pieces={point.variant_id: pieces})
        self.codes.append(((await send_transfer(self.session, clerk, sending, fresh_key())).code, here))

    async def receive(self, *, here, which, pieces):
        code, sent_here = self.transfer(which)
        came = Arrived() if here else Arrived(pieces={self.both.goods.variant_id: pieces - 1}, shortfall=Shortfall.LOST)
        await receive_transfer(self.session, self.at(not sent_here)[1], code, came, fresh_key())

    async def cancel(self, *, here, which, pieces):
        code, sent_here = self.transfer(which)
        await cancel_transfer(self.session, self.at(sent_here)[1], code)

    def transfer(self, which):
        return self.codes[-1 - which % len(self.codes)] if self.codes else ("", True)


async def crooked(session):
    return [each for each in await audit_books(session) if each.check in CHECKS]
