"""A producer answers once; only the law takes a review down, and everybody sees that it did."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.media.keep import width_files
from shop.media.make_widths import make_widths
from shop.media.models import AssetState
from shop.media.store import store_picture
from shop.media.withhold import remove_withheld
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_review import tell_review, tell_reviewer
from shop.producers.models import MemberRole, ProducerMember
from shop.reviews.events import ReviewAnswered, ReviewRemoved, ReviewWritten
from shop.reviews.models import Review, ReviewHistory, Side
from tests.make import media
from tests.make.accounts import person, signed_in
from tests.make.reviews import maker, received, review

LEGAL = {"basis": "Công an TP Hà Nội, công văn 12/CV", "reason": "Bịa đặt xúc phạm danh dự người khác"}


async def desk(client, session, *, role=MemberRole.OWNER):
    """A review and its producer, whose member is signed in: (producer, order, review)."""
    order = await received(session)
    lan = await person(session, Role.PRODUCER, email="lan@chomay.test")
    own = await maker(session, order.goods)
    session.add(ProducerMember(producer_id=own.id, person_id=lan.id, role=role))
    await session.flush()
    await signed_in(client, lan)
    return own, order, await review(session, order, 2, "Men xước, gọi 0912345678")


def reply_to(own, written):
    return f"/api/v1/producers/{own.slug}/reviews/{written.id}/reply"


async def test_a_producer_answers_once_and_every_wording_is_kept(client, session):
    own, order, written = await desk(client, session)
    waiting = await client.get(f"/api/v1/producers/{own.slug}/reviews?waiting=true")

    for words in ("Xin lỗi bạn", "Xin lỗi bạn", "Xin lỗi bạn, mình đổi bộ khác"):
        assert (await client.put(reply_to(own, written), json={"text": words})).status_code == 200

    shown = (await client.get(f"/api/v1/products/{order.goods.product_slug}/reviews")).json()["items"][0]["reply"]
    kept = await session.scalars(
        select(ReviewHistory.words).where(ReviewHistory.side == Side.REPLY).order_by(ReviewHistory.version)
    )
    left = await client.get(f"/api/v1/producers/{own.slug}/reviews?waiting=true")
    assert [item["review"]["id"] for item in waiting.json()["items"]] == [str(written.id)]
    assert (shown["text"], shown["edited"]) == ("Xin lỗi bạn, mình đổi bộ khác", True)
    assert list(kept) == ["Xin lỗi bạn", "Xin lỗi bạn, mình đổi bộ khác"]
    assert left.json()["items"] == []


async def test_only_editors_answer_and_only_about_their_own_products(client, session):
    own, _, written = await desk(client, session, role=MemberRole.VIEWER)
    foreign = await review(session, await received(session))

    viewer = await client.put(reply_to(own, written), json={"text": "Cảm ơn"})
    await signed_in(client, await person(session, Role.ADMIN))
    replies = [
        await client.put(reply_to(own, foreign), json={"text": "Cảm ơn"}),
        await client.put(f"/api/v1/producers/{own.slug}/reviews/{uuid4()}/reply", json={"text": "Cảm ơn"}),
        await client.put(reply_to(own, written), json={"text": " \u200b"}),
    ]

    assert (viewer.status_code, viewer.json()["code"]) == (403, "not_allowed")
    assert [reply.json()["code"] for reply in replies] == ["review_unknown", "review_unknown", "review_says_nothing"]


async def test_a_review_is_taken_down_for_the_law_alone_and_goes_on_counting(client, session):
    order = await received(session)
    written = await review(session, order, 1, "Lời xúc phạm")
    officer = await person(session, Role.OFFICER, name="Đỗ Thu Hà")
    await signed_in(client, officer)
    address = f"/api/v1/reviews/{written.id}/remove"

    unexplained = await client.post(address, json={"basis": "", "reason": ""})
    first = await client.post(address, json=LEGAL)
    again = await client.post(address, json={"basis": "Ai đó", "reason": "Lý do khác"})
    page = (await client.get(f"/api/v1/products/{order.goods.product_slug}/reviews")).json()
    changed = await client.put(
        f"/api/v1/orders/{order.code}/reviews/{order.line}",
        json={"points": 5, "text": "Đổi ý"},
        headers=order.headers,
    )
    acts = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "review.remove"))).all()

    assert unexplained.status_code == 422
    assert first.json() == again.json() == page["items"][0]
    assert page["items"][0] | {"at": 0} == {
        "id": str(written.id),
        "points": 1,
        "author": "Minh T.",
        "text": "",
        "locale": "vi",
        "photos": [],
        "at": 0,
        "edited_at": None,
        "reply": None,
        "removed": page["items"][0]["removed"],
    }
    assert page["items"][0]["removed"]["reason"] == LEGAL["reason"]
    assert (page["count"], page["average"]) == (1, 1.0)
    assert changed.json()["code"] == "review_taken_down"
    assert [(act.actor, act.detail) for act in acts] == [(str(officer.id), LEGAL | {"officer": "Đỗ Thu Hà"})]


async def test_nobody_but_an_officer_takes_a_review_down(client, session):
    _, _, written = await desk(client, session)

    refused = await client.post(f"/api/v1/reviews/{written.id}/remove", json=LEGAL)
    deleted = await client.delete(f"/api/v1/reviews/{written.id}/remove")

    assert (refused.status_code, deleted.status_code) == (403, 405)


async def test_the_files_of_a_review_taken_down_go_unless_they_are_shown_elsewhere(client, session, settings):
    order, other = await received(session), await received(session)
    own, shared = media.picture(colour="#101010"), media.picture(colour="#F0F0F0")
    assets = [await _stored(session, settings, order, content) for content in (own, shared)]
    await _stored(session, settings, other, shared)
    written = await review(session, order, photos=[asset.id for asset in assets])
    await signed_in(client, await person(session, Role.OFFICER))

    await client.post(f"/api/v1/reviews/{written.id}/remove", json=LEGAL)
    await remove_withheld(session, settings, [asset.id for asset in assets])

    there = [any(path.exists() for path in width_files(settings.media_path, asset.digest).values()) for asset in assets]
    for asset in assets:
        await session.refresh(asset)
    assert [asset.state for asset in assets] == [AssetState.REFUSED] * 2
    assert there == [False, True]


async def _stored(session, settings, order, content):
    asset = await store_picture(
        session, settings, content=content, filename="a.jpg", owner=order.id, uploaded_by=order.id
    )
    await make_widths(session, settings, asset.id)
    await session.refresh(asset)
    return asset


async def test_producer_and_writer_are_told_once_each(client, session):
    _, order, written = await desk(client, session)
    facts = {"review_id": written.id, "product_id": written.product_id}

    for tell, event in (
        (tell_review, ReviewWritten(**facts)),
        (tell_reviewer, ReviewAnswered(**facts)),
        (tell_reviewer, ReviewRemoved(**facts)),
    ):
        event_id = uuid4()
        await tell(session, event_id, event)
        assert await tell(session, event_id, event) == 0

    notices = (await session.scalars(select(Notice).order_by(Notice.id))).all()
    assert [(one.channel, one.email or one.reader) for one in notices] == [
        (Channel.IN_APP, notices[0].reader),
        (Channel.EMAIL, "lan@chomay.test"),
        (Channel.IN_APP, f"order:{order.id}"),
        (Channel.IN_APP, f"order:{order.id}"),
    ]
    assert notices[0].subject == "“Bát gốm men lam” có đánh giá mới: 2 trên 5 điểm"


@pytest.mark.parametrize("statement", ["UPDATE review_history SET words = 'x'", "DELETE FROM review_history"])
async def test_the_database_keeps_every_wording(session, statement):
    await review(session)

    with pytest.raises(DBAPIError):
        await session.execute(text(statement))


async def test_what_stands_on_the_product_is_what_a_recount_finds(session):
    order = await received(session)
    await review(session, order, 4)
    await review(session, order, 2, "Đổi ý")
    await review(session, await received(session, order.goods), 5)

    row = await session.execute(
        text(
            "SELECT product.review_count, product.review_points, count(*), sum(review.points) "
            "FROM product JOIN review ON review.product_id = product.id GROUP BY product.id"
        )
    )

    assert [tuple(one) for one in row] == [(2, 7, 2, 7)]
    assert len((await session.scalars(select(Review))).all()) == 2
