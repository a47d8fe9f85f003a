"""`shop import products` and `shop export`: what they say, what they leave, and their exit codes."""

import argparse
import asyncio

import pytest

from shop.cli.imports import add_arguments, import_products
from shop.cli.main import main
from shop.core.errors import Refusal
from shop.core.sheets import read_rows
from shop.listings.import_columns import Column
from tests.make import imports as make


def asked(*words):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(["products", *map(str, words)])


async def maker(sessions):
    async with sessions() as session, session.begin():
        return await make.maker(session, products=2)


@pytest.fixture
def sheet(tmp_path):
    return tmp_path / "hang.csv"


async def test_a_good_list_is_checked_imported_and_changes_nothing_again(sessions, sheet, capsys):
    one = await maker(sessions)
    sheet.write_bytes(make.table(make.goods(one, 4)))
    words = (sheet, "--producer", one.producer.slug)

    codes = [await import_products(sessions, asked(*words, extra)) for extra in ("--dry-run", "--yes", "--yes")]

    said = capsys.readouterr()
    assert codes == [0, 0, 0]
    assert "sẽ tạo 4, sửa 0" in said.out
    assert "Nhập xong: tạo 4" in said.out
    assert "giữ nguyên 4" in said.out
    assert "100 %  4/4" in said.err


async def test_faults_are_printed_by_row_and_column_and_nothing_is_written_unasked(sessions, sheet, capsys):
    one = await maker(sessions)
    sheet.write_bytes(make.table([*make.goods(one, 1), {Column.SKU: "X", Column.PRICE: "1.25"}]))

    code = await import_products(sessions, asked(sheet, "--producer", one.producer.slug, "--lang", "en"))

    said = capsys.readouterr().out
    assert code == 1
    assert "3  Giá (đồng)" in said
    assert "cannot be read for certain" in said
    assert "Nothing was imported" in said


@pytest.mark.parametrize(("content", "said"), [(b"a,b\n1,2\n", "Mã SKU"), (b"\x89PNG\x00", "CSV"), (b"", "trống")])
async def test_what_is_no_list_is_said(sessions, sheet, capsys, content, said):
    one = await maker(sessions)
    sheet.write_bytes(content)

    assert await import_products(sessions, asked(sheet, "--producer", one.producer.slug)) == 2
    assert said in capsys.readouterr().err


async def test_a_missing_file_and_an_unknown_producer_are_said(sessions, sheet, capsys):
    one = await maker(sessions)

    codes = [
        await import_products(sessions, asked(sheet, "--producer", slug)) for slug in (one.producer.slug, "khong-co")
    ]

    assert codes == [2, 2]
    assert "No such file" in capsys.readouterr().err


async def test_a_run_that_was_stopped_is_resumed_by_its_id(sessions, sheet, capsys):
    one = await maker(sessions)
    async with sessions() as session, session.begin():
        run_id = (await make.ask(session, one, make.table(make.goods(one, 4)))).id

    code = await import_products(sessions, asked("--resume", run_id, "--producer", one.producer.slug))

    assert code == 0
    assert "tạo 4" in capsys.readouterr().out
    with pytest.raises(Refusal):
        await import_products(sessions, asked("--resume", run_id, "--producer", one.producer.slug))


def test_a_file_or_a_run_is_named_not_both(capsys):
    assert main(["import", "products", "--producer", "x"]) == 2
    assert "name a file" in capsys.readouterr().err


async def test_the_template_is_written_as_csv_and_xlsx_and_as_nothing_else(tmp_path, capsys):
    names = ("mau.csv", "mau.xlsx", "mau.pdf")

    codes = [await asyncio.to_thread(main, ["export", "template", "--out", str(tmp_path / name)]) for name in names]

    assert codes == [0, 0, 2]
    tables = [list(read_rows((tmp_path / name).read_bytes(), name)) for name in names[:2]]
    assert tables[0] == tables[1]
    assert tables[0][0][0] == "Mã SKU"
