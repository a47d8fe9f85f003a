"""Sample pages of balances, statements and the ledger."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from shop.core.money import Dong
from shop.web import views
from shop.web.views import ledger as b
from shop.web.views import statements as s
from tests.web.look_frame import Shown, site
from tests.web.look_listings import DESK
from tests.web.look_office import OFFICE, PERSON

AT = datetime(2026, 11, 27, 9, 20, tzinfo=UTC)
HERE = "/chu-the/htx-tam-hung/doi-soat"
NAME = "HTX Nông nghiệp Tam Hưng"
BALANCE = s.BalanceView(
    owed=Dong(128_450_000),
    ready=Dong(101_250_000),
    waits_for_cash=Dong(12_400_000),
    waits_for_days=Dong(14_800_000),
    days=7,
    paid_out=Dong(1_204_000_000),
)
OWING = s.BalanceView(
    owed=Dong(-250_000), ready=Dong(0), waits_for_cash=Dong(0), waits_for_days=Dong(0), days=7, paid_out=Dong(900_000)
)


def _line(n: int, quantity: int | None) -> s.LineRow:
    sign = 1 if quantity else -1
    return s.LineRow(
        goods="Gạo nếp cái hoa vàng, túi 5 kg",
        order=f"CM-7F3K-9{n}-1",
        at=AT,
        quantity=quantity,
        unit="túi",
        gross=Dong(sign * 1_250_000),
        commission=Dong(sign * 37_500),
        fee=Dong(sign * 12_500),
        tax=Dong(sign * 18_750),
        net=Dong(sign * 1_181_250),
    )


SUMS = (
    ("Số dư đầu kỳ", Dong(101_000_000)),
    ("Tiền hàng đã bán", Dong(32_500_000)),
    ("Tiền hàng trả lại, hoàn lại", Dong(-1_250_000)),
    ("Hoa hồng", Dong(-975_000)),
    ("Số dư cuối kỳ", Dong(128_450_000)),
)


def statement_pages() -> Iterator[Shown]:
    """A producer with sales, one that owes, one without; a month that is over, one that is not and is empty."""
    frame = {"site": site(HERE), "console": DESK, "name": NAME, "action": HERE}
    months = tuple(
        s.MonthRow(
            first_day=date(2026, n, 1), path=f"{HERE}/2026-{n}", moved=Dong(n * 10**6), closing=Dong(10**8), over=n < 11
        )
        for n in (11, 10)
    )
    entries = (
        s.EntryRow(words="Bán hàng, đơn CM-7F3K-92", at=AT, amount=Dong(1_181_250)),
        s.EntryRow(words="Chi trả về tài khoản của bạn", at=AT, amount=Dong(-50_000_000)),
    )
    usual = s.StatementsPage(
        **frame, balance=BALANCE, months=months, entries=entries, next_url=f"{HERE}?sau=x", later=True
    )
    yield "statements", "producer_statements.html", "vi", usual
    yield (
        "statements-owing",
        "producer_statements.html",
        "en",
        s.StatementsPage(**frame, balance=OWING, months=months[:1], entries=entries[:1]),
    )
    yield (
        "statements-none",
        "producer_statements.html",
        "vi",
        s.StatementsPage(**frame, balance=OWING, months=(), entries=()),
    )
    about = {
        "tax_code": "0101243150",
        "first_day": date(2026, 11, 1),
        "last_day": date(2026, 11, 30),
        "sums": SUMS,
        "net": Dong(30_275_000),
        "taxes": "Thuế giá trị gia tăng và thuế thu nhập cá nhân được sàn khấu trừ.",
        "pdf_url": f"{HERE}/2026-11/bang-ke.pdf",
        "csv_url": f"{HERE}/2026-11/bang-ke.csv",
    }
    lines = (_line(1, 12), _line(2, None))
    yield (
        "statement",
        "producer_statement.html",
        "vi",
        s.StatementPage(**frame, **about, over=True, lines=lines, next_url=f"{HERE}/2026-11?sau=x", later=True),
    )
    none = about | {"tax_code": None}
    yield "statement-none", "producer_statement.html", "en", s.StatementPage(**frame, **none, over=False, lines=())


def ledger_pages() -> Iterator[Shown]:
    """The office's books: usual, a refused rate beside books that do not balance, nothing booked."""
    frame = {"site": site("/van-phong/so-cai", person=PERSON), "console": OFFICE}
    rates = (
        b.RateRow(starts_on=date(2027, 1, 1), commission="2,5 %", fee="1 %", note="Tết", set_by="An", state="ahead"),
        b.RateRow(starts_on=None, commission="3 %", fee="1 %", note="", set_by=None, state="now"),
    )
    kinds = (
        b.KindRow(kind="money", accounts=1, debit=Dong(1_204_000_000), credit=Dong(0)),
        b.KindRow(kind="producer", accounts=214, debit=Dong(250_000), credit=Dong(1_150_000_000)),
        b.KindRow(kind="vat", accounts=1, debit=Dong(0), credit=Dong(54_250_000)),
    )
    tax = b.TaxRow(
        first_day=date(2026, 11, 1),
        vat=Dong(4_250_000),
        pit=Dong(2_125_000),
        csv_url="/van-phong/so-cai/thue/2026-11/khau-tru.csv",
    )
    books = {
        "kinds": kinds,
        "debit": Dong(1_204_250_000),
        "credit": Dong(1_204_250_000),
        "owed": Dong(1_150_000_000),
        "owing": Dong(250_000),
        "others": (b.AccountView(name="Tiền ở ngân hàng", path="", debit=Dong(1_204_000_000), credit=Dong(0)),),
        "producers": (b.AccountView(name=NAME, path=HERE, debit=Dong(0), credit=Dong(128_450_000)),),
        "producer_count": 214,
        "taxes": (tax,),
    }
    yield (
        "office-ledger",
        "office_ledger.html",
        "vi",
        b.LedgerPage(**frame, **books, rates=rates, form=b.RateForm(), done="Đã ghi mức thu mới."),
    )
    wrong = views.FieldError(field="starts_on", message="Đã có mức thu khác bắt đầu từ ngày 01/01/2027.")
    typed = b.RateForm(starts_on="2027-01-01", commission="4", fee="1", note="Tết")
    yield (
        "office-ledger-refused",
        "office_ledger.html",
        "vi",
        b.LedgerPage(**frame, **books | {"credit": Dong(1)}, rates=rates, form=typed, errors=(wrong,)),
    )
    nothing = dict.fromkeys(("debit", "credit", "owed", "owing"), Dong(0)) | {"producer_count": 0}
    empty = dict.fromkeys(("kinds", "others", "producers", "taxes"), ())
    yield (
        "office-ledger-none",
        "office_ledger.html",
        "en",
        b.LedgerPage(**frame, **nothing, **empty, rates=rates[1:], form=b.RateForm()),
    )
