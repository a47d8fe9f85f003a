"""Orders of authorities to remove something: due in a day, carried out, told when late."""

from datetime import timedelta

from sqlalchemy import select

from shop.catalog.models import Product
from shop.core.actor import Role
from shop.core.outbox import OutboxEvent
from shop.livestream.models import Pin
from shop.notifications.models import Notice
from shop.notifications.notify_oversight import tell_late
from shop.oversight.events import TakedownLate
from shop.oversight.models import Takedown
from shop.oversight.takedown import warn_of_late
from tests.make import accounts, livestream, oversight
from tests.web.pages import hidden, look, send

HERE = "/van-phong/yeu-cau-go"


async def test_a_product_leaves_shelf_and_room_as_the_order_is_carried_out(client, session):
    stall = await livestream.stall(session)
    product = await session.get(Product, stall.variants[0].product_id)
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 100_000})
    client.cookies.clear()
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    order = {"kind": "product", "subject": product.slug, "authority": "Cục TMĐT", "document_no": "9/TMĐT"}

    unknown = await send(client, HERE, act="note", **(order | {"subject": "khong-co-gi"}))
    bare = await send(client, HERE, act="note", **(order | {"authority": ""}))
    noted = [await send(client, HERE, act="note", **order) for _ in range(2)]
    takedown = hidden(await look(client, HERE), "takedown")
    done = [await send(client, HERE, act="carry", takedown=takedown, how="Gỡ khỏi kệ") for _ in range(2)]

    assert [one.status_code for one in (unknown, bare, *noted, *done)] == [422, 422, 303, 303, 303, 303]
    one = (await session.scalars(select(Takedown))).one()
    assert one.due_at - one.received_at == timedelta(hours=24)
    assert (await session.scalars(select(Product.hidden).where(Product.id == product.id))).one()
    assert (await session.scalars(select(Pin.unpin_reason))).one() == "order of an authority"
    assert "Gỡ khỏi kệ" in (await look(client, HERE)).text


async def test_late_orders_are_told_to_officers_once(session, warp):
    officer = await accounts.person(session, Role.OFFICER)
    late = await oversight.takedown(session, officer, received_ago=timedelta(hours=23))
    await oversight.takedown(session, officer)
    await session.commit()

    early = await warn_of_late(session)
    await warp(session, timedelta(hours=2))
    told = [await warn_of_late(session) for _ in range(2)]
    await session.flush()
    event = TakedownLate(takedown_id=late.id)
    stored = (await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == TakedownLate.kind))).one()
    await tell_late(session, stored.id, event)

    assert (early, told) == (0, [1, 0])
    notice = (await session.scalars(select(Notice).where(Notice.person_id == officer.id).limit(1))).one()
    assert "đã quá 24 giờ" in notice.body_text
