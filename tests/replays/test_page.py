"""The page of a replay: a plain video with links, goods at today's price, its keepers; links that lead to it."""

import pytest
from sqlalchemy import update

from shop.catalog.models import Product, Variant
from shop.core.actor import Role
from tests.make import accounts, livestream, producers, replays
from tests.web.pages import look, send


@pytest.fixture
async def stall(session, nested_sessions, settings):
    return await replays.ready(session, nested_sessions, settings)


def here(stall):
    return f"/phien/{stall.live.slug}/xem-lai"


async def test_without_a_script_it_is_a_video_with_chapters_that_are_links(client, session, stall):
    await session.execute(update(Variant).values(price=199_000))

    page = await look(client, here(stall))
    from_five = await look(client, f"{here(stall)}?t=5")
    strange = [await client.get(f"{here(stall)}?t={typed}") for typed in ("nan", "-3", "1e300", "x")]

    assert f'src="/replays/{stall.live.slug}/whole/1.mp4"' in page.text
    assert f'src="/replays/{stall.live.slug}/whole/1.mp4#t=5.0"' in from_five.text
    assert f'href="{here(stall)}?t=1.0"' in page.text
    assert "199.000" in page.text
    assert "Gỡ bản xem lại" not in page.text
    assert [reply.status_code for reply in strange] == [200] * 4


async def test_goods_go_into_the_basket_at_todays_price(client, session, stall):
    await session.execute(update(Variant).values(price=199_000))
    form = {"variant": str(stall.variants[0].id), "quantity": "1", "sales_point": "", "then": "cart"}

    sent = await send(client, "/gio-hang/them", **form)
    basket = await look(client, "/gio-hang")

    assert sent.status_code == 303
    assert "199.000" in basket.text


async def test_while_it_is_built_the_page_says_how_far_it_is(client, session, settings):
    stall = await replays.over(session, settings)
    replay = await replays.begun(session, stall.live)
    replay.progress = 40

    page = await look(client, here(stall))
    room = await look(client, f"/phien/{stall.live.slug}")

    assert "Đang dựng bản xem lại" in page.text
    assert "40 %" in page.text
    assert here(stall) in room.text


async def test_its_host_removes_it_for_a_reason_and_nobody_else_is_offered_that(client, session, stall):
    await accounts.signed_in(client, await accounts.person(session, Role.HOST))
    strangers = await client.post(here(stall), data={"action": "remove", "reason": "Quay nhầm"})
    client.cookies.clear()
    await accounts.signed_in(client, stall.host)

    bare = await send(client, here(stall), action="remove", reason="")
    done = await send(client, here(stall), action="remove", reason="Quay nhầm")
    gone = await client.get(here(stall))
    room = await look(client, f"/phien/{stall.live.slug}")

    assert strangers.status_code == 403
    assert (bare.status_code, 'id="reason-error"' in bare.text) == (422, True)
    assert done.status_code == 303
    assert gone.status_code == 410
    assert "đã được gỡ" in gone.text
    assert here(stall) not in room.text


async def test_its_host_publishes_a_clip_and_takes_it_back(client, session, stall):
    await accounts.signed_in(client, stall.host)

    published = await send(client, here(stall), action="publish", variant=str(stall.variants[1].id))
    page = await look(client, here(stall))
    clip = page.text.split('name="clip" value="')[1].split('"')[0]
    back = await send(client, here(stall), action="take_back", clip=clip)

    assert published.headers["location"].endswith("?done=publish")
    assert "Đang cắt đoạn phim" in page.text
    assert back.headers["location"].endswith("?done=take_back")
    assert "Đang cắt đoạn phim" not in (await look(client, here(stall))).text


async def test_hall_and_producer_lead_to_it_and_a_session_without_one_leads_nowhere(client, session, stall):
    maker = await producers.producer(session)
    product = await session.get(Product, stall.variants[0].product_id)
    product.producer_id = maker.id
    other = await livestream.stall(session, hall=stall.market)

    hall = await look(client, f"/cho-dem/{stall.market.slug}")
    public = await look(client, f"/chu-the-ocop/{maker.slug}")
    nothing = await client.get(here(other))

    assert here(stall) in hall.text
    assert here(other) not in hall.text
    assert here(stall) in public.text
    assert nothing.status_code == 404
