"""Pins: what may be shown for sale, at which price, and when it goes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from shop.catalog.models import Product
from shop.certification.models import Certificate, CertificateStatus
from shop.core.clock import today
from shop.core.outbox import OutboxEvent
from shop.livestream.models import Pin
from shop.livestream.unpin import drop_pins
from shop.promotions.models import Campaign
from tests.make import accounts, catalog, livestream


async def registered_id(session, stall, at=0):
    return await session.scalar(
        select(Product.registered_product_id).where(Product.id == stall.variants[at].product_id)
    )


async def pin(client, stall, at=0, **body):
    return await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[at].id), **body})


async def test_pin_shows_price_stock_and_certificate(client, session):
    stall = await livestream.stall(session, stock=7, price=250_000)
    await accounts.signed_in(client, stall.host)

    room = (await pin(client, stall, price=199_000)).json()

    [shown] = room["pins"]
    assert (shown["price"], shown["list_price"], shown["available"]) == (199_000, 250_000, 7)
    assert (shown["certificate"]["stars"], shown["certificate"]["decision_no"]) == (4, "6052/QĐ-UBND")
    assert room["stock"] == {str(stall.variants[0].id): 7}


async def test_repinning_changes_the_price_and_ends_the_old_campaign(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    await pin(client, stall, price=200_000)

    room = (await pin(client, stall, price=180_000)).json()

    assert [shown["price"] for shown in room["pins"]] == [180_000]
    campaigns = (await session.execute(select(Campaign.price, Campaign.ended_at).order_by(Campaign.id))).all()
    assert [(price, ended is None) for price, ended in campaigns] == [(200_000, False), (180_000, True)]


async def test_pinning_at_the_same_price_again_changes_nothing(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    await pin(client, stall, price=200_000)
    await pin(client, stall, price=200_000)

    assert len((await session.scalars(select(Pin))).all()) == 1
    kinds = (await session.scalars(select(OutboxEvent.kind))).all()
    assert kinds.count("livestream.pin_changed") == 1


async def test_pin_of_a_lapsed_certificate_is_refused_in_words(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    day = await today(session) - timedelta(days=1)
    await session.execute(
        update(Certificate)
        .where(Certificate.registered_product_id == await registered_id(session, stall))
        .values(in_force_until=day, in_force_from=day - timedelta(days=1000))
    )

    reply = await pin(client, stall)

    assert (reply.status_code, reply.json()["code"]) == (409, "certificate_not_in_force")
    assert "6052/QĐ-UBND" in reply.json()["detail"]
    assert f"{day:%d/%m/%Y}" in reply.json()["detail"]


async def test_pin_of_a_revoked_certificate_is_refused(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    await session.execute(update(Certificate).values(status=CertificateStatus.REVOKED))

    reply = await pin(client, stall)

    assert (reply.status_code, reply.json()["code"]) == (409, "certificate_taken_back")


@pytest.mark.parametrize(
    ("price", "status"), [(0, 422), (-1, 422), (250_001, 422), (10**30, 422), (1, 200), (250_000, 200)]
)
async def test_live_price_lies_above_zero_and_not_above_the_list(client, session, price, status):
    stall = await livestream.stall(session, price=250_000)
    await accounts.signed_in(client, stall.host)

    reply = await pin(client, stall, price=price)

    assert reply.status_code == status, reply.text


async def test_fourth_pin_is_refused_until_one_comes_down(client, session):
    stall = await livestream.stall(session, goods=4)
    await accounts.signed_in(client, stall.host)
    for at in range(3):
        assert (await pin(client, stall, at)).status_code == 200

    fourth = await pin(client, stall, 3)
    down = await client.post(f"{stall.path}/unpin", json={"variant": str(stall.variants[0].id)})
    retry = await pin(client, stall, 3)

    assert (fourth.status_code, fourth.json()["code"]) == (409, "too_many_pins")
    assert len(down.json()["pins"]) == 2
    assert retry.json()["pins"][0]["variant"] == str(stall.variants[3].id)


async def test_only_the_line_up_may_be_pinned_and_only_on_air(client, session):
    stall = await livestream.stall(session)
    waiting = await livestream.stall(session, host=stall.host, on_air=False)
    stranger = await catalog.variant_of(session, await catalog.product(session))
    await accounts.signed_in(client, stall.host)

    foreign = await client.post(f"{stall.path}/pin", json={"variant": str(stranger.id)})
    unknown = await client.post(f"{stall.path}/pin", json={"variant": str(uuid4())})
    early = await pin(client, waiting)

    assert [reply.json()["code"] for reply in (foreign, unknown, early)] == [
        "not_in_line_up",
        "not_in_line_up",
        "not_on_air",
    ]


async def test_lapse_hides_the_pin_at_once_and_the_subscriber_closes_it(client, session):
    stall = await livestream.stall(session, goods=2)
    await accounts.signed_in(client, stall.host)
    for at in range(2):
        await pin(client, stall, at)
    registered = await registered_id(session, stall)
    day = await today(session)
    await session.execute(
        update(Certificate)
        .where(Certificate.registered_product_id == registered)
        .values(in_force_from=day - timedelta(days=1000), in_force_until=day)
    )

    hidden = (await client.get(f"{stall.path}/snapshot")).json()
    dropped = await drop_pins(session, registered, "certificate lapsed")
    again = await drop_pins(session, registered, "certificate lapsed")

    assert [shown["variant"] for shown in hidden["pins"]] == [str(stall.variants[1].id)]
    assert list(hidden["stock"]) == [str(stall.variants[1].id)]
    assert (dropped, again) == (1, 0)
    assert len((await session.scalars(select(Campaign).where(Campaign.ended_at.is_(None)))).all()) == 1


async def test_unpinning_what_is_not_pinned_is_no_error(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/unpin", json={"variant": str(stall.variants[0].id)})

    assert (reply.status_code, reply.json()["pins"]) == (200, [])
