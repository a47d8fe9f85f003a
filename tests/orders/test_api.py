import asyncio
from datetime import timedelta

from sqlalchemy import text

from shop.core.actor import Role
from shop.orders.audit import audit_books
from shop.places.models import PlaceStaff
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods, level
from tests.make.orders import body, key

ORDERS = "/api/v1/orders"


async def test_the_token_opens_an_order_and_nothing_else_does(client, session):
    bowl = await goods(session)
    mine = (await client.post(ORDERS, json=body(bowl), headers=key())).json()
    other = (await client.post(ORDERS, json=body(bowl), headers=key())).json()

    right = await client.get(f"{ORDERS}/{mine['code']}", headers={"X-Order-Token": mine["token"]})
    refused = [
        await client.get(f"{ORDERS}/{mine['code']}"),
        await client.get(f"{ORDERS}/{mine['code']}", headers={"X-Order-Token": other["token"]}),
        await client.get(f"{ORDERS}/{mine['code']}", params={"token": mine["token"]}),
        await client.get(f"{ORDERS}/CM-2222-2222", headers={"X-Order-Token": mine["token"]}),
        await client.get(f"{ORDERS}/anything", headers={"X-Order-Token": mine["token"]}),
        await client.post(f"{ORDERS}/{mine['code']}/cancel", headers={"X-Order-Token": other["token"]}),
    ]

    assert right.json()["pickup_code"] == mine["pickup_code"]
    assert "token" not in right.json()
    assert {(reply.status_code, reply.json()["code"]) for reply in refused} == {(404, "order_unknown")}


async def test_a_signed_in_buyer_sees_their_own_order_and_no_other(client, session):
    bowl = await goods(session)
    lan, minh = await person(session), await person(session)
    await signed_in(client, lan)
    order = (await client.post(ORDERS, json=body(bowl), headers=key())).json()

    mine = await client.get(f"{ORDERS}/{order['code']}")
    await signed_in(client, minh)
    foreign = await client.get(f"{ORDERS}/{order['code']}")

    assert mine.status_code == 200
    assert (foreign.status_code, foreign.json()["code"]) == (404, "order_unknown")


async def test_a_code_may_be_typed_as_people_type(client, session):
    order = (await client.post(ORDERS, json=body(await goods(session)), headers=key())).json()
    typed = order["code"].lower().replace("-", " ")

    reply = await client.get(f"{ORDERS}/{typed}", headers={"X-Order-Token": order["token"]})

    assert reply.json()["code"] == order["code"]


async def test_cancelling_frees_the_stock_and_may_be_repeated(client, session):
    bowl = await goods(session)
    order = (await client.post(ORDERS, json=body(bowl), headers=key())).json()
    token = {"X-Order-Token": order["token"]}

    first = await client.post(f"{ORDERS}/{order['code']}/cancel", headers=token)
    again = await client.post(f"{ORDERS}/{order['code']}/cancel", headers=token)

    assert first.json()["status"] == again.json()["status"] == "cancelled"
    assert first.json()["payment"]["state"] == "cancelled"
    assert "pickup_code" not in first.json()
    assert await level(session, bowl) == (5, 0)


async def test_an_expired_order_cannot_be_cancelled_and_says_why(client, session, warp):
    order = (await client.post(ORDERS, json=body(await goods(session)), headers=key())).json()
    await session.execute(text("UPDATE shop_order SET status = 'expired', hold_expires_at = NULL"))
    await session.execute(text("UPDATE parcel SET status = 'expired'"))

    reply = await client.post(f"{ORDERS}/{order['code']}/cancel", headers={"X-Order-Token": order["token"]})

    assert (reply.status_code, reply.json()["code"]) == (409, "hold_expired")


async def test_a_point_packs_and_hands_over_what_was_ordered_there(client, session):
    bowl, order = await _confirmed(client, session)
    await _clerk(client, session, bowl)

    listed = await client.get(f"/api/v1/sales-points/{bowl.point}/orders")
    packed = await client.post(f"{ORDERS}/{order['code']}/pack")
    given = await client.post(f"{ORDERS}/{order['code']}/hand-over", json={"pickup_code": order["pickup_code"]})

    assert [each["code"] for each in listed.json()["items"]] == [order["code"]]
    assert order["pickup_code"] not in listed.text
    assert packed.json()["status"] == "packed"
    assert (given.json()["status"], given.json()["payment"]["state"]) == ("handed_over", "collected")
    assert await audit_books(session) == []


async def test_five_wrong_codes_lock_the_order_for_an_hour(client, session, warp):
    bowl, order = await _confirmed(client, session)
    await _clerk(client, session, bowl)
    await client.post(f"{ORDERS}/{order['code']}/pack")
    address, wrong = f"{ORDERS}/{order['code']}/hand-over", {"pickup_code": _other(order["pickup_code"])}

    tries = [await client.post(address, json=wrong) for _ in range(5)]
    locked = await client.post(address, json={"pickup_code": order["pickup_code"]})
    await warp(session, timedelta(minutes=61))
    later = await client.post(address, json={"pickup_code": order["pickup_code"]})

    assert [reply.json()["tries_left"] for reply in tries] == [4, 3, 2, 1, 0]
    assert (locked.status_code, locked.json()["code"]) == (429, "pickup_locked")
    assert int(locked.headers["retry-after"]) > 3500
    assert later.json()["status"] == "handed_over"


async def test_guessing_in_parallel_gets_no_more_tries(live_client, sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session)
        clerk = await person(session, Role.STAFF)
        session.add(PlaceStaff(place_id=bowl.place_id, person_id=clerk.id))
    order = (await live_client.post(ORDERS, json=body(bowl), headers=key())).json()
    async with sessions() as session, session.begin():
        await session.execute(text("UPDATE shop_order SET status = 'packed', hold_expires_at = NULL"))
        await session.execute(text("UPDATE parcel SET status = 'packed'"))
    await signed_in(live_client, clerk)
    wrong = {"pickup_code": _other(order["pickup_code"])}

    tries = await asyncio.gather(
        *(live_client.post(f"{ORDERS}/{order['code']}/hand-over", json=wrong) for _ in range(12))
    )

    assert sorted(reply.status_code for reply in tries) == [422] * 5 + [429] * 7


async def test_strangers_and_foreign_staff_learn_nothing_at_the_counter(client, session):
    bowl, order = await _confirmed(client, session)
    elsewhere = await goods(session, name="Chè sen", point="quay-ha-dong")
    guest = await client.post(f"{ORDERS}/{order['code']}/pack")
    await signed_in(client, await person(session))
    consumer = await client.post(f"{ORDERS}/{order['code']}/pack")
    await _clerk(client, session, elsewhere)
    foreign = await client.post(f"{ORDERS}/{order['code']}/pack")
    unknown = await client.post(f"{ORDERS}/CM-2222-2222/pack")
    foreign_list = await client.get(f"/api/v1/sales-points/{bowl.point}/orders")

    assert (guest.status_code, consumer.status_code, foreign_list.status_code) == (401, 403, 403)
    assert (foreign.status_code, foreign.json()) == (unknown.status_code, unknown.json())
    assert foreign.status_code == 404


async def test_a_buyer_may_not_order_without_end(make_client, sessions):
    async with sessions() as session, session.begin():
        bowl = await goods(session, 100)

    async with make_client(limits=True) as client:
        replies = [await client.post(ORDERS, json=body(bowl, quantity=200), headers=key()) for _ in range(61)]

    assert replies[0].status_code == 409
    assert (replies[-1].status_code, replies[-1].json()["code"]) == (429, "too_many_requests")
    assert int(replies[-1].headers["retry-after"]) >= 1


async def _confirmed(client, session):
    bowl = await goods(session)
    order = (await client.post(ORDERS, json=body(bowl), headers=key())).json()
    await session.execute(text("UPDATE shop_order SET status = 'confirmed', hold_expires_at = NULL"))
    await session.execute(text("UPDATE parcel SET status = 'confirmed'"))
    return bowl, order


async def _clerk(client, session, at):
    clerk = await person(session, Role.STAFF)
    session.add(PlaceStaff(place_id=at.place_id, person_id=clerk.id))
    await signed_in(client, clerk)


def _other(code):
    return f"{(int(code) + 1) % 1_000_000:06}"
