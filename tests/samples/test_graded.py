"""Reading rows of the register, at their edges."""

from datetime import date

import pytest

from shop.certification.models import DatePrecision
from shop.samples.graded import (
    certificate_code,
    gather_producers,
    gather_products,
    read_date,
    read_stars,
    superseded,
)
from shop.samples.read import rows
from shop.samples.units import kind_and_short, written_key

PINNED = ["OCOP-MM4R-EM2A", "OCOP-ZS6Z-7FAK", "OCOP-K9YM-6ME6"]
EMPTY = dict.fromkeys(rows("ocop_products")[0], "")


def row(name, producer="HTX A", *, province="Hà Nội", status="certified", **fields):
    return {**EMPTY, "name": name, "producer": producer, "province": province, "status": status, **fields}


def products_of(*given):
    return gather_products(given, gather_producers(given))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", (DatePrecision.NONE, None)),
        ("2021", (DatePrecision.YEAR, date(2021, 1, 1))),
        ("2024-02-29", (DatePrecision.DAY, date(2024, 2, 29))),
    ],
)
def test_a_date_is_read_no_finer_than_it_is_written(text, wanted):
    assert read_date(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("", (None, False)), ("3", (3, False)), ("5", (5, False)), ("potential-5", (4, True))]
)
def test_potential_five_is_four_with_a_mark(text, wanted):
    assert read_stars(text) == wanted


def test_two_gradings_of_one_product_are_one_product():
    (product,) = products_of(
        row("Bát rồng", certified_on="2019"), row("bát  rồng".replace("  ", " "), certified_on="2020")
    )

    assert len(product.gradings) == 2


@pytest.mark.parametrize(
    "other", [row("Bát rồng", "HTX B"), row("Bát rồng", province="Thái Nguyên"), row("Bát rong"), row("Bát")]
)
def test_another_name_producer_or_province_is_another_product(other):
    assert len(products_of(row("Bát rồng"), other)) == 2


def test_without_a_producer_nothing_is_taken_for_the_same():
    one, two = products_of(row("Cam sành", ""), row("Cam sành", ""))

    assert (one.slug, two.slug) == ("cam-sanh", "cam-sanh-ha-noi")
    assert one.producer is None


def test_regions_that_disagree_are_not_chosen_between():
    one, two = row("A", commune_or_ward="xã X", district="Ba Vì"), row("B", commune_or_ward="xã Y", district="Ba Vì")

    (maker,) = gather_producers([one, two])

    assert (maker.where.commune, maker.where.district) == (None, "Ba Vì")


def test_a_later_grading_supersedes_the_one_surely_before_it():
    (product,) = products_of(
        row("Bát", certified_on="2019", stars="4"), row("Bát", certified_on="2020-05-06", stars="5")
    )
    old, new = product.gradings

    assert superseded(product) == {new.code: old.code}


def test_of_two_gradings_of_one_year_neither_is_taken_to_be_superseded():
    (product,) = products_of(
        row("Bát", certified_on="2019", stars="4"),
        row("Bát", certified_on="2019", stars="potential-5"),
        row("Bát", certified_on="2020", stars="5"),
    )

    assert superseded(product) == {}


def test_printed_codes_stay_true():
    """These codes may stand on labels: a change of the data or of the code must never change them."""
    known = rows("ocop_products")

    assert [certificate_code(known[line]) for line in (0, 100, 445)] == PINNED


def test_every_row_has_a_code_of_its_own():
    assert len({certificate_code(one) for one in rows("ocop_products")}) == 446


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Thị trấn Phú Xuyên", ("thị trấn", "Phú Xuyên")),
        ("Thị xã Sơn Tây", ("thị xã", "Sơn Tây")),
        ("Phường Xã Đàn", ("phường", "Xã Đàn")),
        ("Thành phố Hà Nội", ("thành phố", "Hà Nội")),
        ("Cao Bằng", ("tỉnh", "Cao Bằng")),
        ("Xã Thị Trấn", ("xã", "Thị Trấn")),
    ],
)
def test_a_units_kind_is_the_word_its_name_begins_with(name, wanted):
    assert kind_and_short(name) == wanted


def test_a_written_commune_is_found_whatever_its_tone_marks_stand_on():
    assert written_key("Thanh Trì", "xã Hữu Hoà") == written_key("thanh trì", "Xã Hữu Hòa")
