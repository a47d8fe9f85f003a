"""Goods written to a sheet: nothing in it can run, and read back it changes nothing."""

import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from shop.catalog.models import Variant
from shop.core.sheets import csv_bytes, read_rows, xlsx_bytes
from shop.listings.export_listings import export_rows
from shop.listings.import_columns import Column, headings
from shop.listings.import_work import work_import
from tests.make import imports as make

FORMULAS = ("=HYPERLINK(1)", "+84 gói", "-5 hộp", "@quà", "'=đã có dấu", "''=hai dấu", "\uff1d1+1", "' thường")
WRITE = {"csv": csv_bytes, "xlsx": lambda header, rows: xlsx_bytes("Hàng", header, rows)}


async def goods(session, sessions, words):
    """A producer whose packs and texts are called like formulas."""
    one = await make.maker(session, products=len(words))
    rows = make.goods(one, len(words), packs=1)
    for at, word in enumerate(words):
        rows[at] |= {Column.SKU: f"{word}{at}", Column.PACK: word, Column.SUMMARY: word, Column.UNIT: word}
    _, progress = await make.work(sessions, one, make.table(rows))
    assert (progress.created, progress.refused) == (len(words), 0)
    return one


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back_unchanged(session, nested_sessions, form):
    one = await goods(session, nested_sessions, FORMULAS)
    before = await export_rows(session, one.producer.id)
    written = WRITE[form](headings(), before)

    _, again = await make.work(nested_sessions, one, written)

    assert (again.unchanged, again.updated, again.created, again.refused) == (len(FORMULAS), 0, 0, 0)
    assert await export_rows(session, one.producer.id) == before
    names = set(await session.scalars(select(Variant.name).where(Variant.producer_id == one.producer.id)))
    assert names == set(FORMULAS)


async def test_no_cell_of_a_file_begins_what_a_spreadsheet_would_run(session, nested_sessions):
    one = await goods(session, nested_sessions, FORMULAS)
    rows = await export_rows(session, one.producer.id)

    plain = csv_bytes(headings(), rows).decode("utf-8-sig")
    with zipfile.ZipFile(BytesIO(xlsx_bytes("Hàng", headings(), rows))) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()

    cells = [cell.strip('"') for line in plain.splitlines() for cell in line.split(",")]
    assert [cell for cell in cells if cell.lstrip("'") != cell and not cell.startswith("'")] == []
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d"))] == []
    assert "<f>" not in sheet


async def test_what_waits_in_a_draft_is_exported_as_it_is_wished(session, nested_sessions):
    one = await make.maker(session, products=1)
    await make.work(nested_sessions, one, make.table(make.goods(one, 2)))

    table = list(read_rows(csv_bytes(headings(), await export_rows(session, one.producer.id))))
    first = dict(zip(headings(), table[1], strict=False))

    assert first["Mã SKU"] == "0000000"
    assert first["Giá (đồng)"] == "50000"
    assert first["Mô tả ngắn"] == "Gạo dẻo thơm, mẻ 0"
    assert first["Tồn kho"] == "1"
    assert first["Sản phẩm OCOP"] == one.codes[0]


async def test_changing_a_price_in_the_file_changes_that_price_alone(session, nested_sessions):
    one = await make.maker(session, products=2)
    await make.work(nested_sessions, one, make.table(make.goods(one, 4)))
    rows = await export_rows(session, one.producer.id)
    at = headings().index("Giá (đồng)")
    rows[0][at] = 77_000

    run = await make.ask(session, one, csv_bytes(headings(), rows))
    progress = await work_import(nested_sessions, run.id)

    assert (progress.updated, progress.unchanged) == (1, 3)
    prices = set(await session.scalars(select(Variant.price).where(Variant.producer_id == one.producer.id)))
    assert prices == {77_000, 51_000, 52_000, 53_000}
