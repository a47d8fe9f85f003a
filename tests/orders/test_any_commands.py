"""Whatever people do in whatever order: stock, holds and money agree, and nothing stands where it cannot."""

from itertools import pairwise

from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from sqlalchemy import select, text

from shop.core.actor import Actor, Role
from shop.core.errors import Refusal
from shop.core.money import Dong
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.pack import pack_order
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order, ship_order
from shop.inventory.adjust import Correction, adjust_stock
from shop.inventory.receive import receive_stock
from shop.orders.audit import audit_books
from shop.orders.cancel import cancel_order
from shop.orders.confirm import confirm_order
from shop.orders.errors import OrderUnknown
from shop.orders.expire import expire_holds
from shop.orders.models import Order, Parcel, ParcelHistory
from shop.orders.rules import MOVES, pickup_code, summary
from shop.orders.settle import settle_order
from shop.payments.models import PaymentMethod
from shop.payments.receive import Money, receive_money
from tests.make.inventory import goods
from tests.make.orders import TERMS, placed
from tests.make.parcels import clerk_at, to_the_door

HERE, THERE = "quay-hang-trong", "quay-ha-dong"

commands = st.lists(
    st.one_of(
        st.tuples(st.just("place"), st.integers(0, 3), st.integers(1, 3)),
        st.tuples(st.sampled_from(["confirm", "pack", "ship", "deliver", "hand_over"]), st.integers(0, 3), st.none()),
        st.tuples(st.sampled_from(["cancel", "refuse"]), st.integers(0, 3), st.none()),
        st.tuples(st.sampled_from(["receive", "adjust"]), st.integers(0, 1), st.integers(-3, 3)),
        st.tuples(st.just("expire"), st.none(), st.none()),
        st.tuples(st.just("place_prepaid"), st.integers(0, 3), st.integers(1, 3)),
        st.tuples(st.just("transfer"), st.integers(0, 3), st.integers(1, 3)),
        st.tuples(st.just("settle"), st.integers(0, 3), st.none()),
    ),
    min_size=5,
    max_size=30,
)


class World:
    """Two goods at two points, a clerk of both, a way to the door, and the orders made so far."""

    def __init__(self, session, bowl, tea, clerk, door):
        self.session, self.goods, self.clerk, self.door = session, (bowl, tea), clerk, door
        self.orders = []
        self.transfers = 0

    async def do(self, verb, which, pieces):
        """One command of anybody; a refusal takes it back whole."""
        try:
            async with self.session.begin_nested():
                await getattr(self, verb)(which, pieces)
                await self.session.flush()
        except Refusal:
            self.session.expire_all()

    async def place(self, which, pieces, method=PaymentMethod.COD):
        bought = (self.goods[:1], self.goods[1:], self.goods, self.goods)[which]
        pickup = DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=bought[0].point)
        delivery = pickup if which < 2 else self.door
        made = await placed(self.session, *bought, quantity=pieces, delivery=delivery, payment=method)
        self.orders.append((await self.session.scalar(select(Order.id).where(Order.code == made.code)), made.code))

    async def place_prepaid(self, which, pieces):
        await self.place(which, pieces, PaymentMethod.VIETQR)

    async def transfer(self, which, halves):
        """Half of what the order costs, all of it, or half too much; the news of it arrives when `settle` comes."""
        order_id, code = self.at(which)
        total = await self.session.scalar(select(Order.total).where(Order.id == order_id))
        self.transfers += 1
        money = Money(PaymentMethod.VIETQR, f"{code}-{self.transfers}", Dong(max(1, total * halves // 2)))
        await receive_money(self.session, order_id, money, "bank")

    async def settle(self, which, _):
        await settle_order(self.session, self.at(which)[0])

    async def confirm(self, which, _):
        await confirm_order(self.session, self.at(which)[0])

    async def pack(self, which, _):
        await pack_order(self.session, self.clerk, self.at(which)[1])

    async def ship(self, which, _):
        await ship_order(self.session, self.clerk, self.at(which)[1], number=1)

    async def deliver(self, which, _):
        await deliver_order(self.session, self.clerk, self.at(which)[1], number=1)

    async def hand_over(self, which, _):
        order_id, code = self.at(which)
        await hand_over(self.session, self.clerk, code, pickup_code(TERMS.secret, order_id), TERMS)

    async def refuse(self, which, _):
        await refuse_order(self.session, self.clerk, self.at(which)[1], "không đến nhận")

    async def cancel(self, which, _):
        await cancel_order(self.session, self.at(which)[0], "buyer")

    async def receive(self, which, pieces):
        one = self.goods[which]
        await receive_stock(self.session, one.variant_id, one.place_id, abs(pieces) + 1, "test")

    async def adjust(self, which, pieces):
        one = self.goods[which]
        await adjust_stock(self.session, [Correction(one.variant_id, one.place_id, pieces or 1)], "test", reason="vỡ")

    async def expire(self, *_):
        await self.session.execute(text("UPDATE shop_order SET hold_expires_at = shop_now() WHERE status = 'held'"))
        await expire_holds(self.session)

    def at(self, which):
        """One of the newest orders: its id and its code."""
        if not self.orders:
            raise OrderUnknown
        return self.orders[-1 - which % len(self.orders)]


@given(plan=commands)
@budget(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_books_agree_and_states_are_legal_after_any_commands(session, plan):
    async with session.begin_nested() as round_:
        world = await made_world(session)
        for command in plan:
            await world.do(*command)
        for which in range(len(world.orders)):
            await world.do("settle", which, None)

        assert await audit_books(session) == []
        assert await illegal_moves(session) == []
        assert await wrong_summaries(session) == []
        await round_.rollback()
    session.expire_all()


async def made_world(session):
    """A world with few pieces, so that buyers get in each other's way."""
    bowl = await goods(session, 4, point=HERE)
    tea = await goods(session, 3, point=THERE, name="Chè sen", price=100_000, producer="Hợp tác xã Chè")
    clerk = Actor(person_id=(await clerk_at(session, HERE, THERE)).id, roles=frozenset({Role.STAFF}))
    return World(session, bowl, tea, clerk, await to_the_door(session))


async def illegal_moves(session):
    """Neighbours in the history of a parcel that may not follow each other."""
    rows = await session.execute(
        select(ParcelHistory.parcel_id, ParcelHistory.status, Order.delivery)
        .join(Parcel, Parcel.id == ParcelHistory.parcel_id)
        .join(Order, Order.id == Parcel.order_id)
        .order_by(ParcelHistory.parcel_id, ParcelHistory.id)
    )
    return [
        (before.status, after.status)
        for before, after in pairwise(rows.all())
        if before.parcel_id == after.parcel_id and not MOVES[after.delivery].allows(before.status, after.status)
    ]


async def wrong_summaries(session):
    """Orders that do not stand where their parcels do."""
    found = {}
    rows = await session.execute(
        select(Order.code, Order.status, Parcel.status).join(Parcel, Parcel.order_id == Order.id)
    )
    for code, status, parcel in rows:
        found.setdefault((code, status), []).append(parcel)
    return [code for (code, status), parcels in found.items() if summary(parcels) is not status]
