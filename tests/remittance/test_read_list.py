"""Lists as carriers write them: their headings, their money, what stands above and below."""

from datetime import date

import pytest

from shop.carriers.models import CarrierName
from shop.core.sheets import xlsx_bytes
from shop.remittance.errors import RemittanceColumnMissing, RemittanceEmpty, RemittanceTooLong
from shop.remittance.models import CashState, Holder, Verdict
from shop.remittance.read_list import MOST_ROWS, day, money, read_list
from shop.remittance.rules import Books, holder_of, judge

HEADS = {
    CarrierName.GHN: "Mã đơn hàng,Mã đơn khách hàng,Tiền thu hộ,Tổng phí dịch vụ,Ngày chuyển COD",
    CarrierName.GHTK: "Mã đơn hàng,Mã đơn shop,Tiền CoD,Phí dịch vụ,Ngày đối soát",
    CarrierName.VIETTEL_POST: "Mã phiếu gửi,Mã đơn hàng,Tiền thu hộ (đ),Tổng cước,Ngày trả tiền",
}


@pytest.mark.parametrize("carrier", list(CarrierName))
def test_each_carriers_headings_are_known(carrier):
    content = f'{HEADS[carrier]}\nab 12,CM-1,"250.000",28000,28/11/2026 10:20\n'.encode()

    (row,) = read_list(carrier, content, "list.csv")

    assert (row.row, row.tracking, row.code, row.amount, row.fee) == (2, "AB12", "CM-1", 250_000, 28_000)
    assert row.paid_on == date(2026, 11, 28)
    assert not row.broken


def test_titles_above_and_the_sum_below_are_no_rows():
    content = (
        "GIAO HÀNG NHANH\nPhiên đối soát,12\n\n"
        "STT,Mã đơn hàng,Tiền thu hộ\n1,G1,5000\n\n2,G2,\n3,,7000\nTổng cộng,,12000\n"
    ).encode()

    rows = read_list(CarrierName.GHN, content, "list.csv")

    assert [(row.row, row.tracking, row.amount, row.broken) for row in rows] == [
        (5, "G1", 5000, False),
        (7, "G2", 0, True),
        (8, "", 0, True),
    ]


def test_a_workbook_reads_as_its_csv_does():
    content = xlsx_bytes("COD", ["Mã đơn hàng", "Tiền thu hộ"], [["G1", 250_000], ["G2", "120.000 đ"]])

    assert [row.amount for row in read_list(CarrierName.GHN, content, "list.xlsx")] == [250_000, 120_000]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("Mã đơn hàng;Cột khác\nG1;5", RemittanceColumnMissing),
        ("Mã đơn hàng;Tiền thu hộ\n", RemittanceEmpty),
        ("Mã đơn hàng;Tiền thu hộ\n" + "G1;5\n" * (MOST_ROWS + 1), RemittanceTooLong),
        ("chẳng phải bảng kê", RemittanceColumnMissing),
    ],
)
def test_what_is_no_list_is_refused(content, error):
    with pytest.raises(error):
        read_list(CarrierName.GHN, content.encode(), "list.csv")


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("250000", 250_000),
        ("250.000", 250_000),
        ("1,250,000 VNĐ", 1_250_000),
        ("0", 0),
        ("", None),
        ("-5", None),
        ("12.5", None),
        ("1e5", None),
        ("99999999999999", None),
        ("đ", None),
    ],
)
def test_money_is_whole_and_bounded(written, amount):
    assert money(written) == amount


def test_days_are_read_both_ways():
    assert day("2026-11-28") == day("28-11-2026 08:00") == date(2026, 11, 28)
    assert day("31/2/2026") is day("hôm qua") is None


@pytest.mark.parametrize(
    ("books", "amount", "before", "verdict"),
    [
        (None, 5, False, Verdict.UNKNOWN),
        (Books(delivered=False), 5, False, Verdict.UNDELIVERED),
        (Books(delivered=True), 5, False, Verdict.NOTHING_DUE),
        (Books(delivered=True, amount=5, state=CashState.COLLECTED), 5, True, Verdict.TWICE),
        (Books(delivered=True, amount=5, state=CashState.REMITTED), 5, False, Verdict.TWICE),
        (Books(delivered=True, amount=5, state=CashState.SETTLED), 4, False, Verdict.TWICE),
        (Books(delivered=True, amount=5, state=CashState.COLLECTED), 5, False, Verdict.EXACT),
        (Books(delivered=True, amount=5, state=CashState.COLLECTED), 4, False, Verdict.UNDER),
        (Books(delivered=True, amount=5, state=CashState.COLLECTED), 6, False, Verdict.OVER),
    ],
)
def test_a_line_is_judged(books, amount, before, verdict):
    assert judge(books, amount, before=before) is verdict


def test_who_holds_cash():
    assert holder_of(carried=True, fetched=False) is Holder.CARRIER
    assert holder_of(carried=False, fetched=True) is Holder.POINT
    assert holder_of(carried=False, fetched=False) is Holder.RIDER
