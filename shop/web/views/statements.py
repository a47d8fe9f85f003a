"""What the pages of a producer's balance and statements show."""

from datetime import date, datetime

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import View


class BalanceView(View, frozen=True, kw_only=True):
    """What is owed to a producer (negative: it owes); what of it waits, for what; what was paid out."""

    owed: Dong
    ready: Dong
    waits_for_cash: Dong
    waits_for_days: Dong
    days: int
    paid_out: Dong


class MonthRow(View, frozen=True, kw_only=True):
    """A month in which something moved; `first_day` names it."""

    first_day: date
    path: str
    moved: Dong
    closing: Dong
    over: bool


class EntryRow(View, frozen=True, kw_only=True):
    """What an entry did to the balance, in words."""

    words: str
    at: datetime
    amount: Dong


class StatementsPage(ConsolePage, frozen=True, kw_only=True):
    """/chu-the/{slug}/doi-soat."""

    name: str
    action: str
    balance: BalanceView
    months: tuple[MonthRow, ...]
    entries: tuple[EntryRow, ...]
    next_url: str | None = None
    later: bool = False  # the entries do not begin with the newest


class LineRow(View, frozen=True, kw_only=True):
    """A line of a statement; without a quantity something was given back."""

    goods: str
    order: str  # "CM-7F3K-92-1"
    at: datetime
    quantity: int | None
    unit: str
    gross: Dong
    commission: Dong
    fee: Dong
    tax: Dong
    net: Dong


class StatementPage(ConsolePage, frozen=True, kw_only=True):
    """/chu-the/{slug}/doi-soat/{month}. `sums`: from the opening to the closing balance, words and signed amounts."""

    name: str
    tax_code: str | None
    action: str
    first_day: date
    last_day: date
    over: bool
    sums: tuple[tuple[str, Dong], ...]
    net: Dong
    taxes: str
    lines: tuple[LineRow, ...]
    pdf_url: str
    csv_url: str
    next_url: str | None = None
    later: bool = False
