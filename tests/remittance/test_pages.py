"""Reconciling in the office: send a list, look, apply, decide, settle; refusals keep what was typed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.core.actor import Role
from shop.core.clock import shop_now
from shop.remittance.models import CodCollection, Remittance
from tests.make.accounts import person, signed_in
from tests.make.remittance import brought, csv_of

AT = "/van-phong/doi-soat-cod"


@pytest.fixture
async def office(client, session):
    """A client that an officer signed in with."""
    await signed_in(client, await person(session, Role.OFFICER))
    return client


async def _send(client, content, *, carrier="ghn", name="ghn.csv"):
    files = {"document": (name, content, "text/csv")}
    return await client.post(AT, data={"act": "send", "carrier": carrier}, files=files)


async def test_from_the_list_to_the_money_on_the_account(office, session):
    _, _, (first, second), parcels = await brought(session)

    sent = await _send(office, csv_of((first, parcels[0].amount), (second, parcels[1].amount - 500)))
    here = sent.headers["location"]
    seen = await office.get(here)
    await office.post(here, data={"act": "apply"})
    wordless = await office.post(here, data={"act": "take", "row": "3", "note": " "})
    taken = await office.post(here, data={"act": "take", "row": "3", "note": "chênh phí làm tròn"})
    start = await office.get(AT)
    remittance = await session.scalar(select(Remittance.id))
    dumb = await office.post(AT, data={"act": "settle", "remittance": str(remittance), "bank_reference": "--"})
    settled = await office.post(AT, data={"act": "settle", "remittance": str(remittance), "bank_reference": "FT263"})
    after = await office.get(AT)

    assert sent.status_code == 303
    assert "Thiếu tiền" in seen.text
    assert "Ghi 1 dòng khớp vào sổ" in seen.text
    assert wordless.status_code == 422
    assert taken.status_code == 303
    assert "Đã nộp, chờ tiền về tài khoản" in start.text
    assert (dumb.status_code, 'value="--"' in dumb.text) == (422, True)
    assert settled.headers["location"] == f"{AT}?done=settled"
    assert "FT263" in after.text


async def test_what_is_no_list_is_refused_beside_its_field(office):
    nothing = await office.post(AT, data={"act": "send", "carrier": "ghn"})
    strange = await _send(office, b"a;b\n1;2")
    locked = await _send(office, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old workbook", name="ghn.xls")
    other = await _send(office, csv_of(("G1", 5)), carrier="vnpost")
    act = await office.post(AT, data={"act": "nothing"})

    assert [each.status_code for each in (nothing, strange, locked, other, act)] == [422] * 5
    assert "Chưa chọn tệp" in nothing.text
    assert "thiếu cột “Mã đơn hàng”" in strange.text
    assert 'id="document-error"' in locked.text


async def test_the_same_list_again_leads_to_the_first(office):
    content = csv_of(("GSTRANGE", 5))

    first, again = await _send(office, content), await _send(office, content)
    other = await _send(office, content, carrier="ghtk")

    assert first.headers["location"] == again.headers["location"]
    assert other.status_code in {409, 422}


async def test_cash_that_a_carrier_holds_for_long_is_listed(office, session):
    order, _, (first, _), parcels = await brought(session)
    await session.execute(
        update(CodCollection)
        .where(CodCollection.parcel_id == parcels[0].id)
        .values(created_at=shop_now() - timedelta(days=8))
    )

    page = await office.get(AT)

    assert first in page.text
    assert f"{order.code}-1" in page.text
    assert f"{order.code}-2" not in page.text


async def test_a_list_nobody_sent_is_not_found(office):
    where = f"{AT}/01a222fc-cb20-7c93-972a-767a5def7d13"

    assert (await office.get(where)).status_code == 404
    assert (await office.post(where, data={"act": "apply"})).status_code == 404
