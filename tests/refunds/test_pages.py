"""Refunds in the office's page: owed, approved by a second person, paid; refusals keep what was typed."""

import re

import pytest
from sqlalchemy import select

from shop.core.actor import Role
from shop.payments.models import Refund, RefundState
from tests.make.accounts import person, signed_in
from tests.make.returns import bought

AT = "/van-phong/hoan-tien"
LARGE = 2_000_001


@pytest.fixture
async def office(client, session):
    """A client, and two officers who take turns."""
    officers = [await person(session, Role.OFFICER) for _ in range(2)]
    await signed_in(client, officers[0])
    return client, officers


async def _owe(client, order, amount, **changes):
    page = await client.get(f"{AT}?ma={order.code.lower()}")
    key = re.search(r'name="request_key" value="([^"]+)"', page.text)[1]
    form = {"act": "owe", "order": order.code, "amount": str(amount), "reason": "Giao thiếu", "request_key": key}
    return await client.post(AT, data={**form, **changes})


async def test_a_large_refund_goes_through_two_officers(office, session):
    client, (first, second) = office
    order = await bought(session, quantity=9)
    owed = await _owe(client, order, LARGE, line=str(order.line))
    refund = (await session.scalars(select(Refund))).one()
    alone = await client.post(AT, data={"act": "approve", "refund": str(refund.id)})
    early = await client.post(AT, data={"act": "pay", "refund": str(refund.id), "method": "cash"})
    client.cookies.clear()
    await signed_in(client, second)
    seen = await client.get(AT)
    approved = await client.post(AT, data={"act": "approve", "refund": str(refund.id)})
    after = await client.get(AT)
    client.cookies.clear()
    await signed_in(client, first)
    wordless = await client.post(AT, data={"act": "pay", "refund": str(refund.id), "method": "transfer", "note": "-"})
    paid = await client.post(AT, data={"act": "pay", "refund": str(refund.id), "method": "transfer", "note": "FT77"})
    last = await client.get(AT)

    assert owed.headers["location"] == f"{AT}?done=owed"
    assert (alone.status_code, early.status_code) == (409, 409)
    assert "Cần một cán bộ khác duyệt" in seen.text
    assert approved.status_code == 303
    assert "Bạn đã duyệt khoản này" in after.text
    assert (wordless.status_code, "mã giao dịch của ngân hàng" in wordless.text) == (422, True)
    assert paid.status_code == 303
    assert "FT77" in last.text
    await session.refresh(refund)
    assert refund.state is RefundState.PAID


async def test_what_was_typed_is_kept_when_it_cannot_be(office, session):
    client, _ = office
    order = await bought(session)

    too_much = await _owe(client, order, 750_001)
    dumb = await _owe(client, order, 5, reason="?")
    odd = await _owe(client, order, "nhiều")
    strange = await _owe(client, order, 5, line="x")
    nobody = await client.post(AT, data={"act": "dance"})

    assert [each.status_code for each in (too_much, dumb, odd, strange, nobody)] == [409, 422, 422, 422, 422]
    assert 'value="750001"' in too_much.text
    assert "Ghi lý do hoàn tiền" in dumb.text
    assert 'value="nhiều"' in odd.text
    assert (await session.scalars(select(Refund))).all() == []


async def test_an_order_nobody_knows_is_said(office):
    client, _ = office

    page = await client.get(f"{AT}?ma=CM-KHONG")

    assert "Không có đơn CM-KHONG" in page.text
