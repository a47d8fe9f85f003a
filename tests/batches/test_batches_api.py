"""Batches over HTTP: who may write one, what cannot be true, and what a code says."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.batches.models import Batch
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.core.clock import today
from shop.core.outbox import OutboxEvent
from shop.producers.models import MemberRole, Producer, ProducerMember
from tests.make import accounts, batches, catalog, places


async def goods(session, role=MemberRole.EDITOR):
    """A product of a producer, its variant, and a member of the producer."""
    product = await catalog.product(session, "Chè lam", producer="HTX Thạch Xá", sample=False)
    variant = await catalog.variant_of(session, product)
    member = await accounts.person(session, Role.PRODUCER)
    session.add(ProducerMember(producer_id=product.producer_id, person_id=member.id, role=role))
    await session.flush()
    maker = await session.get(Producer, product.producer_id)
    return product, variant, member, maker


def body(of, day, **changes):
    return {
        "variant": str(of.id),
        "lot": "L-0126",
        "produced_on": day.isoformat(),
        "best_before": (day + timedelta(days=60)).isoformat(),
        "pieces": 240,
    } | changes


async def test_a_member_writes_a_batch_and_its_code_says_everything(client, session):
    product, variant, member, maker = await goods(session)
    point = await places.place(session, "Điểm OCOP Hoàng Cầu")
    day = await today(session)
    await accounts.signed_in(client, member)

    reply = await client.post(
        f"/api/v1/producers/{maker.slug}/batches", json=body(variant, day, sales_point=point.slug)
    )
    said = (await client.get(f"/api/v1/batches/{reply.json()['code'].lower().replace('-', ' ')}")).json()

    assert reply.status_code == 201
    assert (said["lot"], said["state"], said["variant"]) == ("L-0126", "fresh", variant.name)
    assert said["product"]["slug"] == product.slug
    assert said["sales_point"] == {"slug": point.slug, "name": point.name}
    assert said["certificate"]["stars"] == 4
    assert "note" not in said
    acts = list(await session.scalars(select(AuditEntry.action).where(AuditEntry.subject == said["code"])))
    assert acts == ["batch.make"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"produced_on": 1}, "batch_dates", "produced_on"),
        ({"produced_on": -4000}, "batch_dates", "produced_on"),
        ({"best_before": -1}, "batch_dates", "best_before"),
        ({"best_before": 3651}, "batch_dates", "best_before"),
    ],
)
async def test_dates_that_cannot_be_true_are_refused(client, session, changes, code, field):
    _, variant, member, maker = await goods(session)
    day = await today(session)
    await accounts.signed_in(client, member)
    dates = {name: (day + timedelta(days=days)).isoformat() for name, days in changes.items()}

    reply = await client.post(f"/api/v1/producers/{maker.slug}/batches", json=body(variant, day, **dates))

    assert (reply.status_code, reply.json()["code"], reply.json()["field"]) == (422, code, field)


@pytest.mark.parametrize(
    "changes",
    [
        {"lot": ""},
        {"lot": "x" * 41},
        {"lot": "a\u0000b"},
        {"pieces": 0},
        {"pieces": 10**30},
        {"best_before": "9999-12-31"},
        {"produced_on": "0001-01-01"},
        {"produced_on": "hôm qua"},
        {"variant": "01890000-0000-7000-8000-000000000000"},
        {"sales_point": "khong-co"},
        {"code": "LO-2222-2222"},
    ],
)
async def test_bad_input_is_refused_in_words(client, session, changes):
    _, variant, member, maker = await goods(session)
    await accounts.signed_in(client, member)

    reply = await client.post(
        f"/api/v1/producers/{maker.slug}/batches", json=body(variant, await today(session), **changes)
    )

    assert reply.status_code in {400, 404, 422}, reply.text
    assert reply.json()["detail"].strip()
    assert await session.scalar(select(func.count()).select_from(Batch)) == 0


async def test_another_producers_variant_is_no_batch_of_yours(client, session):
    _, _, member, maker = await goods(session)
    other = await catalog.variant_of(session, await catalog.product(session, producer="Người khác"))
    await accounts.signed_in(client, member)

    reply = await client.post(f"/api/v1/producers/{maker.slug}/batches", json=body(other, await today(session)))

    assert (reply.status_code, reply.json()["code"]) == (422, "variant_not_yours")


@pytest.mark.parametrize(
    ("role", "status"), [(MemberRole.OWNER, 201), (MemberRole.EDITOR, 201), (MemberRole.VIEWER, 403)]
)
async def test_a_viewer_only_looks(client, session, role, status):
    _, variant, member, maker = await goods(session, role)
    await accounts.signed_in(client, member)

    reply = await client.post(f"/api/v1/producers/{maker.slug}/batches", json=body(variant, await today(session)))

    assert reply.status_code == status
    assert (await client.get(f"/api/v1/producers/{maker.slug}/batches")).status_code == 200


async def test_the_staff_of_the_place_writes_a_batch_that_goes_there_and_no_other(client, session):
    _, variant, _, maker = await goods(session)
    clerk = await accounts.person(session, Role.STAFF)
    mine, other = await places.place(session, staff=[clerk]), await places.place(session)
    day = await today(session)
    await accounts.signed_in(client, clerk)

    replies = [
        await client.post(f"/api/v1/producers/{maker.slug}/batches", json=body(variant, day, sales_point=at))
        for at in (mine.slug, other.slug, None)
    ]

    assert [reply.status_code for reply in replies] == [201, 403, 403]


async def test_no_batch_goes_to_a_closed_point(client, session):
    _, variant, member, maker = await goods(session)
    day = await today(session)
    closed = await places.place(session, closed_from=day)
    await accounts.signed_in(client, member)

    reply = await client.post(
        f"/api/v1/producers/{maker.slug}/batches", json=body(variant, day, sales_point=closed.slug)
    )

    assert (reply.status_code, reply.json()["code"]) == (422, "place_closed")


async def test_the_same_lot_twice_at_once_is_one_batch(live_client, sessions):
    async with sessions() as session, session.begin():
        _, variant, member, maker = await goods(session)
        day = await today(session)
    await accounts.signed_in(live_client, member)

    replies = await asyncio.gather(
        *(live_client.post(f"/api/v1/producers/{maker.slug}/batches", json=body(variant, day)) for _ in range(6))
    )

    assert sorted(reply.status_code for reply in replies) == [201] + [409] * 5
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"lot_taken"}
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Batch)) == 1


async def test_two_who_recall_at_once_recall_once(live_client, sessions):
    async with sessions() as session, session.begin():
        _, variant, member, _ = await goods(session)
        made = await batches.batch(session, variant)
    await accounts.signed_in(live_client, member)

    replies = await asyncio.gather(
        *(live_client.post(f"/api/v1/batches/{made.code}/recall", json={"reason": "Lẫn dị vật"}) for _ in range(4))
    )

    assert sorted(reply.status_code for reply in replies) == [200] + [409] * 3
    async with sessions() as session:
        kinds = list(await session.scalars(select(OutboxEvent.kind)))
        assert kinds.count("batches.recalled") == 1


async def test_a_recalled_batch_says_why_to_everybody(client, session):
    _, variant, member, _ = await goods(session)
    made = await batches.batch(session, variant)
    await accounts.signed_in(client, member)

    await client.post(f"/api/v1/batches/{made.code}/recall", json={"reason": "Lẫn dị vật"})
    client.cookies.clear()
    said = (await client.get(f"/api/v1/batches/{made.code}")).json()

    assert (said["state"], said["recall_reason"]) == ("recalled", "Lẫn dị vật")


@pytest.mark.parametrize(
    ("role", "status"), [(None, 401), (Role.CONSUMER, 403), (Role.STAFF, 403), (Role.OFFICER, 200)]
)
async def test_who_may_recall(client, session, role, status):
    _, variant, _, _ = await goods(session)
    made = await batches.batch(session, variant)
    if role is not None:
        await accounts.signed_in(client, await accounts.person(session, role))

    reply = await client.post(f"/api/v1/batches/{made.code}/recall", json={"reason": "Lẫn dị vật"})

    assert reply.status_code == status


async def test_place_and_note_may_change_and_what_is_printed_may_not(client, session):
    _, variant, member, _ = await goods(session)
    made = await batches.batch(session, variant)
    point = await places.place(session)
    await accounts.signed_in(client, member)

    moved = await client.patch(f"/api/v1/batches/{made.code}", json={"sales_point": point.slug, "note": "20 thùng"})
    kept = await client.patch(f"/api/v1/batches/{made.code}", json={"note": "19 thùng"})
    refused = await client.patch(f"/api/v1/batches/{made.code}", json={"lot": "khác"})

    assert (moved.json()["sales_point"], moved.json()["note"]) == (point.slug, "20 thùng")
    assert (kept.json()["sales_point"], kept.json()["note"]) == (point.slug, "19 thùng")
    assert refused.status_code in {400, 422}
    assert moved.json()["lot"] == made.lot


@pytest.mark.parametrize(
    ("age", "lasts", "state"),
    [(10, 90, "fresh"), (70, 90, "near_end"), (90, 90, "near_end"), (91, 90, "past"), (9, None, "fresh")],
)
async def test_best_before_is_good_on_its_own_day_and_past_the_next(client, session, age, lasts, state):
    _, variant, _, _ = await goods(session)
    made = await batches.batch(session, variant, age=age, lasts=lasts)

    assert (await client.get(f"/api/v1/batches/{made.code}")).json()["state"] == state


async def test_pages_of_batches_go_on_where_they_stopped(client, session):
    _, variant, member, maker = await goods(session)
    made = [await batches.batch(session, variant) for _ in range(5)]
    await accounts.signed_in(client, member)

    first = (await client.get(f"/api/v1/producers/{maker.slug}/batches", params={"limit": 3})).json()
    await batches.batch(session, variant)
    rest = await client.get(
        f"/api/v1/producers/{maker.slug}/batches", params={"limit": 3, "cursor": first["next_cursor"]}
    )

    codes = [one["code"] for one in first["items"] + rest.json()["items"]]
    assert codes == [one.code for one in reversed(made)]
    assert rest.json()["next_cursor"] is None
