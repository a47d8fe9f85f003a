"""A producer's page of imports: send a sheet, read the report, import what is in order, stop, go on."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from shop.catalog.models import Product, Variant
from shop.core.sheets import read_rows, xlsx_bytes
from shop.listings.import_columns import Column, heading, headings
from shop.listings.import_work import work_import
from shop.listings.models import ImportRun, ImportState
from shop.producers.models import MemberRole
from tests.make import accounts, producers
from tests.make import imports as make
from tests.web.pages import FORM, look, send


@pytest.fixture
async def own(client, session):
    """A producer whose owner is signed in."""
    one = await make.maker(session, products=3)
    await accounts.signed_in(client, one.owner)
    return one


def at(one, rest=""):
    return f"/chu-the/{one.producer.slug}/nhap{rest}"


async def upload(client, one, content, name="hang.csv"):
    return await client.post(at(one), files={"document": (name, content)}, headers=FORM)


def run_of(reply):
    return reply.headers["location"].rsplit("/", 1)[1].partition("?")[0]


async def test_a_sheet_is_checked_read_and_imported(client, session, nested_sessions, own):
    rows = [*make.goods(own, 4), {Column.SKU: "X", Column.PRODUCT: "Gạo lạ", Column.PRICE: "1.25"}]
    sent = await upload(client, own, make.table(rows))
    waiting = await look(client, sent.headers["location"])
    await work_import(nested_sessions, run_of(sent))
    report = await look(client, sent.headers["location"])

    asked = await send(client, sent.headers["location"], act="import")
    await work_import(nested_sessions, run_of(asked))
    done = await look(client, asked.headers["location"])

    assert [reply.status_code for reply in (sent, asked)] == [303, 303]
    assert "Đang chờ đến lượt" in waiting.text
    assert 'data-follow="queued"' in waiting.text
    assert "Nhập 4 dòng đúng" in report.text
    assert "Không đọc chắc được giá “1.25”" in report.text
    assert "data-final" in report.text
    assert "Đã nhập xong" in done.text
    assert await session.scalar(select(func.count()).select_from(Variant)) == 4
    assert set(await session.scalars(select(Product.hidden))) == {True}, "drafts until the office has approved"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "không phải"),
        ("Tên hàng,Giá\nGạo,1000\n".encode(), "Mã SKU"),
        (b"sku,product\n", "chưa có dòng hàng nào"),
        (b"sku,sku\nA,B\n", "có hai lần"),
    ],
)
async def test_what_is_no_list_of_goods_fails_and_says_why(client, nested_sessions, own, content, said):
    sent = await upload(client, own, content)
    await work_import(nested_sessions, run_of(sent))

    page = await look(client, sent.headers["location"])
    again = await send(client, sent.headers["location"], act="resume")

    assert said in page.text
    assert "Không đọc được tệp này" in page.text
    assert again.status_code == 409
    assert 'value="resume"' not in page.text


async def test_no_file_and_a_file_too_large_are_said_beside_the_field(client, own):
    none = await client.post(at(own), data={"document": ""}, headers=FORM)
    large = await upload(client, own, b"sku\n" + b"A" * 10_000_001)

    assert (none.status_code, large.status_code) == (422, 422)
    assert "Chưa có tệp nào được gửi lên" in none.text
    assert 'id="errors"' in large.text


async def test_the_same_sheet_sent_twice_while_it_waits_is_one_run(client, session, own):
    content = make.table(make.goods(own, 2))

    first, second = [await upload(client, own, content) for _ in range(2)]

    assert run_of(first) == run_of(second)
    assert await session.scalar(select(func.count()).select_from(ImportRun)) == 1


async def test_a_fourth_sheet_waits_until_one_has_ended(client, own):
    replies = [await upload(client, own, make.table(make.goods(own, count))) for count in (1, 2, 3, 4)]

    assert [reply.status_code for reply in replies] == [303, 303, 303, 409]
    assert "đã có 3 lần nhập đang chờ" in replies[-1].text


async def test_a_run_is_stopped_and_goes_on_and_not_twice(client, session, nested_sessions, own):
    run = await make.ask(session, own, make.table(make.goods(own, 6)))
    path = at(own, f"/{run.id}")
    await work_import(nested_sessions, run.id, seconds=0, chunk=2)

    stopped = [await send(client, path, act="stop") for _ in range(2)]
    page = await look(client, path)
    going = await send(client, path, act="resume")
    await work_import(nested_sessions, run.id)
    late = await send(client, path, act="stop")
    strange = await send(client, path, act="hack")

    assert [reply.status_code for reply in (*stopped, going, late, strange)] == [303, 303, 303, 409, 422]
    assert "Đã dừng ở dòng thứ 2 trên 6" in page.text
    await session.refresh(run)
    assert (run.state, run.done, run.created) == (ImportState.DONE, 6, 6)


async def test_what_the_command_line_left_is_taken_over_by_whoever_sends_it_again(client, session, own):
    run = await make.ask(session, own, make.table(make.goods(own, 2)), dry_run=True)
    run.person_id = None
    await session.flush()

    sent = await upload(client, own, make.table(make.goods(own, 2)))

    await session.refresh(run)
    assert run_of(sent) == str(run.id)
    assert run.person_id == own.owner.id


async def test_history_lists_runs_and_is_empty_before_the_first(client, session, nested_sessions, own):
    empty = await look(client, at(own))
    run_id, _ = await make.work(nested_sessions, own, make.table(make.goods(own, 2)))

    page = await look(client, at(own))

    assert "Chưa nhập lần nào" in empty.text
    assert f"{at(own)}/{run_id}" in page.text
    assert "tạo 2, sửa 0, từ chối 0" in page.text


async def test_a_viewer_looks_and_sends_nothing(client, session, nested_sessions):
    one = await make.maker(session, products=1)
    viewer = await accounts.person(session)
    await producers.join(session, one.producer, viewer, MemberRole.VIEWER)
    run_id, _ = await make.work(nested_sessions, one, make.table(make.goods(one, 2)), dry_run=True)
    await accounts.signed_in(client, viewer)

    page, report = await look(client, at(one)), await look(client, at(one, f"/{run_id}"))
    sent = await upload(client, one, make.table(make.goods(one, 1)))
    asked = await send(client, at(one, f"/{run_id}"), act="import")

    assert "data-upload" not in page.text
    assert 'value="import"' not in report.text
    assert (sent.status_code, asked.status_code) == (403, 403)


async def test_a_run_of_another_producer_is_nobody_else_s(client, session, own):
    other = await make.maker(session, products=1)
    run = await make.ask(session, other, make.table(make.goods(other, 1)))

    replies = [await client.get(at(own, f"/{one}{rest}")) for one in (run.id, uuid4()) for rest in ("", "/can-sua.csv")]

    assert {reply.status_code for reply in replies} == {404}


async def test_the_report_is_a_file_in_the_reader_s_language(client, nested_sessions, own):
    run_id, _ = await make.work(nested_sessions, own, make.table([{Column.SKU: "=X", Column.PRICE: "=1"}]))

    replies = [await client.get(language + at(own, f"/{run_id}/can-sua.csv")) for language in ("", "/en")]

    tables = [list(read_rows(reply.content)) for reply in replies]
    assert [table[0] for table in tables] == [
        ["Dòng", "Cột", "Loại", "Cần làm gì"],
        ["Row", "Column", "Kind", "What to do"],
    ]
    assert tables[0][1][:3] == ["2", "Giá (đồng)", "cần sửa"]
    assert "attachment" in replies[0].headers["content-disposition"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_the_template_comes_back_without_its_example(client, nested_sessions, own, ending):
    template = await client.get(at(own, f"/mau.{ending}"))
    rows = list(read_rows(template.content, f"mau.{ending}"))
    filled = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    own_row = {heading(column): value for column, value in make.goods(own, 1)[0].items()}

    body = xlsx_bytes("1", rows[0], [[row.get(name, "") for name in rows[0]] for row in (*filled, own_row)])
    _, progress = await make.work(nested_sessions, own, body)

    assert rows[0] == headings()
    assert (progress.created, progress.total) == (1, 1)


async def test_the_english_page_says_the_same(client, nested_sessions, own):
    run_id, _ = await make.work(nested_sessions, own, make.table([{Column.SKU: "X"}]), dry_run=True)

    page = await look(client, "/en" + at(own, f"/{run_id}"))

    assert "This cell is empty" in page.text
    assert not re.search(r"Kiểm tra xong|Cần sửa", page.text)
