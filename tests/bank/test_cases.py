"""Transfers a person decides on: once, and never to the harm of an order."""

import asyncio
import re

import pytest
from sqlalchemy import func, select

from shop.bank.decide_case import keep_case, match_case, return_case
from shop.bank.errors import CaseDecided, CaseUnknown, DecisionUnsaid, NoOrderForTransfer, NotOurMoney
from shop.bank.models import BankCase, BankNotice, CaseState, NoticeOutcome
from shop.bank.queries import decided_cases, open_cases, patterns_near, suggest_orders
from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.payments.models import PaymentState
from shop.payments.queries import payment_of
from tests.make import accounts
from tests.make.bank import awaiting, case, memo
from tests.web.pages import look, send

PAGE = "/van-phong/chuyen-khoan"
API = "/api/v1/office/bank-cases"


async def _officer(session):
    return await accounts.person(session, Role.OFFICER)


async def _stands(session, order):
    payment = await payment_of(session, order.id)
    return payment.state, payment.collected, payment.refunded


# ---- decisions ----


async def test_a_matched_transfer_pays_the_order_and_stands_in_the_log(session):
    order, officer = await awaiting(session), await _officer(session)
    found = await case(session, "chuyen tien", order.total)

    await match_case(session, officer.id, found.id, order.code.lower().replace("-", " "), "người mua gọi")
    await session.flush()

    assert await _stands(session, order) == (PaymentState.PAID, order.total, 0)
    assert (found.state, found.reference, found.decided_by) == (CaseState.MATCHED, order.id, officer.id)
    notice = await session.get(BankNotice, found.notice_id)
    assert (notice.outcome, notice.reference) == (NoticeOutcome.PAID, order.id)
    assert await session.scalar(select(AuditEntry.action)) == "bank.matched"


async def test_a_matched_transfer_may_be_too_little_or_too_much(session):
    order, officer = await awaiting(session), await _officer(session)

    for sum_ in (order.total - 1, 5):
        found = await case(session, "chuyen tien", sum_)
        await match_case(session, officer.id, found.id, order.code)
        await session.flush()

    assert await _stands(session, order) == (PaymentState.PAID, order.total + 4, 4)


async def test_money_sent_back_or_kept_pays_nothing(session):
    order, officer = await awaiting(session), await _officer(session)
    back, kept = await case(session, "x", order.total), await case(session, "y", order.total)

    await return_case(session, officer.id, back.id, "  FT26332998877 ")
    await keep_case(session, officer.id, kept.id, "Chờ người chuyển liên hệ")
    await session.flush()

    assert (back.state, back.bank_reference) == (CaseState.RETURNED, "FT26332998877")
    assert (kept.state, kept.note) == (CaseState.KEPT, "Chờ người chuyển liên hệ")
    assert (await _stands(session, order))[1] == 0


@pytest.mark.parametrize(
    ("decide", "refused"),
    [
        (lambda session, who, found: match_case(session, who, found, "CM-7F3K-92PM"), NoOrderForTransfer),
        (lambda session, who, found: match_case(session, who, found, "không phải mã"), NoOrderForTransfer),
        (lambda session, who, found: return_case(session, who, found, "  "), DecisionUnsaid),
        (lambda session, who, found: keep_case(session, who, found, ""), DecisionUnsaid),
    ],
)
async def test_a_decision_that_says_too_little_is_refused(session, decide, refused):
    officer, found = await _officer(session), await case(session)

    with pytest.raises(refused):
        await decide(session, officer.id, found.id)

    assert found.state is CaseState.OPEN


@pytest.mark.parametrize("changes", [{"account": "9999"}, {"currency": "USD"}])
async def test_what_is_not_dong_on_our_account_pays_for_no_order(session, changes):
    order, officer = await awaiting(session), await _officer(session)
    found = await case(session, memo(order), order.total, **changes)

    with pytest.raises(NotOurMoney):
        await match_case(session, officer.id, found.id, order.code)

    await return_case(session, officer.id, found.id, "FT1")
    assert (await _stands(session, order))[1] == 0


async def test_an_unknown_case_is_said(session):
    officer = await _officer(session)

    with pytest.raises(CaseUnknown):
        await keep_case(session, officer.id, officer.id, "ghi chú")


async def test_of_several_officers_one_decides_and_the_others_hear_so(sessions):
    async with sessions() as session, session.begin():
        order, officer = await awaiting(session), await _officer(session)
        found = await case(session, "chuyen tien", order.total)

    async def decide(number):
        async with sessions() as session, session.begin():
            if number % 2:
                await match_case(session, officer.id, found.id, order.code)
            else:
                await return_case(session, officer.id, found.id, f"FT{number}")

    ends = await asyncio.gather(*(decide(number) for number in range(8)), return_exceptions=True)

    refused = [end for end in ends if end is not None]
    assert [type(end) for end in refused] == [CaseDecided] * 7
    async with sessions() as session:
        state = await session.scalar(select(BankCase.state))
        collected = order.total if state is CaseState.MATCHED else 0
        assert (await _stands(session, order))[1] == collected
        assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 1


# ---- what it may mean ----


async def test_orders_are_suggested_by_a_near_code_then_by_the_very_sum(session):
    near, same, _other = await awaiting(session), await awaiting(session), await awaiting(session, quantity=2)
    slip = near.code.replace("-", "")
    wrong = slip[:5] + ("3" if slip[5] != "3" else "4") + slip[6:]
    found = await case(session, f"chuyen tien {wrong}", same.total)

    [shown] = await open_cases(session, 10)
    orders = (await suggest_orders(session, [shown]))[found.id]

    assert (orders[0].code, orders[0].by_memo) == (near.code, True)
    assert (same.code, False) in {(one.code, one.by_memo) for one in orders}
    assert {one.rest for one in orders} == {same.total}


async def test_suggestions_for_many_cases_are_one_statement(session, max_queries):
    order = await awaiting(session)
    for number in range(5):
        await case(session, f"{order.code} {number}", order.total)
    shown = await open_cases(session, 10)

    with max_queries(1):
        found = await suggest_orders(session, shown)

    assert all(orders[0].code == order.code for orders in found.values())


def test_a_text_full_of_codes_is_looked_up_within_bounds():
    assert len(patterns_near("CM" * 1000 + "CM2345678" * 200)) < 40
    assert patterns_near("chuyen tien") == []


# ---- the office's page ----


async def _signed_in(client, session):
    officer = await _officer(session)
    await session.commit()
    await accounts.signed_in(client, officer)
    return officer


async def test_an_officer_sees_what_waits_and_books_it(client, session):
    order = await awaiting(session)
    found = await case(session, "chuyen tien mua gom", order.total)
    await _signed_in(client, session)

    page = await look(client, PAGE)
    sent = await send(client, PAGE, case=str(found.id), act="match", code=order.code)
    after = await look(client, sent.headers["location"])

    assert "chuyen tien mua gom" in page.text
    assert order.code in page.text
    assert sent.status_code == 303
    assert "Đã ghép khoản chuyển vào đơn" in after.text
    assert await open_cases(session, 10) == []
    assert (await decided_cases(session, 10))[0].order_code == order.code


async def test_a_wrong_code_is_said_beside_its_field_and_kept(client, session):
    found = await case(session)
    await _signed_in(client, session)

    page = await send(client, PAGE, case=str(found.id), act="match", code="CM-SAI", note="thử")

    assert page.status_code == 422
    assert re.search(rf'id="code-{found.id}"[^>]* value="CM-SAI"', page.text)
    assert f'href="#code-{found.id}"' in page.text
    assert 'value="thử"' in page.text


async def test_who_comes_second_hears_so(client, session):
    found = await case(session)
    officer = await _signed_in(client, session)
    await keep_case(session, officer.id, found.id, "đã giữ")

    page = await send(client, PAGE, case=str(found.id), act="return", bank_reference="FT1")

    assert page.status_code == 409
    assert "đã có người xử lý trước bạn" in page.text


@pytest.mark.parametrize(("fields", "status"), [({"act": "burn"}, 422), ({"case": "x", "act": "keep"}, 422), ({}, 422)])
async def test_a_tampered_form_is_refused(client, session, fields, status):
    found = await case(session)
    await _signed_in(client, session)

    page = await send(client, PAGE, **{"case": str(found.id)} | fields)

    assert page.status_code == status
    assert (await session.scalars(select(BankCase.state))).one() is CaseState.OPEN


# ---- the office's addresses ----


async def test_officers_decide_by_program_too_and_only_once(client, session):
    order = await awaiting(session)
    booked, back = await case(session, "x", order.total), await case(session, "y", 3)
    await _signed_in(client, session)

    listed = await client.get(API, params={"limit": 1})
    rest = await client.get(API, params={"after": listed.json()["items"][0]["id"]})
    replies = [
        await client.post(f"{API}/{booked.id}/match", json={"code": order.code}),
        await client.post(f"{API}/{back.id}/return", json={"bank_reference": "FT1"}),
        await client.post(f"{API}/{back.id}/keep", json={"note": "thôi giữ lại"}),
        await client.post(f"{API}/{order.id}/keep", json={"note": "không có"}),
    ]

    assert [one["content"] for one in listed.json()["items"]] == ["x"]
    assert [one["content"] for one in rest.json()["items"]] == ["y"]
    assert [reply.status_code for reply in replies] == [204, 204, 409, 404]
    assert replies[2].json()["code"] == "bank_case_decided"
    assert await _stands(session, order) == (PaymentState.PAID, order.total, 0)
