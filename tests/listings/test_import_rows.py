"""What a cell may say: one meaning or a refusal, never a guess; and the report of a sheet, row by column."""

import pytest

from shop.core.i18n import catalogue
from shop.listings.import_columns import Column, find_columns
from shop.listings.import_queries import problems_of
from shop.listings.import_rows import Code, read_line
from shop.producers.models import ProducerState
from tests.make import imports as make


def read(column, written):
    """The value of a cell, or the code of its problem."""
    line = read_line(2, ["A-1", written], {Column.SKU: 0, column: 1})
    return line.problems[0].code.value if line.problems else getattr(line, column.value)


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        (Column.PRICE, "1250000", 1_250_000),
        (Column.PRICE, "1.250.000", 1_250_000),
        (Column.PRICE, "1,250,000 đ", 1_250_000),
        (Column.PRICE, "250 000 VNĐ", 250_000),
        (Column.PRICE, "1.25", "price_unclear"),
        (Column.PRICE, "12.50.000", "price_unclear"),
        (Column.PRICE, "-5000", "price_unclear"),
        (Column.PRICE, "trăm nghìn", "price_unclear"),
        (Column.PRICE, "0", "price_range"),
        (Column.PRICE, "9" * 14, "price_range"),
        (Column.PRICE, "9" * 200, "price_unclear"),
        (Column.WEIGHT, "500", 500),
        (Column.WEIGHT, "1,2 kg", 1200),
        (Column.WEIGHT, "1.250 kg", "weight_unclear"),
        (Column.WEIGHT, "nửa cân", "weight_unclear"),
        (Column.WEIGHT, "0", "weight_range"),
        (Column.STOCK, "40", 40),
        (Column.STOCK, "0", 0),
        (Column.STOCK, "4,5", "number_unclear"),
        (Column.STOCK, "9000000", "number_range"),
        (Column.SHELF_LIFE, "365 ngày", 365),
        (Column.SHELF_LIFE, "6 tháng", "days_unclear"),
        (Column.BARCODE, "8 934567 890122", "barcode_unclear"),
        (Column.BARCODE, "8.93E+12", "barcode_rounded"),
        (Column.NAME, "x" * 121, "text_too_long"),
    ],
)
def test_a_cell_means_one_thing_or_is_refused(column, written, meant):
    assert read(column, written) == meant


def test_columns_are_found_in_any_order_with_or_without_marks_in_both_languages():
    found = find_columns(["GIA BAN", "mã hàng", "net weight", "Ghi chú riêng", "", "Price"])

    assert dict(found.at) == {Column.PRICE: 0, Column.SKU: 1, Column.WEIGHT: 2}
    assert (found.unknown, found.twice) == (("Ghi chú riêng",), (Column.PRICE,))


def test_each_code_has_its_sentence_in_both_languages():
    assert [code for code in Code if f"import.problem.{code.value}" not in catalogue()] == []


async def report(session, sessions, one, rows):
    run_id, _ = await make.work(sessions, one, make.table(rows), dry_run=True)
    return [(found.row, found.column, found.code) for found in await problems_of(session, run_id, "vi", 50)]


async def test_the_report_names_row_and_column_of_all_that_is_wrong(session, nested_sessions):
    one, other = await make.maker(session, products=2), await make.maker(session, products=1)
    first, second = make.goods(one, 2, packs=1)
    rows = [
        first,
        first | {Column.PACK: "Túi khác"},
        {Column.SKU: "N-1", Column.PACK: "Thiếu"},
        second | {Column.SKU: "N-2", Column.PRODUCT: other.names[0]},
        second | {Column.SKU: "N-3", Column.PRODUCT: "Gạo lạ"},
        second | {Column.SKU: "N-4", Column.PLACE: "Kho ai đó"},
        first | {Column.SKU: "N-5", Column.PACK: "Túi nhỏ", Column.SUMMARY: "Nói khác"},
        first | {Column.SKU: "N-6"},
        {Column.PRODUCT: one.names[0], Column.UNIT: "túi", Column.PRICE: "1000"},
    ]

    assert await report(session, nested_sessions, one, rows) == [
        (3, "Mã SKU", "sku_twice"),
        (4, "Giá (đồng)", "missing"),
        (4, "Sản phẩm OCOP", "missing"),
        (4, "Đơn vị", "missing"),
        (5, "Sản phẩm OCOP", "product_foreign"),
        (6, "Sản phẩm OCOP", "product_unknown"),
        (7, "Kho", "place_unknown"),
        (8, "Mô tả ngắn", "says_other"),
        (9, "Quy cách", "pack_twice"),
        (10, "Mã SKU", "missing"),
    ]


async def test_a_producer_that_is_not_active_adds_nothing(session, nested_sessions):
    one = await make.maker(session, products=1, state=ProducerState.SUSPENDED)

    assert await report(session, nested_sessions, one, make.goods(one, 1)) == [(2, "Sản phẩm OCOP", "not_active")]


async def test_products_are_named_by_code_address_or_name(session, nested_sessions):
    one = await make.maker(session, products=3)
    rows = make.goods(one, 3, packs=1)
    rows[0][Column.PRODUCT] = one.codes[0].lower().replace("-", " ")
    rows[1][Column.PRODUCT] = one.names[1].upper()
    rows[2][Column.PRODUCT] = "gao nep so" + one.names[2].rpartition("số")[2].replace("ạ", "a")

    _, done = await make.work(nested_sessions, one, make.table(rows))

    assert (done.created, done.refused) == (3, 0)
