"""What the office's page of the ledger shows."""

from datetime import date

from shop.core.money import Dong
from shop.web.views.console import ConsolePage
from shop.web.views.site import FieldError, View


class KindRow(View, frozen=True, kw_only=True):
    """All accounts of a kind: what is on either side."""

    kind: str
    accounts: int
    debit: Dong
    credit: Dong


class AccountView(View, frozen=True, kw_only=True):
    """One account; exactly one side has something, or neither."""

    name: str
    path: str  # where a producer's statements are; empty for others
    debit: Dong
    credit: Dong


class TaxRow(View, frozen=True, kw_only=True):
    """What was withheld in a month."""

    first_day: date
    vat: Dong
    pit: Dong
    csv_url: str


class RateRow(View, frozen=True, kw_only=True):
    """A dated rate, or without a day the one from the beginning; `state` is past, now or ahead."""

    starts_on: date | None
    commission: str
    fee: str
    note: str
    set_by: str | None
    state: str


class RateForm(View, frozen=True, kw_only=True):
    """What was typed for a new rate."""

    starts_on: str = ""
    commission: str = ""
    fee: str = ""
    note: str = ""


class LedgerPage(ConsolePage, frozen=True, kw_only=True):
    """/van-phong/so-cai."""

    kinds: tuple[KindRow, ...]
    debit: Dong
    credit: Dong
    owed: Dong  # to producers
    owing: Dong  # by producers
    others: tuple[AccountView, ...]
    producers: tuple[AccountView, ...]
    producer_count: int
    taxes: tuple[TaxRow, ...]
    rates: tuple[RateRow, ...]
    form: RateForm
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None
    done: str | None = None
