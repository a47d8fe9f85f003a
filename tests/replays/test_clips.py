"""A clip of a product: cut from its longest showing, on its page while it may be sold, gone when it is taken back."""

import asyncio

import pytest
from sqlalchemy import select, update

from shop.broadcast.keeping import open_storage
from shop.catalog.models import Product
from shop.certification.models import Certificate, CertificateStatus
from shop.core.actor import Actor
from shop.core.db import short
from shop.replays.clear import clear_closed
from shop.replays.cut import claim_clip, cut_clip
from shop.replays.models import Clip, ClipState
from shop.replays.publish_clip import publish_clip, take_clip_back
from shop.replays.remove import remove_replay
from shop.video.names import folder
from tests.make import accounts, producers, replays, video


@pytest.fixture
async def stall(session, nested_sessions, settings):
    return await replays.ready(session, nested_sessions, settings)


async def cut_next(sessions, settings):
    async with short(sessions) as session:
        wanted = await claim_clip(session)
    if wanted is not None:
        await cut_clip(sessions, open_storage(settings), wanted)
    return wanted is not None


async def slug_of(session, variant):
    return (await session.scalars(select(Product.slug).where(Product.id == variant.product_id))).one()


async def test_a_published_clip_is_cut_and_stands_on_the_products_page(
    client, session, nested_sessions, settings, stall
):
    await accounts.signed_in(client, stall.host)
    honey = stall.variants[1]
    body = {"variant": str(honey.id)}

    made = [await client.post(f"{stall.path}/replay/clips", json=body) for _ in range(2)]
    await session.commit()
    await cut_next(nested_sessions, settings)
    listed = (await client.get(f"/api/v1/products/{await slug_of(session, honey)}/clips")).json()["items"]
    part = await client.get(listed[0]["url"], headers={"range": "bytes=4-7"})
    page = await client.get(f"/san-pham/{await slug_of(session, honey)}")

    assert [reply.status_code for reply in made] == [201, 201], made[0].text
    assert made[0].json() == {"id": made[1].json()["id"], "state": "cutting"}
    assert [one["seconds"] for one in listed] == [pytest.approx(17.1, abs=0.5)]
    assert (part.status_code, part.content, part.headers["content-type"]) == (206, b"ftyp", "video/mp4")
    assert listed[0]["url"] in page.text


async def test_a_clip_of_goods_that_may_not_be_sold_is_not_to_be_had(client, session, nested_sessions, settings, stall):
    honey = stall.variants[1]
    clip = await publish_clip(session, Actor(person_id=stall.host.id), stall.live.slug, honey.id)
    await session.commit()
    await cut_next(nested_sessions, settings)
    product = await session.get(Product, honey.product_id)
    of_it = Certificate.registered_product_id == product.registered_product_id
    await session.execute(update(Certificate).where(of_it).values(status=CertificateStatus.REVOKED))

    listed = (await client.get(f"/api/v1/products/{product.slug}/clips")).json()
    file = await client.get(f"/clips/{clip.id}.mp4")

    assert listed == {"items": []}
    assert file.json()["code"] == "clip_unknown"


async def test_who_has_nothing_to_do_with_it_publishes_nothing_and_its_producer_does(client, session, stall):
    product = await session.get(Product, stall.variants[0].product_id)
    maker = await producers.producer(session)
    product.producer_id = maker.id
    stranger, owner = await accounts.person(session), await accounts.person(session)
    await producers.join(session, maker, owner)
    answers = []

    for person in (stranger, owner):
        client.cookies.clear()
        await accounts.signed_in(client, person)
        body = {"variant": str(stall.variants[0].id)}
        answers.append((await client.post(f"{stall.path}/replay/clips", json=body)).status_code)

    assert answers == [403, 201]


async def test_what_was_not_shown_or_too_short_is_no_clip(client, session, nested_sessions, settings):
    stall = await replays.ready(session, nested_sessions, settings, goods=3)
    await accounts.signed_in(client, stall.host)
    bodies = [{"variant": str(variant.id)} for variant in stall.variants]

    codes = [(await client.post(f"{stall.path}/replay/clips", json=body)).json().get("code") for body in bodies]

    assert codes == [None, None, "not_shown_in_replay"]


async def test_a_clip_taken_back_while_it_is_cut_leaves_no_file(sessions, settings):
    async with short(sessions) as session:
        stall = await replays.over(session, settings)
        await replays.begun(session, stall.live)
    await replays.work(sessions, settings)
    host = Actor(person_id=stall.host.id)
    async with short(sessions) as session:
        clip = await publish_clip(session, host, stall.live.slug, stall.variants[1].id)
    async with short(sessions) as session:
        wanted = await claim_clip(session)
    async with short(sessions) as session:
        await take_clip_back(session, host, clip.id)

    await cut_clip(sessions, open_storage(settings), wanted)
    await clear_closed(sessions, open_storage(settings))

    async with short(sessions) as session:
        state = (await session.scalars(select(Clip.state))).one()
    assert state is ClipState.REMOVED
    assert [name for name in await video.names(settings, folder(str(stall.live.id))) if "/clips/" in name] == []


async def test_a_replay_removed_while_its_clip_is_cut_leaves_no_file(sessions, settings):
    async with short(sessions) as session:
        stall = await replays.over(session, settings)
        await replays.begun(session, stall.live)
    await replays.work(sessions, settings)
    host = Actor(person_id=stall.host.id)
    async with short(sessions) as session:
        await publish_clip(session, host, stall.live.slug, stall.variants[1].id)

    async def claim():
        async with short(sessions) as session:
            return await claim_clip(session)

    claims = [one for one in await asyncio.gather(claim(), claim()) if one is not None]
    async with short(sessions) as session:
        await remove_replay(session, host, stall.live.slug, "Quay nhầm")

    await cut_clip(sessions, open_storage(settings), claims[0])
    await clear_closed(sessions, open_storage(settings))

    assert len(claims) == 1
    assert await video.names(settings, folder(str(stall.live.id))) == []
