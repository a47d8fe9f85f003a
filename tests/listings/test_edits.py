"""Staged edits: members write, send and take back; what is live stays until an officer has looked."""

import asyncio

import msgspec
import pytest

from shop.catalog.content import read_content
from shop.core.errors import Refusal
from shop.listings.edit import Wish, save_edit
from shop.listings.errors import (
    EditMoved,
    EditWaits,
    NotComplete,
    NothingChanged,
    SkuTaken,
    UnknownPicture,
)
from shop.listings.models import EditState
from shop.listings.queries import variants_of
from shop.listings.submit import submit_edit
from shop.listings.withdraw import discard_edit, withdraw_edit
from tests.make import listings as make
from tests.make.media import asset


async def test_two_members_writing_at_once_the_second_is_told_what_differs(session):
    shop = await make.shop(session)
    first = await make.edit(session, shop, submitted=False, name="Tên của Lan")
    seen = first.version
    theirs = await make.content(session, shop, name="Tên của Mai")
    await save_edit(session, shop.actor, shop.product.id, Wish(content=theirs, version=seen))

    mine = await make.content(session, shop, name="Tên của Lan", shelf_life_days=90)
    with pytest.raises(EditMoved) as refused:
        await save_edit(session, shop.actor, shop.product.id, Wish(content=mine, version=seen))

    assert refused.value.extra == {"version": seen + 1, "changed": ["name", "shelf_life_days"]}


async def test_two_first_drafts_at_once_become_one(sessions):
    async with sessions() as session, session.begin():
        shop = await make.shop(session)
        wishes = [await make.content(session, shop, name=name) for name in ("Tên một", "Tên hai")]

    async def save(content):
        async with sessions() as session, session.begin():
            await save_edit(session, shop.actor, shop.product.id, Wish(content=content))

    answers = await asyncio.gather(*(save(wish) for wish in wishes), return_exceptions=True)

    assert sorted(type(answer).__name__ for answer in answers) == ["EditMoved", "NoneType"]


async def test_saving_the_same_twice_changes_nothing(session):
    shop = await make.shop(session)
    content = await make.content(session, shop, name="Bát mới")
    first = await save_edit(session, shop.actor, shop.product.id, Wish(content=content))

    again = await save_edit(session, shop.actor, shop.product.id, Wish(content=content))

    assert (again.id, again.version) == (first.id, 1)


async def test_what_is_live_already_is_no_edit(session):
    shop = await make.shop(session)
    live = await read_content(session, shop.product.id)

    with pytest.raises(NothingChanged):
        await save_edit(session, shop.actor, shop.product.id, Wish(content=live))


async def test_what_waits_is_taken_back_before_it_is_changed(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, name="Bát mới")
    other = await make.content(session, shop, name="Bát khác")
    with pytest.raises(EditWaits):
        await save_edit(session, shop.actor, shop.product.id, Wish(content=other, version=edit.version))

    await withdraw_edit(session, shop.actor, edit.id)
    saved = await save_edit(session, shop.actor, shop.product.id, Wish(content=other, version=edit.version))

    assert (saved.id, saved.state, saved.changes["name"]) == (edit.id, EditState.DRAFT, "Bát khác")


async def test_a_sku_of_another_listing_is_refused(session):
    shop = await make.shop(session)
    other = await make.draft(session, shop)
    taken = (await variants_of(session, other.id))[0].sku
    live = await make.content(session, shop)
    twin = msgspec.structs.replace(live.variants[0], sku=taken, name="nhỏ")

    wish = msgspec.structs.replace(live, variants=(*live.variants, twin))
    with pytest.raises(SkuTaken):
        await save_edit(session, shop.actor, shop.product.id, Wish(content=wish, prices={taken: 1000}))


async def test_a_picture_of_another_producer_is_refused(session):
    shop, other = await make.shop(session), await make.shop(session, "Lụa Vạn Phúc", producer="Lụa Vạn Phúc")
    theirs = await asset(session, owner=other.producer.id)
    shown = {"asset_id": theirs.id, "alt_vi": "Tấm lụa"}
    content = msgspec.convert(
        msgspec.to_builtins(await make.content(session, shop)) | {"pictures": [shown]},
        type(await make.content(session, shop)),
    )

    with pytest.raises(UnknownPicture):
        await save_edit(session, shop.actor, shop.product.id, Wish(content=content))


async def test_without_a_summary_nothing_is_sent(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, submitted=False, texts={}, name="Bát mới")

    with pytest.raises(NotComplete) as refused:
        await submit_edit(session, shop.actor, edit.id, edit.version)

    assert refused.value.field == "texts.vi.summary"


async def test_a_discarded_draft_leaves_what_is_live(session):
    shop = await make.shop(session)
    edit = await make.edit(session, shop, submitted=False, name="Bát mới")

    await discard_edit(session, shop.actor, edit.id)

    assert edit.state is EditState.WITHDRAWN
    assert (await read_content(session, shop.product.id)).name == "Bát gốm men lam"


async def test_a_viewer_changes_nothing(session):
    shop = await make.shop(session, role="viewer")

    with pytest.raises(Refusal) as refused:
        await make.edit(session, shop, name="Bát mới")

    assert refused.value.status == 403
