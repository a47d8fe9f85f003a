import hashlib
from datetime import datetime, timedelta

from tests.counter.test_api import as_staff
from tests.make.counter import till
from tests.make.inventory import goods
from tests.make.offline import secret_of, waiting_at
from tests.make.orders import staff_of

AT = "/api/v1/sales-points"


async def test_a_list_has_what_waits_here_and_nothing_that_could_be_guessed(client, session):
    at = await till(session, 9)
    packed, bare = await waiting_at(session, at), await waiting_at(session, at, packed=False, quantity=2)
    await as_staff(client, session, at.clerk)

    reply = await client.post(f"{AT}/{at.point}/pickup-lists")

    taken = reply.json()
    secret = await secret_of(session, packed)
    assert reply.status_code == 201
    assert [(each["code"], each["packed"], each["total"]) for each in taken["orders"]] == [
        (packed.code, True, 250_000),
        (bare.code, False, 500_000),
    ]
    assert taken["orders"][0]["hash"] == hashlib.sha256(f"{taken['salt']}:{secret}".encode()).hexdigest()
    assert taken["orders"][0]["phone_end"] == "678"
    assert packed.pickup_code not in reply.text
    assert secret not in reply.text
    assert "912345678" not in reply.text
    made, until = (datetime.fromisoformat(taken[name]) for name in ("made_at", "valid_until"))
    assert until - made == timedelta(hours=12)


async def test_two_lists_cannot_be_laid_side_by_side(client, session):
    at = await till(session, 5)
    await waiting_at(session, at)
    await as_staff(client, session, at.clerk)

    first, second = [(await client.post(f"{AT}/{at.point}/pickup-lists")).json() for _ in range(2)]

    assert first["id"] != second["id"]
    assert first["orders"][0]["hash"] != second["orders"][0]["hash"]


async def test_staff_of_another_point_take_nothing_along(client, session):
    at = await till(session, 5)
    await waiting_at(session, at)
    stranger = await staff_of(session, (await goods(session, point="quay-ha-dong")).place_id)
    await as_staff(client, session, stranger)

    foreign = await client.post(f"{AT}/{at.point}/pickup-lists")
    own = await client.post(f"{AT}/quay-ha-dong/pickup-lists")

    assert foreign.status_code == 403
    assert own.json()["orders"] == []
