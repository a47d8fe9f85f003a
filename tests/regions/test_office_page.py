"""The office answers which commune a written one is: asked, answered once, corrected, never guessed."""

from datetime import date

import pytest
from sqlalchemy import select

from shop.certification.models import RegisteredProduct
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from tests.make import accounts, certification, regions

AT = "/van-phong/don-vi"
HTML = {"accept": "text/html", "origin": "https://chomay.test"}


@pytest.fixture
async def officer(client, session):
    made = await accounts.person(session, Role.OFFICER, name="Nguyễn Thị Mai")
    await accounts.signed_in(client, made)
    return made


@pytest.fixture
async def divided(session):
    """A written commune that went to two of today's, and a product that names it."""
    old = await regions.region(session, "Vân Hòa", valid_to=date(2025, 6, 30))
    new = [await regions.region(session, name, valid_from=date(2025, 7, 1)) for name in ("Yên Bài", "Suối Hai")]
    await regions.became(session, old, *new)
    product = await certification.registered(session, "Sữa chua nếp cẩm", commune_written="Xã Vân Hòa")
    return product, new


async def _send(client, product, **fields):
    form = {"act": "answer", "subject": str(product.id), "reason": "Thôn Muỗi, theo giấy đăng ký"} | fields
    return await client.post(AT, data=form, headers=HTML)


async def test_a_question_shows_old_and_new_names_with_their_days(client, officer, divided):
    page = (await client.get(AT, headers=HTML)).text

    for words in ("Sữa chua nếp cẩm", "Xã Vân Hòa", "Xã Yên Bài", "Xã Suối Hai", "đến hết 30/06/2025", "01/07/2025"):
        assert words in page
    assert "nhận một phần Xã Vân Hòa" in page
    assert " checked" not in page  # nothing is chosen for the officer


async def test_an_answer_is_written_once_and_keeps_what_the_decision_says(client, session, officer, divided):
    product, (yen_bai, suoi_hai) = divided

    first = await _send(client, product, commune=str(suoi_hai.id))
    second = await _send(client, product, commune=str(yen_bai.id))

    await session.refresh(product)
    assert (first.status_code, second.status_code) == (303, 409)
    assert (product.commune_id, product.commune_written) == (suoi_hai.id, "Xã Vân Hòa")
    answered = (await client.get(f"{AT}?xem=da-tra-loi", headers=HTML)).text
    for words in ("Xã Suối Hai", "Nguyễn Thị Mai", "Thôn Muỗi"):
        assert words in answered


async def test_a_correction_keeps_both_and_knows_what_it_corrects(client, session, officer, divided):
    product, (yen_bai, suoi_hai) = divided
    await _send(client, product, commune=str(suoi_hai.id))
    fix = {"act": "correct", "other": str(yen_bai.id), "was": str(suoi_hai.id), "reason": "Nhầm thôn"}

    good, late = await _send(client, product, **fix), await _send(client, product, **fix)
    same = await _send(client, product, **(fix | {"was": str(yen_bai.id)}))

    await session.refresh(product)
    assert [reply.status_code for reply in (good, late, same)] == [303, 409, 422]
    assert product.commune_id == yen_bai.id
    acts = (
        await session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("region.")).order_by(AuditEntry.id))
    ).all()
    assert [(one.action, one.detail.get("was"), one.detail["commune"]) for one in acts] == [
        ("region.answer", None, "Xã Suối Hai"),
        ("region.correct", "Xã Suối Hai", "Xã Yên Bài"),
    ]
    page = (await client.get(f"{AT}?xem=da-tra-loi", headers=HTML)).text
    assert page.count('name="act" value="correct"') == 1  # only what holds can be corrected


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "Ghi căn cứ"),
        ({"commune": ""}, "Chọn lại trong danh sách"),
        ({"commune": "other", "other": ""}, "Chọn lại trong danh sách"),
        ({"commune": "{old}"}, "Chọn lại trong danh sách"),
    ],
)
async def test_an_answer_that_cannot_be_is_refused_beside_its_question(
    client, session, officer, divided, *, change, words
):
    product, new = divided
    old = await session.scalar(select(regions.Region.id).where(regions.Region.valid_to.is_not(None)))
    fields = {"commune": str(new[0].id)} | {key: value.format(old=old) for key, value in change.items()}

    reply = await _send(client, product, **fields)

    assert reply.status_code == 422
    assert words in reply.text
    assert await session.scalar(select(RegisteredProduct.commune_id)) is None


async def test_broken_forms_and_marks_never_fail(client, officer, divided):
    product, _ = divided
    replies = [
        await _send(client, product, act="hack"),
        await _send(client, product, subject="x"),
        await _send(client, product, act="correct", was="x", other=str(product.id)),
        await client.get(f"{AT}?cursor=xx", headers=HTML),
    ]

    assert all(400 <= reply.status_code < 500 for reply in replies)
