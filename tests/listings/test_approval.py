"""The office decides: what is live changes at once and whole, or not at all."""

import asyncio

import msgspec
import pytest
from sqlalchemy import func, select

from shop.catalog.content import Words, read_content
from shop.catalog.errors import ContentChanged
from shop.catalog.models import CatalogChange, Product
from shop.catalog.queries import product_page
from shop.core.audit import AuditEntry
from shop.core.outbox import OutboxEvent
from shop.core.transitions import IllegalMove
from shop.listings.approve import Compared, approve_edit
from shop.listings.decline import decline_edit
from shop.listings.edit import Wish, save_edit
from shop.listings.errors import (
    EditMoved,
    PriceMissing,
    ProducerNotActive,
)
from shop.listings.models import EditState, ListingEdit
from shop.listings.queries import edits_of, variants_of
from shop.listings.submit import submit_edit
from shop.listings.withdraw import withdraw_edit
from shop.producers.suspend import suspend_producer
from tests.make import listings as make
from tests.make.accounts import signed_in


async def approve(session, shop, edit, content=None):
    compared = Compared(edit=edit.version, content=content or shop.product.version)
    return await approve_edit(session, shop.officer.id, edit.id, compared)


async def changes_of(session, product):
    return await session.scalar(
        select(func.count()).select_from(CatalogChange).where(CatalogChange.product_id == product.id)
    )


async def test_what_is_live_stays_until_the_approval_and_changes_with_it(session):
    shop = await make.shop(session)
    noted, version = await changes_of(session, shop.product), shop.product.version
    edit = await make.edit(session, shop, name="Bát gốm men lam cổ")
    before = await product_page(session, shop.product.slug)
    assert (before.product.name, await changes_of(session, shop.product)) == ("Bát gốm men lam", noted)

    await approve(session, shop, edit)
    await session.flush()

    after = await product_page(session, shop.product.slug)
    assert (after.product.name, after.summary("vi")) == (
        "Bát gốm men lam cổ",
        "Bát vẽ tay, men lam, nung ở 1.250 độ.",
    )
    assert after.product.version == version + 1
    assert await changes_of(session, shop.product) > noted
    assert edit.state is EditState.APPROVED


async def test_an_approval_leaves_its_audit_row_with_the_differences_and_its_event(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, name="Bát gốm men lam cổ")

    await approve(session, shop, edit)
    await session.flush()

    act = await session.scalar(select(AuditEntry).where(AuditEntry.action == "listing.approve"))
    told = await session.scalar(select(OutboxEvent).where(OutboxEvent.kind == "listings.approved"))
    assert act.actor == str(shop.officer.id)
    assert {"field": "name", "before": "Bát gốm men lam", "after": "Bát gốm men lam cổ", "pieces": []} in act.detail[
        "changes"
    ]
    assert (told.payload["edit_id"], told.payload["published"]) == (str(edit.id), False)


async def test_a_draft_is_hidden_until_its_first_approval_publishes_it(session):
    shop = await make.shop(session)
    product = await make.draft(session, shop)
    edit = (await edits_of(session, product.id, 1))[0]
    drafted = await read_content(session, product.id)
    said = msgspec.structs.replace(drafted, texts={"vi": Words(summary="Chè lam dẻo, thơm gừng.")})
    await save_edit(session, shop.actor, product.id, Wish(content=said, version=edit.version))
    await submit_edit(session, shop.actor, edit.id, edit.version)
    await session.flush()
    assert await product_page(session, product.slug) is None

    await approve_edit(session, shop.officer.id, edit.id, Compared(edit=edit.version, content=product.version))
    await session.flush()

    assert product.published_at is not None
    assert (await product_page(session, product.slug)).summary("vi") == "Chè lam dẻo, thơm gừng."


async def test_an_edit_is_approved_once(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, name="Bát mới")
    seen = Compared(edit=edit.version, content=shop.product.version)
    await approve_edit(session, shop.officer.id, edit.id, seen)

    with pytest.raises(IllegalMove):
        await approve_edit(session, shop.officer.id, edit.id, seen)


async def test_two_officers_at_once_one_wins(sessions):
    async with sessions() as session, session.begin():
        shop = await make.shop(session)
        edit = await make.edit(session, shop, name="Bát mới")
        seen = Compared(edit=edit.version, content=shop.product.version)

    async def decide(act):
        async with sessions() as session, session.begin():
            await act(session)

    answers = await asyncio.gather(
        decide(lambda session: approve_edit(session, shop.officer.id, edit.id, seen)),
        decide(lambda session: decline_edit(session, shop.officer.id, edit.id, seen.edit, "Thiếu nguồn gốc")),
        decide(lambda session: approve_edit(session, shop.officer.id, edit.id, seen)),
        return_exceptions=True,
    )

    refused = [answer for answer in answers if answer is not None]
    assert [type(one) for one in refused] == [IllegalMove] * 2
    async with sessions() as session:
        decided = await session.get_one(ListingEdit, edit.id)
        acts = await session.scalar(
            select(func.count()).where(AuditEntry.action.in_(["listing.approve", "listing.decline"]))
        )
    assert decided.state in {EditState.APPROVED, EditState.DECLINED}
    assert acts == 1


async def test_an_officer_who_looked_at_an_older_edit_does_not_approve_the_new_one(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, name="Bát mới")
    seen = Compared(edit=edit.version, content=shop.product.version)
    await withdraw_edit(session, shop.actor, edit.id)
    other = await make.content(session, shop, name="Bát chữa bệnh")
    await save_edit(session, shop.actor, shop.product.id, Wish(content=other, version=edit.version))
    await submit_edit(session, shop.actor, edit.id, edit.version)

    with pytest.raises(EditMoved):
        await approve_edit(session, shop.officer.id, edit.id, seen)


async def test_content_that_went_live_meanwhile_is_compared_anew(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, name="Bát mới")
    seen = Compared(edit=edit.version, content=shop.product.version)
    shop.product.version += 1
    await session.flush()

    with pytest.raises(ContentChanged) as refused:
        async with session.begin_nested():
            await approve_edit(session, shop.officer.id, edit.id, seen)

    assert refused.value.extra == {"version": seen.content + 1}
    assert (await read_content(session, shop.product.id)).name == "Bát gốm men lam"
    await approve(session, shop, edit, content=seen.content + 1)
    assert (await read_content(session, shop.product.id)).name == "Bát mới"


async def test_declined_then_changed_then_approved(session):
    shop = await make.shop(session)
    declined = await make.edit(session, shop, name="Bát chữa bệnh")
    await decline_edit(session, shop.officer.id, declined.id, declined.version, "Không nói chữa bệnh")
    second = await make.edit(session, shop, name="Bát men lam vẽ tay")

    await approve(session, shop, second)
    await session.flush()

    history = [(edit.state, edit.reason) for edit in await edits_of(session, shop.product.id, 9)]
    assert history == [(EditState.APPROVED, None), (EditState.DECLINED, "Không nói chữa bệnh")]
    assert (await read_content(session, shop.product.id)).name == "Bát men lam vẽ tay"


async def test_a_suspended_producers_edit_is_not_approved(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, name="Bát mới")
    await suspend_producer(session, shop.officer.id, shop.producer.id, "Kiểm tra xưởng")
    await session.flush()

    with pytest.raises(ProducerNotActive):
        await approve(session, shop, edit)


async def test_an_approval_that_is_cut_off_leaves_nothing(sessions):
    async with sessions() as session, session.begin():
        shop = await make.shop(session)
        edit = await make.edit(session, shop, name="Bát mới")
        seen = Compared(edit=edit.version, content=shop.product.version)

    async with sessions() as session:  # as of a process that dies: the work is done, the commit never comes
        await approve_edit(session, shop.officer.id, edit.id, seen)
        await session.flush()
        await session.rollback()

    async with sessions() as session:
        assert (await session.get_one(ListingEdit, edit.id)).state is EditState.SUBMITTED
        assert (await session.get_one(Product, shop.product.id)).name == "Bát gốm men lam"
        assert await session.scalar(select(func.count()).where(AuditEntry.action == "listing.approve")) == 0
        assert await session.scalar(select(func.count()).where(OutboxEvent.kind == "listings.approved")) == 0


async def test_a_new_variant_waits_with_its_price_and_is_sold_from_the_approval_on(session):
    shop = await make.shop(session)
    live = await make.content(session, shop)
    small = msgspec.structs.replace(live.variants[0], sku="BAT-NHO", name="nhỏ", unit="chiếc")
    wish = msgspec.structs.replace(live, variants=(*live.variants, small))
    with pytest.raises(PriceMissing):
        await save_edit(session, shop.actor, shop.product.id, Wish(content=wish))
    edit = await save_edit(session, shop.actor, shop.product.id, Wish(content=wish, prices={"BAT-NHO": 90_000}))
    await submit_edit(session, shop.actor, edit.id, edit.version)
    assert len(await variants_of(session, shop.product.id)) == 1

    await approve(session, shop, edit)
    await session.flush()

    sold = {one.sku: (one.name, one.price, one.active) for one in await variants_of(session, shop.product.id)}
    assert sold["BAT-NHO"] == ("nhỏ", 90_000, True)
    await session.refresh(shop.product)
    assert shop.product.min_price == 90_000


async def test_an_edit_never_removes_a_variant(session):
    shop = await make.shop(session, variants={"to": 250_000, "nhỏ": 90_000})
    live = await make.content(session, shop)
    edit = await make.edit(session, shop, variants=live.variants[:1])

    await approve(session, shop, edit)

    assert [one.name for one in await variants_of(session, shop.product.id)] == ["to", "nhỏ"]


async def test_officers_approve_over_http_and_members_learn_of_it(client, session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, name="Bát mới")
    await signed_in(client, shop.officer)
    compared = (await client.get(f"/api/v1/listing-edits/{edit.id}")).json()

    reply = await client.post(
        f"/api/v1/listing-edits/{edit.id}/approve",
        json={"version": compared["edit"]["version"], "content_version": compared["content_version"]},
    )

    assert reply.status_code == 200, reply.text
    assert reply.json()["state"] == "approved"
    assert [change["field"] for change in compared["changes"]] == ["name", "texts.vi.summary"]
