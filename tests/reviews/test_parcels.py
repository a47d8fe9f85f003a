"""What one parcel brought is reviewed while the other is still on its way."""

import pytest
from sqlalchemy import select, update

from shop.core.actor import GUEST
from shop.media.models import AssetState
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.reviews.add_photo import add_photo
from shop.reviews.errors import LineNotReceived
from tests.make import media
from tests.make.parcels import two_parcels
from tests.web.pages import look

SAID = {"points": 5, "text": "Chè thơm, nước xanh.", "photos": []}


async def half_delivered(session):
    """An order of two parcels whose first was delivered; the lines of both, in that order."""
    order = (await two_parcels(session))[2]
    found = (await session.scalars(select(Order).where(Order.code == order.code))).one()
    arrived = update(Parcel).where(Parcel.order_id == found.id, Parcel.number == 1)
    await session.execute(arrived.values(status=OrderStatus.DELIVERED))
    lines = select(OrderLine).join(Parcel, Parcel.id == OrderLine.parcel_id).where(Parcel.order_id == found.id)
    return order, found, list(await session.scalars(lines.order_by(Parcel.number)))


async def test_each_line_waits_for_its_own_parcel(client, session):
    order, found, lines = await half_delivered(session)
    token = {"X-Order-Token": order.token}

    there, not_there = [
        await client.put(f"/api/v1/orders/{order.code}/reviews/{line.id}", json=SAID, headers=token) for line in lines
    ]

    assert found.status is OrderStatus.CONFIRMED
    assert there.status_code == 200, there.text
    assert [item["received"] for item in there.json()["items"]] == [True, False]
    assert (not_there.status_code, not_there.json()["code"]) == (409, "line_not_received")


async def test_the_pages_offer_the_review_of_what_is_there_alone(client, session):
    order, _, lines = await half_delivered(session)
    await client.get(f"/don-hang/{order.code}", params={"token": order.token})

    page = await look(client, f"/don-hang/{order.code}")
    forms = await look(client, f"/don-hang/{order.code}/danh-gia")

    assert f'href="/don-hang/{order.code}/danh-gia"' in page.text
    assert f'value="{lines[0].id}"' in forms.text
    assert f'value="{lines[1].id}"' not in forms.text
    assert "sau khi nhận hàng" in forms.text


async def test_photos_are_taken_once_one_parcel_is_there(session, settings):
    order = (await two_parcels(session))[2]
    order_id = await session.scalar(select(Order.id).where(Order.code == order.code))
    photo = {"content": media.picture(), "filename": "chè.png"}

    with pytest.raises(LineNotReceived):
        await add_photo(session, settings, GUEST, order_id, **photo)
    await session.execute(update(Parcel).where(Parcel.order_id == order_id).values(status=OrderStatus.DELIVERED))
    asset = await add_photo(session, settings, GUEST, order_id, **photo)

    assert asset.state is not AssetState.REFUSED
