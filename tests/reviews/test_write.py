"""Who received goods may say what they are worth: once for each line, and everybody reads it."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text, update

from shop.catalog.models import CatalogChange, Product
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.media.models import AssetState
from shop.media.store import store_picture
from shop.orders.models import OrderStatus
from shop.reviews.models import Review, ReviewHistory
from tests.make import media
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.make.reviews import as_actor, received, review

SAID = {"points": 4, "text": "Gốm dày dặn, gọi 0912 345 678 hỏi thêm.", "photos": []}


def at(order, line=None):
    return f"/api/v1/orders/{order.code}/reviews/{line or order.line}"


async def sums(session, bowl):
    row = await session.execute(
        select(Product.review_count, Product.review_points).where(Product.id == bowl.product_id)
    )
    return tuple(row.one())


async def test_a_guest_reviews_what_was_handed_over_and_everybody_reads_it(client, session):
    order = await received(session)

    written = await client.put(at(order), json=SAID, headers=order.headers)
    shown = (await client.get(f"/api/v1/products/{order.goods.product_slug}/reviews")).json()

    assert written.status_code == 200, written.text
    assert written.json()["items"][0]["review"] | {"id": 0, "at": 0} == {
        "id": 0,
        "at": 0,
        "points": 4,
        "text": SAID["text"],
        "photos": [],
        "version": 1,
        "editable": True,
        "removed": None,
    }
    assert (shown["count"], shown["average"], shown["given"]) == (1, 4.0, [0, 0, 0, 1, 0])
    assert shown["items"][0]["author"] == "Minh T."
    assert shown["items"][0]["text"] == "Gốm dày dặn, gọi •••• 678 hỏi thêm."
    assert await sums(session, order.goods) == (1, 4)


async def test_the_same_review_again_changes_nothing_and_another_wording_counts_once(client, session):
    order = await received(session)

    for body in (SAID, SAID, SAID | {"points": 2}, SAID | {"points": 2}):
        assert (await client.put(at(order), json=body, headers=order.headers)).status_code == 200

    versions = await session.scalars(select(ReviewHistory.points).order_by(ReviewHistory.version))
    told = await session.scalar(
        select(func.count()).select_from(OutboxEvent).where(OutboxEvent.kind == "reviews.written")
    )
    assert list(versions) == [4, 2]
    assert await sums(session, order.goods) == (1, 2)
    assert told == 1
    assert await session.scalar(select(func.count()).select_from(CatalogChange)) >= 2


@pytest.mark.parametrize("status", [OrderStatus.HELD, OrderStatus.PACKED, OrderStatus.CANCELLED, OrderStatus.REFUSED])
async def test_what_was_not_received_is_not_reviewed(client, session, status):
    order = await received(session, status=status)

    reply = await client.put(at(order), json=SAID, headers=order.headers)

    assert (reply.status_code, reply.json()["code"]) == (409, "line_not_received")
    assert await sums(session, order.goods) == (0, 0)


async def test_the_line_must_be_of_the_order_and_the_order_the_asker_s(client, session):
    order, other = await received(session), await received(session)

    foreign_line = await client.put(at(order, other.line), json=SAID, headers=order.headers)
    no_token = await client.put(at(order), json=SAID)
    wrong_token = await client.put(at(order), json=SAID, headers=other.headers)
    nowhere = await client.put(at(order, uuid4()), json=SAID, headers=order.headers)

    assert [reply.json()["code"] for reply in (foreign_line, no_token, wrong_token, nowhere)] == [
        "line_not_received",
        "order_unknown",
        "order_unknown",
        "line_not_received",
    ]


async def test_a_signed_in_buyer_needs_no_token(client, session):
    lan = await person(session)
    await signed_in(client, lan)
    order = await received(session, actor=as_actor(lan))

    reply = await client.put(at(order), json=SAID)

    assert reply.status_code == 200


async def test_a_review_is_open_for_thirty_days(client, session):
    order = await received(session)
    written = await review(session, order, 5, "Rất ưng")
    await session.execute(
        update(Review).where(Review.id == written.id).values(created_at=Review.created_at - timedelta(days=31))
    )

    late = await client.put(at(order), json=SAID, headers=order.headers)
    same = await client.put(at(order), json={"points": 5, "text": "Rất ưng"}, headers=order.headers)

    assert (late.status_code, late.json()["code"]) == (409, "review_closed")
    assert same.status_code == 200
    assert same.json()["items"][0]["review"]["editable"] is False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"points": 0}, "validation"),
        ({"points": 6}, "validation"),
        ({"text": "   "}, "review_says_nothing"),
        ({"text": "\u200b…"}, "review_says_nothing"),
        ({"text": "x" * 2001}, "validation"),
        ({"photos": [str(uuid4())]}, "photo_unknown"),
        ({"photos": [str(uuid4()) for _ in range(6)]}, "validation"),
    ],
)
async def test_what_cannot_be_meant_is_said_and_nothing_is_written(client, session, change, code):
    order = await received(session)

    reply = await client.put(at(order), json=SAID | change, headers=order.headers)

    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert await session.scalar(select(func.count()).select_from(Review)) == 0


async def test_photos_come_in_for_an_order_and_are_shown_in_their_order(client, session, settings):
    order, other = await received(session), await received(session)
    sent = [
        await client.post(
            f"/api/v1/orders/{order.code}/review-photos",
            content=media.picture(colour=colour),
            params={"filename": "anh.jpg"},
            headers=order.headers,
        )
        for colour in ("#2F6F8F", "#8F2F2F")
    ]
    ids = [reply.json()["id"] for reply in sent]

    own = await client.put(at(order), json=SAID | {"photos": ids[::-1]}, headers=order.headers)
    foreign = await client.put(at(other), json=SAID | {"photos": ids[:1]}, headers=other.headers)
    twice = await client.put(at(order), json=SAID | {"photos": ids[:1] * 2}, headers=order.headers)
    shown = (await client.get(f"/api/v1/products/{order.goods.product_slug}/reviews?sort=photos")).json()

    assert [reply.status_code for reply in (*sent, own)] == [201, 201, 200]
    assert (foreign.json()["code"], twice.json()["code"]) == ("photo_unknown", "photo_unknown")
    assert shown["items"][0]["photos"] == [f"/media/{asset}/640.webp" for asset in ids[::-1]]
    assert shown["with_photos"] == 1


async def test_a_refused_photo_is_not_shown(session, settings, client):
    order = await received(session)
    asset = await store_picture(
        session, settings, content=media.picture(), filename="a.jpg", owner=order.id, uploaded_by=order.id
    )
    asset.state = AssetState.REFUSED
    await session.flush()

    reply = await client.put(at(order), json=SAID | {"photos": [str(asset.id)]}, headers=order.headers)

    assert reply.json()["code"] == "photo_unknown"


async def test_photos_wait_until_something_was_received(client, session):
    order = await received(session, status=OrderStatus.CONFIRMED)

    reply = await client.post(
        f"/api/v1/orders/{order.code}/review-photos", content=media.picture(), headers=order.headers
    )

    assert (reply.status_code, reply.json()["code"]) == (409, "line_not_received")


async def test_reviews_are_read_by_newness_and_by_points_page_by_page(client, session):
    bowl = await goods(session, 50)
    for points in (5, 1, 3, 1):
        await review(session, await received(session, bowl), points, f"{points} điểm")
    address = f"/api/v1/products/{bowl.product_slug}/reviews"

    newest = await pages(client, address, "newest")
    lowest = await pages(client, address, "lowest")

    assert newest == [1, 3, 1, 5]
    assert lowest == [1, 1, 3, 5]


async def pages(client, address, sort):
    """The points of all reviews, read one by one."""
    found, cursor = [], None
    while True:
        params = {"sort": sort, "limit": 1} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(address, params=params)).json()
        found += [item["points"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def test_many_buyers_and_their_doubles_at_once_add_up(live_client, sessions):
    async with short(sessions) as session:
        bowl = await goods(session, 50)
        orders = [await received(session, bowl) for _ in range(4)]

    replies = await asyncio.gather(
        *(
            live_client.put(at(order), json=SAID | {"points": 1 + number}, headers=order.headers)
            for number, order in enumerate(orders)
            for _ in range(3)
        )
    )

    async with short(sessions) as session:
        counted = await sums(session, bowl)
        recount = await session.execute(text("SELECT count(*), sum(points) FROM review"))
        assert counted == (4, 10)
        assert tuple(recount.one()) == counted
    assert {reply.status_code for reply in replies} == {200}
