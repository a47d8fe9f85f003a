"""A statement on paper: what does not fit is said, and nothing sold is said too."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader

from shop.producers.models import ProducerKind
from shop.settlement.models import EntryKind
from shop.settlement.month_rules import Month, Shares, Statement
from shop.settlement.print_statement import MOST_PRINTED, Holder, print_statement, sums_of
from shop.settlement.queries import LinePlace, StatementLine

NOW = datetime(2026, 11, 28, 5, tzinfo=UTC)
HOLDER = Holder(name="Hộ Nguyễn Thị Lan", tax_code=None, address="Xóm 5", kind=ProducerKind.HOUSEHOLD)
SALES = Shares(gross=1_000_000, commission=30_000, fee=10_000, vat=10_000, pit=5_000)
BACK = Shares(gross=-100_000, commission=-3_000, fee=-1_000, vat=-1_000, pit=-500)


def statement(*, over=True, **changes):
    usual = {"opening": 0, "sales": SALES, "reversals": BACK, "paid_out": 0, "paid_back": 0, "closing": 850_500}
    return Statement(month=Month(2026, 11), over=over, **usual | changes)


def line(number):
    return StatementLine(
        place=LinePlace(UUID(int=number), UUID(int=number)),
        kind=EntryKind.SALE,
        at=NOW,
        order=f"CM-{number:04}",
        parcel=1,
        goods="Bát gốm men lam vẽ tay rất dài tên, Cỡ lớn",
        unit="chiếc",
        quantity=2,
        shares=SALES,
    )


def words_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_what_does_not_fit_on_paper_is_said():
    lines = [line(number) for number in range(MOST_PRINTED + 1)]

    whole = words_of(print_statement(HOLDER, statement(), lines[:-1], "vi", NOW))
    more = words_of(print_statement(HOLDER, statement(), lines, "vi", NOW))

    assert f"CM-{MOST_PRINTED - 1:04}" in whole
    assert "Tải tệp CSV" not in whole
    assert f"Bản in có {MOST_PRINTED} dòng đầu. Tải tệp CSV để xem đủ." in more
    assert f"CM-{MOST_PRINTED:04}" not in more


@pytest.mark.parametrize(("locale", "words"), [("vi", "chưa có hàng bán"), ("en", "Nothing was sold")])
def test_a_month_without_goods_says_so(locale, words):
    nothing = statement(sales=Shares(), reversals=Shares(), closing=0)

    assert words in words_of(print_statement(HOLDER, nothing, [], locale, NOW))


def test_a_month_that_is_not_over_says_as_of_when():
    assert "Tạm tính đến 12:00, 28/11/2026" in words_of(print_statement(HOLDER, statement(over=False), [], "vi", NOW))


def test_the_same_month_gives_the_same_bytes_whenever_it_is_printed():
    later = datetime(2027, 5, 1, tzinfo=UTC)

    assert print_statement(HOLDER, statement(), [line(1)], "vi", NOW) == print_statement(
        HOLDER, statement(), [line(1)], "vi", later
    )


@pytest.mark.parametrize(("paid_out", "paid_back"), [(0, 0), (500_000, 0), (500_000, 200_000)])
def test_the_figures_between_opening_and_closing_lead_from_one_to_the_other(paid_out, paid_back):
    closing = 70 + 850_500 - paid_out + paid_back
    one = statement(opening=70, paid_out=paid_out, paid_back=paid_back, closing=closing)

    *figures, (_, last) = sums_of(one, "vi")

    assert sum(amount for _, amount in figures) == last == closing
