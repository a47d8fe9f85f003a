"""Whatever is done to stock in whatever order: ledger, holds, batches and quota tell one story."""

from uuid import UUID, uuid4

from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from shop.catalog.models import Variant
from shop.core.errors import Refusal
from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.consume import consume_stock
from shop.inventory.count import Count, count_stock
from shop.inventory.counter import return_at_counter, sell_at_counter
from shop.inventory.give_back import return_stock
from shop.inventory.hold import hold_stock
from shop.inventory.keep import keep_for_counter
from shop.inventory.models import MovementKind, StockBatch, StockHold, StockLevel
from shop.inventory.receive import Arrival, receive_all
from shop.inventory.release import release_stock
from shop.inventory.settle import settle_batches
from shop.stockroom.cancel import cancel_transfer
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.rules import Shortfall
from shop.stockroom.send import Sending, send_transfer
from tests.make.batches import batch
from tests.make.inventory import crooked
from tests.make.stockroom import ends, fresh_key

COMMANDS = (
    *("receive", "hold", "release", "sell", "ship", "give_back", "adjust", "count", "keep"),
    *("over_the_counter", "back_at_the_counter", "send", "arrive", "cancel", "spoil", "refresh"),
)
plans = st.lists(
    st.tuples(
        st.sampled_from(COMMANDS),
        st.booleans(),  # at which of the two points
        st.integers(0, 3),  # which order, batch or transfer; batch 0: none is known
        st.integers(1, 5),
    ),
    max_size=30,
)


@given(plan=plans)
@budget(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_command_keeps_the_books_of_stock(session, plan):
    async with session.begin_nested() as round_:
        world = await begin(session)
        for command, here, which, pieces in plan:
            try:
                async with session.begin_nested():
                    await getattr(world, command)(here=here, which=which, pieces=pieces)
            except Refusal:
                continue
            await world.check()
        await round_.rollback()


async def begin(session):
    both = await ends(session, 4)
    variant = await session.get(Variant, both.goods.variant_id)
    lots = [await batch(session, variant, age=50, lasts=lasts) for lasts in (200, 100, None)]
    return World(session, both, lots)


class World:
    """Two points, three batches of their goods, orders and transfers."""

    def __init__(self, session, both, lots):
        self.session, self.both, self.lots, self.sent, self.sales = session, both, lots, [], []

    def pair(self, *, here):
        return (self.both.goods.variant_id, self.both.goods.place_id if here else self.both.other.id)

    def lot(self, which):
        return self.lots[which - 1].id if which else None

    async def check(self):
        assert await crooked(self.session) == []
        of_batches = func.coalesce(func.sum(StockBatch.on_hand), 0)
        rows = await self.session.execute(
            select(StockLevel, of_batches)
            .outerjoin(StockBatch, StockBatch.level_id == StockLevel.id)
            .group_by(StockLevel.id)
            .execution_options(populate_existing=True)
        )
        for level, batched in rows.all():
            assert 0 <= level.held <= level.on_hand
            assert 0 <= level.blocked <= batched <= level.on_hand

    async def receive(self, *, here, which, pieces):
        await receive_all(self.session, [Arrival(*self.pair(here=here), pieces, self.lot(which))], "test")

    async def hold(self, *, here, which, pieces):
        known = select(func.count()).select_from(StockHold).where(StockHold.reference == UUID(int=which))
        if await self.session.scalar(known):
            return
        await hold_stock(self.session, UUID(int=which), {self.pair(here=here): pieces})
        variant, place = self.pair(here=here)
        row = await self.session.execute(
            select(StockLevel.on_hand - StockLevel.held - StockLevel.blocked - StockLevel.counter_quota).where(
                StockLevel.variant_id == variant, StockLevel.place_id == place
            )
        )
        assert row.scalar_one() >= 0, "a hold took what is kept for the counter"

    async def release(self, *, here, which, pieces):
        await release_stock(self.session, [UUID(int=which)], "test")

    async def sell(self, *, here, which, pieces):
        await consume_stock(self.session, [UUID(int=which)], "test")

    async def ship(self, *, here, which, pieces):
        await consume_stock(self.session, [UUID(int=which)], "test", MovementKind.SHIP)

    async def give_back(self, *, here, which, pieces):
        await return_stock(self.session, [UUID(int=which)], "test")

    async def adjust(self, *, here, which, pieces):
        signed = pieces if pieces > 3 else -pieces
        await adjust_stock(
            self.session, [Correction(*self.pair(here=here), signed, self.lot(which))], "test", reason="test"
        )

    async def count(self, *, here, which, pieces):
        said = ((self.lot(which), pieces // 2),) if which else ()
        await count_stock(self.session, [Count(*self.pair(here=here), pieces, batches=said)], "test")

    async def keep(self, *, here, which, pieces):
        await keep_for_counter(self.session, *self.pair(here=here), which)

    async def over_the_counter(self, *, here, which, pieces):
        sale = uuid4()
        await sell_at_counter(self.session, sale, {self.pair(here=here): pieces}, "test")
        self.sales.append((sale, here, pieces))

    async def back_at_the_counter(self, *, here, which, pieces):
        if self.sales:
            sale, here, pieces = self.sales.pop()
            await return_at_counter(self.session, sale, {self.pair(here=here): pieces}, "test")

    async def send(self, *, here, which, pieces):
        near, far = self.both.goods.point, self.both.other.slug
        sending = Sending(
            from_slug=near if here else far,
            to_slug=far if here else near,
            pieces={self.both.goods.variant_id: pieces},
        )
        sender = self.both.sender if here else self.both.receiver
        self.sent.append((here, pieces, await send_transfer(self.session, sender, sending, fresh_key())))

    async def arrive(self, *, here, which, pieces):
        if which < len(self.sent):
            from_here, sent, transfer = self.sent[which]
            came = {self.both.goods.variant_id: min(pieces, sent)}
            arrived = Arrived(pieces=came, shortfall=Shortfall.LOST)
            receiver = self.both.receiver if from_here else self.both.sender
            await receive_transfer(self.session, receiver, transfer.code, arrived, fresh_key())

    async def cancel(self, *, here, which, pieces):
        if which < len(self.sent):
            from_here, _, transfer = self.sent[which]
            await cancel_transfer(self.session, self.both.sender if from_here else self.both.receiver, transfer.code)

    async def spoil(self, *, here, which, pieces):
        await self._move_date("shop_today() - 1", which)

    async def refresh(self, *, here, which, pieces):
        await self._move_date("shop_today() + 30", which)

    async def _move_date(self, day, which):
        changed = text(f"UPDATE batch SET best_before = {day} WHERE id = :id")
        await self.session.execute(changed, {"id": self.lot(which)})
        await settle_batches(self.session, 100)
