"""Orders placed as a guest belong to whoever proves to have their phone."""

from datetime import UTC, datetime

import pytest

from shop.core.actor import GUEST
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.orders import placed
from tests.make.reviews import as_actor
from tests.web.pages import look

PHONE = "+84912345678"
PROVED = datetime(2026, 1, 5, tzinfo=UTC)


async def test_a_guest_s_orders_are_listed_and_open_for_who_proved_the_phone(client, session):
    bowl = await goods(session, 20)
    lan = await person(session, phone=PHONE, phone_verified_at=PROVED)
    codes = [(await placed(session, bowl, actor=actor)).code for actor in (as_actor(lan), *[GUEST] * 2)]
    await signed_in(client, lan)

    first = (await client.get("/api/v1/me/orders?limit=2")).json()
    second = (await client.get("/api/v1/me/orders", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    listed = await look(client, "/tai-khoan/don-hang")
    opened = await look(client, f"/don-hang/{codes[1]}")

    assert [order["code"] for order in first["items"] + second["items"]] == codes[::-1]
    assert codes[1] in listed.text
    assert opened.status_code == 200
    assert (await client.get(f"/api/v1/orders/{codes[2]}")).status_code == 200


@pytest.mark.parametrize("phone", [{"phone": PHONE}, {"phone": "+84987654321", "phone_verified_at": PROVED}])
async def test_neither_a_phone_only_typed_nor_another_one_opens_them(client, session, phone):
    bowl = await goods(session, 20)
    order = await placed(session, bowl)
    await signed_in(client, await person(session, **phone))

    assert (await client.get("/api/v1/me/orders")).json()["items"] == []
    assert (await client.get(f"/api/v1/orders/{order.code}")).json()["code"] == "order_unknown"


async def test_what_somebody_placed_signed_in_stays_theirs_whatever_phone_they_gave(client, session):
    order = await placed(session, await goods(session, 20), actor=as_actor(await person(session)))
    await signed_in(client, await person(session, phone=PHONE, phone_verified_at=PROVED))

    assert (await client.get("/api/v1/me/orders")).json()["items"] == []
    assert (await client.get(f"/api/v1/orders/{order.code}")).json()["code"] == "order_unknown"
