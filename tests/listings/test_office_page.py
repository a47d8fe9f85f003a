"""The office's pages: the queue, an edit beside what is live, and the decision its producer reads."""

import pytest
from sqlalchemy import select

from shop.catalog.content import Words
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.listings.decline import decline_edit
from shop.listings.edit import Wish, save_edit
from shop.listings.models import EditState
from shop.listings.queries import edits_of
from shop.listings.submit import submit_edit
from shop.listings.withdraw import withdraw_edit
from shop.producers.suspend import suspend_producer
from tests.make import accounts
from tests.make import listings as make
from tests.make.accounts import signed_in
from tests.web.pages import FORM, hidden, look, send

QUEUE = "/van-phong/niem-yet"


@pytest.fixture
async def shop(session, client):
    shop = await make.shop(session)
    await signed_in(client, shop.officer)
    return shop


def at(edit):
    return f"{QUEUE}/{edit.id}"


async def decide(client, edit, act, page=None, **fields):
    page = page or await look(client, at(edit))
    versions = {"version": hidden(page, "version")}
    if act == "duyet":
        versions["content_version"] = hidden(page, "content_version")
    return await send(client, f"{at(edit)}/{act}", **(versions | fields))


async def test_an_edit_is_compared_approved_and_live_at_once(client, session, shop):
    edit = await make.edit(session, shop, name="Bát gốm men lam cổ", note="Ảnh chụp mẻ mới")
    public = f"/san-pham/{shop.product.slug}"
    assert at(edit) in (await look(client, QUEUE)).text

    page = await look(client, at(edit))
    assert "<ins> cổ</ins>" in page.text
    assert "Ảnh chụp mẻ mới" in page.text
    assert "6052/QĐ-UBND" in page.text, "the certificate's facts stand beside it"
    assert "Bát gốm men lam cổ" not in (await look(client, public)).text
    sent = await decide(client, edit, "duyet", page)

    assert sent.headers["location"] == f"{QUEUE}?done=approved"
    assert "Bát gốm men lam cổ" in (await look(client, public)).text
    queue = await look(client, sent.headers["location"])
    assert "Không có bản sửa nào đang chờ" in queue.text
    assert at(edit) in (await look(client, f"{QUEUE}?trang-thai=approved")).text
    act = await session.scalar(select(AuditEntry).where(AuditEntry.action == "listing.approve"))
    assert act.actor == str(shop.officer.id)
    assert (await decide(client, edit, "duyet", page)).status_code == 409, "decided once"


async def test_a_declined_edit_tells_why_and_keeps_what_was_written(client, session, shop):
    edit = await make.edit(session, shop, name="Bát chữa bệnh")

    bare = await decide(client, edit, "tu-choi", reason="  x ")
    sent = await decide(client, edit, "tu-choi", reason="Không nói chữa bệnh.")

    assert bare.status_code == 422
    assert 'id="reason-error"' in bare.text
    assert sent.headers["location"] == f"{QUEUE}?done=declined"
    assert at(edit) in (await look(client, f"{QUEUE}?trang-thai=declined&chu-the={shop.producer.slug}")).text
    await signed_in(client, shop.editor)
    page = await look(client, shop.page)
    assert "Không nói chữa bệnh." in page.text
    assert 'value="Bát chữa bệnh"' in page.text


async def test_phrases_to_look_at_are_pointed_out_and_not_refused(client, session, shop):
    said = Words(summary="Bát tốt nhất, 5 sao, chữa bệnh dạ dày.")
    edit = await make.edit(session, shop, texts={"vi": said})

    page = await look(client, at(edit))

    assert all(f"“{phrase}”" in page.text for phrase in ("tốt nhất", "5 sao", "chữa bệnh"))
    assert (await decide(client, edit, "duyet", page)).status_code == 303


async def test_a_new_listing_is_shown_whole_and_published(client, session, shop):
    product = await make.draft(session, shop)
    edit = (await edits_of(session, product.id, 1))[0]
    content = await make.drafted(session, product)
    await save_edit(session, shop.actor, product.id, Wish(content=content, version=edit.version))
    await submit_edit(session, shop.actor, edit.id, edit.version)

    page = await look(client, at(edit))

    assert "Chè lam Thạch Xá" in page.text
    assert "hộp 300 g" in page.text
    assert "Sản phẩm chưa có kết quả phân hạng nào" in page.text
    assert (await decide(client, edit, "duyet", page)).status_code == 303
    await session.refresh(product)
    assert product.published_at is not None


async def test_an_officer_with_an_old_page_sees_what_is_there_now(client, session, shop):
    edit = await make.edit(session, shop, name="Bát mới")
    old = await look(client, at(edit))
    await withdraw_edit(session, shop.actor, edit.id)
    other = await make.content(session, shop, name="Bát khác hẳn")
    await save_edit(session, shop.actor, shop.product.id, Wish(content=other, version=edit.version))
    await submit_edit(session, shop.actor, edit.id, edit.version)

    approved = await decide(client, edit, "duyet", old)
    declined = await decide(client, edit, "tu-choi", old, reason="Thiếu nguồn gốc")

    assert [approved.status_code, declined.status_code] == [409, 409]
    assert all("<ins>khác hẳn</ins>" in reply.text for reply in (approved, declined))
    assert ">Thiếu nguồn gốc</textarea>" in declined.text
    await session.refresh(edit)
    assert edit.state is EditState.SUBMITTED


async def test_content_that_went_live_meanwhile_is_said(client, session, shop):
    edit = await make.edit(session, shop, name="Bát mới")
    old = await look(client, at(edit))
    shop.product.version += 1
    await session.flush()

    refused = await decide(client, edit, "duyet", old)

    assert refused.status_code == 409
    assert "Trang bán đã đổi sau khi bản sửa này được viết" in refused.text
    assert (await decide(client, edit, "duyet")).status_code == 303


async def test_a_suspended_producer_s_edit_waits_for_its_reinstatement(client, session, shop):
    edit = await make.edit(session, shop, name="Bát mới")
    await suspend_producer(session, shop.officer.id, shop.producer.id, "Kiểm tra xưởng")

    page = await look(client, at(edit))

    assert 'aria-disabled="true"' in page.text
    refused = await send(client, f"{at(edit)}/duyet", version=hidden(page, "version"), content_version="1")
    assert refused.status_code == 409


async def test_the_queue_is_the_office_s_alone_and_unknown_edits_are_not_there(client, session, shop):
    edit = await make.edit(session, shop, name="Bát mới")
    unknown = f"{QUEUE}/01890000-0000-7000-8000-000000000000"
    missing = [
        await client.get(unknown, headers=FORM),
        await send(client, f"{unknown}/duyet"),
        await send(client, f"{unknown}/tu-choi", reason="Thiếu nguồn gốc"),
        await send(client, f"{unknown}/tu-choi"),
    ]
    assert [reply.status_code for reply in missing] == [404] * 4
    assert (await send(client, f"{at(edit)}/duyet")).status_code == 409, "a form without versions"
    nonsense = await look(client, f"{QUEUE}?trang-thai=draft&chu-the=zz&after=zz")
    assert at(edit) in nonsense.text

    await signed_in(client, await accounts.person(session, Role.PRODUCER))
    assert (await client.get(at(edit), headers=FORM)).status_code == 403


async def test_decided_edits_stand_in_the_history(client, session, shop):
    edit = await make.edit(session, shop, name="Bát mới")
    await decline_edit(session, shop.officer.id, edit.id, edit.version, "Thiếu nguồn gốc")

    page = await look(client, at(edit))

    assert "Thiếu nguồn gốc" in page.text
    assert "/duyet" not in page.text
