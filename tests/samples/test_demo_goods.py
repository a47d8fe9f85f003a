"""Made-up packs and evenings: plausible, and always the same."""

from datetime import date, datetime

import pytest

from shop.core.clock import HANOI
from shop.samples.demo_certificates import issued_on
from shop.samples.demo_goods import packs_of, shelves_of
from shop.samples.demo_market import STALLS, line_up_of, next_evening
from shop.samples.demo_people import PEOPLE, accounts_sheet, password_of

PLACES = [f"diem-{number}" for number in range(24)]


@pytest.mark.parametrize(
    ("name", "criteria_set", "unit"),
    [
        ("Trứng gà tươi TAFA", "8", "vỉ"),
        ("Sữa tươi thanh trùng có đường Trang Viên", "8", "chai"),
        ("Đông trùng hạ thảo sấy thăng hoa", None, "hộp"),
        ("Bộ bát đĩa gốm sứ rồng phượng", "24", "bộ"),
        ("Gạo sạch Bắc Ruộng ST25", "3", "túi"),
        ("Ống hút rau củ quả", None, "hộp"),
        ("Một thứ chưa ai biết", None, "gói"),
    ],
)
def test_a_product_is_packed_as_such_goods_are(name, criteria_set, unit):
    packs = packs_of("a", name, criteria_set)

    assert packs[0].unit == unit
    assert 1 <= len(packs) <= 3
    assert all(pack.price > 0 and pack.price % 1000 == 0 for pack in packs)
    assert len({pack.name for pack in packs}) == len(packs)


def test_the_same_product_always_has_the_same_price_and_shelves():
    assert packs_of("che-lam", "Chè lam", "6") == packs_of("che-lam", "Chè lam", "6")
    assert shelves_of("che-lam", 0, PLACES) == shelves_of("che-lam", 0, PLACES)


def test_a_few_products_are_out_of_stock_everywhere_and_most_are_not():
    empty = sum(not shelves_of(f"mon-{number}", 0, PLACES) for number in range(500))

    assert 10 < empty < 60


def test_renewals_are_in_force_and_a_few_end_soon():
    today = date(2026, 11, 24)
    days = [(today - issued_on(f"mon-{number}", today)).days for number in range(500)]

    assert min(days) > 0
    assert max(days) < 1096
    assert 15 < sum(age > 1096 - 90 for age in days) < 80


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 9, 0, tzinfo=HANOI), 27),
        (datetime(2026, 11, 27, 20, 29, tzinfo=HANOI), 27),
        (datetime(2026, 11, 27, 21, 59, tzinfo=HANOI), 27),
        (datetime(2026, 11, 27, 22, 0, tzinfo=HANOI), 4),
        (datetime(2026, 11, 28, 1, 0, tzinfo=HANOI), 4),
    ],
)
def test_the_market_is_this_fridays_until_it_is_over(moment, day):
    starts, ends = next_evening(moment)

    assert (starts.day, starts.isoweekday()) == (day, 5)
    assert (starts.hour, starts.minute, ends.hour, ends.minute) == (20, 30, 22, 0)


def test_a_stall_shows_what_its_words_name():
    shown = line_up_of(STALLS[0], {"a": "Bộ ấm chén gốm sứ", "b": "Trà sen", "c": "Lọ Song Ngư"})

    assert shown == ["a", "c"]


def test_passwords_belong_to_the_installation():
    one, two = password_of("s" * 32, "khach@chomay.example"), password_of("t" * 32, "khach@chomay.example")

    assert one == password_of("s" * 32, "khach@chomay.example")
    assert one != two
    assert len(one) >= 11


def test_the_sheet_tells_each_account_what_it_may_do():
    sheet = accounts_sheet("s" * 32, "http://127.0.0.1:8000")

    for one in PEOPLE:
        assert one.login in sheet
        assert password_of("s" * 32, one.login) in sheet
        assert one.may in sheet
    assert {"consumer", "producer", "host", "staff", "officer", "admin"} == {one.role.value for one in PEOPLE}
