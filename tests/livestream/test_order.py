"""Orders from the pin: the live price, the stall's stock, one order per key, and an answer in the room."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from shop.catalog.models import Product
from shop.certification.models import Certificate
from shop.core.clock import today
from shop.inventory.models import StockLevel
from shop.livestream.models import Comment
from shop.orders.models import Order
from tests.make import accounts, livestream

CONTACT = {"name": "Lê Thị Bích Ngọc", "phone": "0912 345 678"}


def wish(stall, quantity=1, **more):
    return {"variant": str(stall.variants[0].id), "quantity": quantity, "contact": CONTACT, **more}


def key(number=1):
    return {"Idempotency-Key": f"buyer-key-{number:04}"}


async def pinned(client, session, price=200_000, **facts):
    """A stall whose first product stands pinned; the client is a guest again."""
    stall = await livestream.stall(session, **facts)
    await session.commit()
    await accounts.signed_in(client, stall.host)
    reply = await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": price})
    assert reply.status_code == 200, reply.text
    return stall


async def test_order_from_the_pin_has_the_live_price_and_is_fetched_at_the_stall(client, session):
    stall = await pinned(client, session, price=199_000)
    client.cookies.clear()

    reply = await client.post(f"{stall.path}/orders", json=wish(stall, 2), headers=key())

    order = reply.json()
    assert reply.status_code == 201, reply.text
    assert order["total"] == 398_000
    assert order["delivery"]["sales_point"]["slug"] == stall.place.slug
    assert len(order["pickup_code"]) == 6
    assert (await session.scalars(select(Order.session_id))).one() == stall.live.id


async def test_order_is_answered_in_the_room_without_telling_who_or_its_code(client, session):
    stall = await pinned(client, session)
    client.cookies.clear()

    order = (await client.post(f"{stall.path}/orders", json=wish(stall, 2), headers=key())).json()
    room = (await client.get(f"{stall.path}/snapshot")).json()

    [line] = room["comments"]
    assert line["order"] is True
    assert line["name"] == "Ngọc"
    assert order["code"] not in line["text"]
    assert order["code"][-4:] in line["text"]
    assert room["pins"][0]["available"] == 3


async def test_unpinned_price_is_not_given_any_more(client, session):
    stall = await pinned(client, session)
    await client.post(f"{stall.path}/unpin", json={"variant": str(stall.variants[0].id)})

    reply = await client.post(f"{stall.path}/orders", json=wish(stall), headers=key())

    assert (reply.status_code, reply.json()["code"]) == (409, "price_changed")
    assert reply.json()["quote"]["total"] == 250_000
    assert await session.scalar(select(func.count()).select_from(Order)) == 0


async def test_buyer_who_saw_another_price_is_asked_first(client, session):
    stall = await pinned(client, session, price=150_000)
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 200_000})

    stale = await client.post(f"{stall.path}/orders", json=wish(stall, expected_total=150_000), headers=key(1))
    fresh = await client.post(f"{stall.path}/orders", json=wish(stall, expected_total=200_000), headers=key(2))

    assert (stale.status_code, stale.json()["code"]) == (409, "price_changed")
    assert (fresh.status_code, fresh.json()["total"]) == (201, 200_000)


async def test_replay_gives_the_same_order_even_after_the_end(client, session):
    stall = await pinned(client, session)
    first = await client.post(f"{stall.path}/orders", json=wish(stall), headers=key())
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 100_000})
    await client.post(f"{stall.path}/end")

    again = await client.post(f"{stall.path}/orders", json=wish(stall), headers=key())
    other = await client.post(f"{stall.path}/orders", json=wish(stall, 2), headers=key())
    late = await client.post(f"{stall.path}/orders", json=wish(stall), headers=key(2))

    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert {name: again.json()[name] for name in ("code", "token", "total", "pickup_code")} == {
        name: first.json()[name] for name in ("code", "token", "total", "pickup_code")
    }
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert (late.status_code, late.json()["code"]) == (409, "not_on_air")
    assert len((await session.scalars(select(Comment).where(Comment.order_code.is_not(None)))).all()) == 1


async def test_what_was_never_pinned_or_is_certified_no_more_is_not_sold(client, session):
    unpinned = await livestream.stall(session)
    stall = await pinned(client, session)
    day = await today(session)
    never = await client.post(f"{unpinned.path}/orders", json=wish(unpinned), headers=key(1))
    await session.execute(update(Certificate).values(in_force_from=day - timedelta(days=999), in_force_until=day))

    lapsed = await client.post(f"{stall.path}/orders", json=wish(stall), headers=key(2))

    assert (never.status_code, never.json()["code"]) == (409, "not_pinned")
    assert (lapsed.status_code, lapsed.json()["code"]) == (409, "not_on_sale")


@pytest.mark.parametrize("quantity", [0, -1, 10**9, 10**30, "hai", 1.5])
async def test_impossible_quantities_are_refused(client, session, quantity):
    stall = await pinned(client, session)

    reply = await client.post(f"{stall.path}/orders", json=wish(stall, quantity), headers=key())

    assert (reply.status_code, reply.json()["field"]) == (422, "quantity")


async def test_key_is_asked_for(client, session):
    stall = await pinned(client, session)

    reply = await client.post(f"{stall.path}/orders", json=wish(stall))

    assert (reply.status_code, reply.json()["code"]) == (422, "key_missing")


async def test_last_piece_in_the_room_is_sold_once_among_eight(live_client, sessions):
    async with sessions() as session:
        stall = await pinned(live_client, session, stock=1)
    live_client.cookies.clear()

    replies = await asyncio.gather(
        *(live_client.post(f"{stall.path}/orders", json=wish(stall), headers=key(n)) for n in range(8))
    )

    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 7
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"out_of_stock"}
    async with sessions() as session:
        assert (await session.execute(select(StockLevel.on_hand, StockLevel.held))).one() == (1, 1)
        answered = await session.scalars(select(Comment.order_code).where(Comment.order_code.is_not(None)))
        assert len(answered.all()) == 1


async def test_eight_equal_clicks_are_one_order(live_client, sessions):
    async with sessions() as session:
        stall = await pinned(live_client, session)
    live_client.cookies.clear()

    replies = await asyncio.gather(
        *(live_client.post(f"{stall.path}/orders", json=wish(stall), headers=key()) for _ in range(8))
    )

    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["code"] for reply in replies}) == 1
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Order)) == 1


async def test_host_sees_the_orders_of_the_session_with_people_half_hidden(client, session):
    stall = await pinned(client, session)
    order = (await client.post(f"{stall.path}/orders", json=wish(stall, 2), headers=key())).json()

    [shown] = (await client.get(f"{stall.path}/orders")).json()["items"]

    assert (shown["code"], shown["name"], shown["phone"]) == (order["code"], "Lê Thị Bích N.", "•••• 678")
    assert [(line["quantity"], line["total"]) for line in shown["lines"]] == [(2, 400_000)]


async def test_a_pin_that_is_not_for_everybody_asks_for_the_buyers_word(client, session):
    stall = await pinned(client, session)
    await session.execute(update(Product).where(Product.id == stall.variants[0].product_id).values(min_age=18))
    await session.commit()
    client.cookies.clear()

    room = (await client.get(f"{stall.path}/snapshot")).json()
    page = await client.get(f"/phien/{stall.live.slug}")
    refused = await client.post(f"{stall.path}/orders", json=wish(stall), headers=key(1))
    placed = await client.post(f"{stall.path}/orders", json=wish(stall, age_confirmed=True), headers=key(2))

    assert [pin["min_age"] for pin in room["pins"]] == [18]
    assert 'name="age_confirmed"' in page.text
    assert "<div data-age>" in page.text
    assert (refused.status_code, refused.json()["code"]) == (422, "age_unconfirmed")
    assert placed.status_code == 201
