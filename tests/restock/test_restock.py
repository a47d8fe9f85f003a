"""Who waits for goods is told once when they are back, however they came back."""

import asyncio
from uuid import UUID, uuid4

from sqlalchemy import func, select

from shop.core.actor import GUEST
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.inventory.receive import receive_stock
from shop.notifications.deliver import deliver_mail
from shop.notifications.models import Notice
from shop.notifications.notify_restock import tell_goods_back
from shop.orders.cancel import cancel_order
from shop.orders.models import Order
from shop.restock.ask import ask_restock
from shop.restock.events import GoodsBack
from shop.restock.models import RestockWish
from shop.restock.rules import stop_token
from shop.restock.tell import tell_restocked
from tests.conftest import SECRET
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.reviews import as_actor
from tests.web.pages import look, send

AT = "/api/v1/restock-wishes"


async def sold_out(session):
    """Goods whose last piece an order holds: (goods, order)."""
    bowl = await goods(session, 1)
    order = await placed(session, bowl)
    await session.flush()
    return bowl, order


def wish(bowl, **changes):
    return {"variant": str(bowl.variant_id), "email": "lan@example.vn"} | changes


async def test_a_guest_waits_once_and_is_told_once(client, session):
    bowl, _ = await sold_out(session)

    replies = [await client.post(AT, json=wish(bowl, email=email)) for email in ("lan@example.vn", "LAN@example.vn")]
    before = await tell_restocked(session, 10)
    await receive_stock(session, bowl.variant_id, bowl.place_id, 3, "test")
    await session.flush()
    told = [await tell_restocked(session, 10) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json() == replies[1].json()
    assert (before, told) == (0, [1, 0])


async def test_a_cancelled_order_brings_goods_back_too(session):
    bowl, order = await sold_out(session)
    lan = await person(session)
    await ask_restock(session, as_actor(lan), bowl.variant_id, "", "vi")

    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    await cancel_order(session, order_id, "buyer")
    await session.flush()

    assert await tell_restocked(session, 10) == 1


async def test_what_is_there_is_not_waited_for_and_a_guest_needs_an_address(client, session):
    there = await goods(session)
    gone, _ = await sold_out(session)

    replies = [
        await client.post(AT, json=wish(there)),
        await client.post(AT, json=wish(gone, email=None)),
        await client.post(AT, json=wish(gone, email="lan@")),
        await client.post(AT, json=wish(gone, variant=str(uuid4()))),
    ]

    assert [reply.json()["code"] for reply in replies] == [
        "in_stock",
        "nobody_to_tell",
        "validation",
        "no_such_variant",
    ]


async def test_only_its_reader_stops_a_wish(client, session):
    bowl, _ = await sold_out(session)
    other, _ = await sold_out(session)
    mine = (await client.post(AT, json=wish(bowl))).json()["id"]
    also = (await client.post(AT, json=wish(other))).json()["id"]

    wrong = await client.post(f"{AT}/{mine}/stop", json={"token": stop_token(SECRET, uuid4())})
    bare = await client.post(f"{AT}/{mine}/stop", json={})
    right = await client.post(f"{AT}/{mine}/stop", json={"token": stop_token(SECRET, UUID(mine))})
    again = await client.post(f"{AT}/{mine}/stop", json={"token": stop_token(SECRET, UUID(mine))})

    left = await session.scalar(select(func.count()).where(RestockWish.stopped_at.is_(None)))
    assert [reply.status_code for reply in (wrong, bare, right, again)] == [404, 404, 204, 204]
    assert (left, mine != also) == (0, True)


async def test_the_mail_has_a_link_that_stops_and_the_account_a_notice(client, session, nested_sessions, settings):
    bowl, _ = await sold_out(session)
    lan = await person(session, email="account@chomay.test")
    guest = await ask_restock(session, GUEST, bowl.variant_id, "guest@example.vn", "vi")
    own = await ask_restock(session, as_actor(lan), bowl.variant_id, "", "en")

    for one in (guest, own):
        event_id = uuid4()
        assert await tell_goods_back(session, event_id, GoodsBack(wish_id=one.id)) == 2
        assert await tell_goods_back(session, event_id, GoodsBack(wish_id=one.id)) == 0
    await session.flush()
    letters = Letters()
    await deliver_mail(nested_sessions, letters, settings)

    to = {mail.to: mail.text for mail in letters.sent}
    assert f"/bao-co-hang/{guest.id}/dung?token={stop_token(SECRET, guest.id)}" in to["guest@example.vn"]
    assert "$" not in to["guest@example.vn"] + to["account@chomay.test"]
    notice = await session.scalar(select(Notice.subject).where(Notice.person_id == lan.id).limit(1))
    assert notice == "“Bát gốm men lam” is back"


class Letters:
    """A mailer that keeps what it is given."""

    def __init__(self):
        self.sent = []

    async def send(self, mail):
        self.sent.append(mail)


async def test_many_ask_and_two_sweeps_look_at_once_and_each_is_told_once(live_client, sessions):
    async with short(sessions) as session:
        bowl, _ = await sold_out(session)
    asked = await asyncio.gather(*(live_client.post(AT, json=wish(bowl, email=f"a{n % 4}@x.vn")) for n in range(12)))
    async with short(sessions) as session:
        await receive_stock(session, bowl.variant_id, bowl.place_id, 3, "test")

    async def look_once():
        async with short(sessions) as session:
            return await tell_restocked(session, 10)

    told = await asyncio.gather(*(look_once() for _ in range(4)))

    async with short(sessions) as session:
        events = await session.scalar(select(func.count()).where(OutboxEvent.kind == "restock.goods_back"))
    assert {reply.status_code for reply in asked} == {201}
    assert (sum(told), events) == (4, 4)


async def test_the_pages_ask_tell_what_is_wrong_and_stop(client, session):
    bowl, _ = await sold_out(session)
    at = f"/san-pham/{bowl.product_slug}/bao-co-hang"

    product = await look(client, f"/san-pham/{bowl.product_slug}")
    wrong = await send(client, at, variant=str(bowl.variant_id), email="lan@")
    right = await send(client, at, variant=str(bowl.variant_id), email="lan@example.vn")
    done = await look(client, right.headers["location"])
    wish_id = await session.scalar(select(RestockWish.id))
    stop = f"/bao-co-hang/{wish_id}/dung"
    asked = await look(client, f"{stop}?token={stop_token(SECRET, wish_id)}")
    stopped = await send(client, stop, token=stop_token(SECRET, wish_id))

    assert at in product.text
    assert (wrong.status_code, right.status_code, stopped.status_code) == (422, 303, 303)
    assert 'value="lan@"' in wrong.text
    assert "Đã ghi" in done.text
    assert "Ngừng báo" in asked.text


async def test_a_person_is_told_in_the_account(client, session):
    bowl, _ = await sold_out(session)
    lan = await person(session)
    await signed_in(client, lan)

    page = await look(client, f"/san-pham/{bowl.product_slug}/bao-co-hang")
    reply = await client.post(AT, json={"variant": str(bowl.variant_id)})

    assert 'name="email"' not in page.text
    assert await session.scalar(select(RestockWish.person_id)) == lan.id
    assert reply.status_code == 201
