"""The office reads the books whole: they balance, taxes are told by producer, and rates are written ahead once."""

import asyncio
import csv
import random
from datetime import timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.core.clock import today
from shop.core.db import short
from shop.producers.models import Producer, ProducerKind
from shop.settlement.errors import RateKnown, RateNotAhead, RateUnreadable
from shop.settlement.ledger_queries import taxes_by_month, taxes_of, trial_balance
from shop.settlement.models import AccountKind, CommissionRate
from shop.settlement.month_rules import Month
from shop.settlement.rate_rules import read_rate, show_rate
from shop.settlement.rules import take_back
from shop.settlement.set_rate import NewRate, set_rate
from tests.make.accounts import person, signed_in
from tests.make.statements import by_chance, evening, give_back, share, sold
from tests.web.pages import look, send

HERE = "/van-phong/so-cai"
NOVEMBER = Month(2026, 11)


async def _officer(client, session):
    officer = await person(session, Role.OFFICER, name="Cán bộ An")
    await session.commit()
    client.cookies.clear()
    await signed_in(client, officer)
    return officer


def rows_of(reply):
    return list(csv.DictReader(StringIO(reply.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("seed", range(3))
async def test_the_books_balance_and_taxes_agree_with_their_accounts(session, warp, seed):
    written = await by_chance(session, warp, random.Random(seed))

    rows = await trial_balance(session)
    months = await taxes_by_month(session, 100)

    assert sum(row.amount for row in rows) == 0
    for producer in {one.producer for one in written}:
        slug = await session.scalar(select(Producer.slug).where(Producer.id == producer))
        (own,) = [row for row in rows if row.slug == slug]
        assert -own.amount == sum(one.amount for one in written if one.producer == producer)
    for tax in ("vat", "pit"):
        (held,) = [row for row in rows if row.kind is AccountKind(tax)]
        assert -held.amount == sum(getattr(one, tax) for one in months)
    for month in months:
        named = await taxes_of(session, month.month)
        assert (sum(one.vat for one in named), sum(one.pit for one in named)) == (month.vat, month.pit)


async def test_the_declaration_counts_taxed_revenue_alone_less_what_was_given_back(session, warp):
    producer, order_id, line, _ = await sold(session, warp, evening(2026, 11, 3))
    await give_back(session, order_id, producer, take_back(share(line), 40_000))
    _, other, *_ = await sold(session, warp, evening(2026, 11, 4), vat=0, pit=0)

    (one,) = await taxes_of(session, NOVEMBER)

    assert other != order_id
    assert (one.revenue, one.vat, one.pit) == (60_000, 600, 300)


async def test_the_page_and_the_sheets_say_what_is_owed_and_withheld(client, session, warp):
    producer, *_ = await sold(session, warp, evening(2026, 11, 3))
    maker = await session.get_one(Producer, producer)
    maker.kind, maker.tax_code = ProducerKind.HOUSEHOLD, "0101243150"
    await session.flush()
    await _officer(client, session)

    page = await look(client, HERE)
    accounts = rows_of(await client.get(f"{HERE}/can-doi.csv"))
    taxes = rows_of(await client.get(f"{HERE}/thue/2026-11/khau-tru.csv"))
    none = await client.get(f"{HERE}/thue/2026-13/khau-tru.csv")

    assert "Sổ cân" in page.text
    assert f"/chu-the/{maker.slug}/doi-soat" in page.text
    assert sum(int(row["Nợ"]) for row in accounts) == sum(int(row["Có"]) for row in accounts) == 100_000
    assert [(row["Mã số thuế"], row["Loại hình"], row["Tổng thuế"]) for row in taxes] == [
        ("0101243150", "Hộ kinh doanh", "1500")
    ]
    assert none.status_code == 404


async def test_books_without_an_entry_say_so(client, session):
    await _officer(client, session)

    page = await look(client, HERE)
    english = await look(client, f"/en{HERE}")

    assert "Sổ chưa có bút toán nào" in page.text
    assert "Nothing was withheld yet" in english.text


async def test_a_rate_is_written_once_shown_and_told_to_the_audit_log(client, session):
    officer = await _officer(client, session)
    day = await today(session) + timedelta(days=3)
    form = {"starts_on": f"{day:%d/%m/%Y}", "commission": "2,5 %", "fee": "0.75", "note": "Tết"}

    first, again = await send(client, HERE, **form), await send(client, HERE, **form)
    page = await look(client, f"{HERE}?done=rate")
    rate = await session.scalar(select(CommissionRate).where(CommissionRate.starts_on == day))
    logged = await session.scalars(select(AuditEntry).where(AuditEntry.action == "settlement.set_rate"))

    assert (first.status_code, again.status_code) == (303, 303)
    assert (rate.commission, rate.fee, rate.note, rate.set_by) == (250, 75, "Tết", officer.id)
    assert [(one.subject, one.detail["commission"]) for one in logged] == [(str(day), 250)]
    assert "2,5\u00a0%" in page.text
    assert "Cán bộ An" in page.text


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"starts_on": 0}, 422, "bắt đầu sớm nhất ngày mai"),
        ({"starts_on": -400}, 422, "bắt đầu sớm nhất ngày mai"),
        ({"starts_on": 401}, 422, "muộn nhất ngày"),
        ({"starts_on": "hôm nào"}, 422, "Ghi ngày"),
        ({"commission": "51"}, 422, "từ 0 đến 50"),
        ({"commission": ""}, 422, "từ 0 đến 50"),
        ({"fee": "10,01"}, 422, "từ 0 đến 10"),
        ({"fee": "-1"}, 422, "từ 0 đến 10"),
    ],
)
async def test_what_cannot_be_a_rate_is_told_beside_its_field(client, session, changes, status, words):
    await _officer(client, session)
    day, known = await today(session), await _rates(session)
    form = {"starts_on": 5, "commission": "3", "fee": "1", "note": ""} | changes
    if isinstance(form["starts_on"], int):
        form["starts_on"] = str(day + timedelta(days=form["starts_on"]))

    reply = await send(client, HERE, **form)

    assert reply.status_code == status
    assert words in reply.text
    assert await _rates(session) == known


async def _rates(session):
    return await session.scalar(select(func.count()).select_from(CommissionRate))


async def test_another_rate_for_a_day_that_has_one_is_refused_and_what_was_typed_stays(client, session):
    await _officer(client, session)
    day = str(await today(session) + timedelta(days=3))
    await send(client, HERE, starts_on=day, commission="3", fee="1", note="")

    reply = await send(client, HERE, starts_on=day, commission="4,25", fee="1", note="")

    assert reply.status_code == 409
    assert "Đã có mức thu khác" in reply.text
    assert 'value="4,25"' in reply.text


async def test_two_officers_at_once_write_one_rate(sessions):
    async with short(sessions) as session:
        officers = [await person(session, Role.OFFICER) for _ in range(4)]
        day = await today(session) + timedelta(days=9)

    async def write(number: int) -> bool:
        async with short(sessions) as session:
            try:
                await set_rate(session, officers[number].id, NewRate(starts_on=day, commission=100 + number, fee=0))
            except RateKnown:
                return False
            return True

    written = await asyncio.gather(*(write(number) for number in range(4)))

    async with short(sessions) as session:
        rates = await session.scalars(select(CommissionRate).where(CommissionRate.starts_on == day))
        assert sum(written) == len(rates.all()) == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"commission": 5001}, RateUnreadable), ({"fee": -1}, RateUnreadable), ({"days": 0}, RateNotAhead)],
)
async def test_the_use_case_refuses_what_the_page_would_not_send(session, changes, refusal):
    officer = await person(session, Role.OFFICER)
    usual = {"days": 1, "commission": 300, "fee": 100} | changes
    day = await today(session) + timedelta(days=usual.pop("days"))

    with pytest.raises(refusal):
        await set_rate(session, officer.id, NewRate(starts_on=day, **usual))


@given(st.integers(0, 5000))
def test_a_rate_is_read_as_it_is_shown(rate):
    assert read_rate(show_rate(rate, "vi"), 5000) == rate
    assert read_rate(show_rate(rate, "en"), 5000) == rate


@pytest.mark.parametrize("text", ["", "%", "3,125", "100", "1 2", "x", "٣", "-1", "1e1"])
def test_what_is_no_percentage_is_none(text):
    assert read_rate(text, 5000) is None
