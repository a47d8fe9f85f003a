"""A producer reads its balance and statements as pages, paper, sheet and JSON; all say the same."""

import csv
from io import BytesIO, StringIO

from pypdf import PdfReader
from sqlalchemy import select

from shop.core.actor import Role
from shop.orders.models import OrderLine
from shop.producers.models import Producer, ProducerKind
from shop.settlement.models import EntryKind
from shop.settlement.rules import take_back
from shop.web.pages.statements import LINES
from tests.make.accounts import person, signed_in
from tests.make.producers import join
from tests.make.statements import evening, give_back, pay_out, share, sold
from tests.web.pages import BROWSER, look

NOV = evening(2026, 11, 10)


async def _member(client, session, producer_id, *roles):
    member = await person(session, *(roles or (Role.PRODUCER,)))
    if not roles:
        await join(session, await session.get_one(Producer, producer_id), member)
    await session.commit()
    client.cookies.clear()
    await signed_in(client, member)
    return await session.get_one(Producer, producer_id)


async def _a_month(client, session, warp, **fields):
    """A household that sold for 100.000, took 40.000 back and was paid 30.000; its member is signed in."""
    producer_id, order_id, line, _ = await sold(session, warp, NOV)
    await give_back(session, order_id, producer_id, take_back(share(line), 40_000))
    await pay_out(session, producer_id, 30_000)
    maker = await session.get_one(Producer, producer_id)
    maker.kind, maker.tax_code = ProducerKind.HOUSEHOLD, "0101243150"
    for name, value in fields.items():
        setattr(maker, name, value)
    await session.flush()
    await _member(client, session, producer_id)
    return maker


def words_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


async def test_the_page_the_paper_the_sheet_and_the_api_say_the_same(client, session, warp):
    maker = await _a_month(client, session, warp)
    at = f"/api/v1/producers/{maker.slug}/statements/2026-11"

    said = (await client.get(at)).json()
    page = await look(client, f"/chu-the/{maker.slug}/doi-soat/2026-11")
    paper = words_of((await client.get(f"{at}/statement.pdf")).content)
    sheet = list(csv.DictReader(StringIO((await client.get(f"{at}/lines.csv")).content.decode("utf-8-sig"))))

    assert said["closing"] == 94_500 - 37_800 - 30_000
    assert said["sales"]["net"] + said["reversals"]["net"] - said["paid_out"] == said["closing"] - said["opening"]
    assert sum(int(row["Thực nhận"]) for row in sheet) == said["sales"]["net"] + said["reversals"]["net"]
    for amount in ("100.000", "-40.000", "-30.000", f"{said['closing']:,}".replace(",", ".")):
        assert f"{amount}\u00a0₫" in page.text
        assert f"{amount} ₫" in paper
    assert "Nghị định 117/2025/NĐ-CP" in paper
    assert "Nghị định 117/2025/NĐ-CP" in page.text
    assert "Mã số thuế: 0101243150" in paper
    assert "1 / 1" in paper


async def test_a_company_is_told_that_nothing_is_withheld(client, session, warp):
    producer_id, *_ = await sold(session, warp, NOV, vat=0, pit=0)
    maker = await _member(client, session, producer_id)
    maker.kind = ProducerKind.COMPANY
    await session.flush()

    page = await look(client, f"/chu-the/{maker.slug}/doi-soat/2026-11")

    assert "Sàn không khấu trừ thuế" in page.text


async def test_one_who_became_a_company_reads_why_tax_was_withheld_before(client, session, warp):
    maker = await _a_month(client, session, warp, kind=ProducerKind.COMPANY)

    page = await look(client, f"/chu-the/{maker.slug}/doi-soat/2026-11")

    assert "được sàn khấu trừ" in page.text


async def test_what_could_run_in_a_sheet_is_quoted(client, session, warp):
    producer_id, *_ = await sold(session, warp, NOV, goods_name="=1+1")
    maker = await _member(client, session, producer_id)

    reply = await client.get(f"/chu-the/{maker.slug}/doi-soat/2026-11/bang-ke.csv")

    assert reply.content.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in reply.content.decode("utf-8-sig")


async def test_the_balance_says_what_waits_and_why(client, session, warp):
    maker = await _a_month(client, session, warp)

    page = await look(client, f"/chu-the/{maker.slug}/doi-soat")
    said = (await client.get(f"/api/v1/producers/{maker.slug}/balance")).json()

    assert said["waits_for_days"] == 94_500
    assert (said["ready"], said["paid_out"]) == (0, 30_000)
    assert "chưa đủ 7 ngày" in page.text
    assert "/doi-soat/2026-11" in page.text


async def test_one_who_owes_is_told_that_it_comes_off_the_next_sales(client, session, warp):
    maker = await _a_month(client, session, warp)
    await pay_out(session, maker.id, 90_000)

    page = await look(client, f"/chu-the/{maker.slug}/doi-soat")

    assert "Phần thiếu được trừ vào các lần bán sau" in page.text


async def test_a_month_that_is_not_over_says_so_and_one_that_is_over_too(client, session, warp):
    maker = await _a_month(client, session, warp)
    before = await look(client, f"/chu-the/{maker.slug}/doi-soat/2026-11")
    await warp(session, evening(2026, 12, 2))

    after = await look(client, f"/chu-the/{maker.slug}/doi-soat/2026-11")
    papers = [(await client.get(f"/chu-the/{maker.slug}/doi-soat/2026-11/bang-ke.pdf")).content for _ in range(2)]
    months = await look(client, f"/chu-the/{maker.slug}/doi-soat")

    assert "Tạm tính" in before.text
    assert "Tạm tính" not in after.text
    assert papers[0] == papers[1]
    assert "/doi-soat/2026-12" in months.text


async def test_pages_go_on_where_the_last_one_ended(client, session, warp):
    maker = await _a_month(client, session, warp)
    for amount in range(1, 25):
        await pay_out(session, maker.id, amount, EntryKind.PAYOUT_BACK)

    first = await look(client, f"/chu-the/{maker.slug}/doi-soat")
    path = first.text.split('class="btn" href="')[1].split('"')[0]
    second = await look(client, path)
    items, cursor = [], ""
    while cursor is not None:
        reply = await client.get(f"/api/v1/producers/{maker.slug}/ledger?limit=10{cursor}")
        items += reply.json()["items"]
        cursor = reply.json()["next_cursor"]
        cursor = f"&cursor={cursor}" if cursor else None

    assert "đơn" not in first.text.split("entries-title")[-1]
    assert "Bán hàng, đơn" in second.text
    assert len({item["id"] for item in items}) == 27


async def test_a_long_statement_goes_on_where_its_page_ended(client, session, warp):
    maker = await _a_month(client, session, warp)
    order_id, line = (await session.execute(select(OrderLine.order_id, OrderLine.id))).one()
    for _ in range(LINES):
        back = share(line, -1, commission=0, fee=0, vat=0, pit=0)
        await give_back(session, order_id, maker.id, back)
    at = f"/chu-the/{maker.slug}/doi-soat/2026-11"

    first = await look(client, at)
    second = await look(client, first.text.split('class="btn" href="')[1].split('"')[0])
    broken = await client.get(f"{at}?sau=x", headers=BROWSER)

    assert (first.text.count("<tr>") - 1, second.text.count("<tr>") - 1) == (LINES, 2)
    assert f'href="{at}"' in second.text
    assert broken.status_code == 422


async def test_who_sold_nothing_yet_is_told_when_there_will_be_something(client, session, warp):
    producer_id, *_ = await sold(session, warp, NOV)
    maker = await session.get_one(Producer, producer_id)
    other = Producer(slug="chua-ban", name="Chưa bán", kind=ProducerKind.COOPERATIVE)
    session.add(other)
    await session.flush()
    await _member(client, session, other.id)

    page = await look(client, "/chu-the/chua-ban/doi-soat")
    month = await look(client, "/en/chu-the/chua-ban/doi-soat/2026-11")
    strange = await client.get(f"/chu-the/{maker.slug}/doi-soat", headers=BROWSER)

    assert "Chưa có lần bán nào" in page.text
    assert "Nothing was sold" in month.text
    assert strange.status_code == 403


async def test_an_officer_reads_it_in_the_office(client, session, warp):
    producer_id, *_ = await sold(session, warp, NOV)
    maker = await _member(client, session, producer_id, Role.OFFICER)

    page = await look(client, f"/chu-the/{maker.slug}/doi-soat/2026-11")

    assert 'href="/van-phong"' in page.text
    assert f'href="/chu-the/{maker.slug}/giay-to"' not in page.text


async def test_a_month_to_come_and_what_is_no_month_are_not_found(client, session, warp):
    maker = await _a_month(client, session, warp)

    for month in ("2026-12", "2026-13", "2026", "abcdefg"):
        await look(client, f"/chu-the/{maker.slug}/doi-soat/{month}", status=404)
    reply = await client.get(f"/api/v1/producers/{maker.slug}/statements/2026-12")

    assert (reply.status_code, reply.json()["code"]) == (404, "statement_unknown")
