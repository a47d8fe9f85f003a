"""A producer opens a window on the console, corrects what is wrong, closes it; goods are received where they come."""

from datetime import timedelta

from sqlalchemy import select

from shop.catalog.models import Variant
from shop.core.actor import Role
from shop.core.clock import today
from shop.places.models import PlaceStaff
from shop.preorders.models import PreorderWindow
from shop.producers.models import Producer
from tests.counter.test_api import as_staff
from tests.make.accounts import person
from tests.make.inventory import goods, level
from tests.make.preorders import harvest, preordered, stands
from tests.make.producers import actor, join
from tests.web.pages import hidden, look, send


async def _editor(session, variant_id):
    """Somebody who acts for the producer of a variant, and the page of the producer's pre-orders."""
    maker = await session.scalar(
        select(Producer).join(Variant, Variant.producer_id == Producer.id).where(Variant.id == variant_id)
    )
    member = await person(session, Role.PRODUCER)
    await join(session, maker, member)
    return actor(member, Role.PRODUCER), f"/chu-the/{maker.slug}/dat-truoc"


async def _form(session, litchi, **changes):
    day = await today(session)
    days = {"starts_on": 0, "ends_on": 10, "ship_from": 20, "ship_until": 30}
    usual = {name: (day + timedelta(days=later)).isoformat() for name, later in days.items()}
    about = {"act": "open", "variant": str(litchi.variant_id), "sales_point": litchi.point, "quantity": "1.200"}
    return usual | about | changes


async def test_a_window_is_opened_once_its_days_are_right_and_closed_again(client, session):
    litchi = await goods(session, 0)
    member, at = await _editor(session, litchi.variant_id)
    await as_staff(client, session, member)
    await look(client, at)

    unread = await send(client, at, **await _form(session, litchi, ends_on="hôm nào"))
    too_late = await send(client, at, **await _form(session, litchi, ship_until="2020-01-01"))
    opened = await send(client, at, **await _form(session, litchi, buyer_limit="5"))
    twice = await send(client, at, **await _form(session, litchi))
    window = await session.scalar(select(PreorderWindow))
    closed = await send(client, at, act="close", window=str(window.id))
    page = await look(client, closed.headers["location"])

    assert [one.status_code for one in (unread, too_late, opened, twice, closed)] == [422, 422, 303, 409, 303]
    assert "1.200" in unread.text
    await session.refresh(window)
    assert (window.quantity, window.buyer_limit, window.closed_at is None) == (1_200, 5, False)
    assert "Đã đóng đợt" in page.text


async def test_who_works_where_the_goods_come_to_receives_them_once_and_who_does_not_is_told(client, session):
    litchi, window = await harvest(session)
    member, at = await _editor(session, litchi.variant_id)
    await preordered(session, litchi, 3)
    await as_staff(client, session, member)
    form = await look(client, at)
    sent = {"act": "harvest", "window": str(window.id), "pieces": "5", "request_key": hidden(form, "request_key")}

    refused = await send(client, at, **sent)
    before = await stands(session, window)
    session.add(PlaceStaff(place_id=litchi.place_id, person_id=member.person_id))
    await session.flush()
    received, again = await send(client, at, **sent), await send(client, at, **sent)

    assert [one.status_code for one in (refused, received, again)] == [403, 303, 303]
    assert "nhân viên điểm đó nhận" in refused.text
    assert (before[1], await stands(session, window)) == ([(3, "waiting")], ((3, 2), [(3, "allotted")]))
    assert await level(session, litchi) == (5, 3)
