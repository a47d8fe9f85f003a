"""Months of Hà Nội, and what a producer's statement of one says: whole đồng."""

import re
from datetime import UTC, date, datetime, timedelta

import msgspec

from shop.core.clock import HANOI
from shop.core.money import Dong

FIRST_YEAR, LAST_YEAR = 2019, 9998  # the programme began; dates end
YEAR = 12  # months
COMMITTED = timedelta(hours=1)  # after which what began before midnight has ended, and a month is over for good
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class Month(msgspec.Struct, frozen=True, order=True):
    """A calendar month of Hà Nội: from its first day to the first day of the next, which is not included."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + 1, 1) if self.number == YEAR else Month(self.year, self.number + 1)

    @property
    def before(self) -> "Month":
        """The month before it."""
        return Month(self.year - 1, YEAR) if self.number == 1 else Month(self.year, self.number - 1)

    @property
    def since(self) -> datetime:
        """Its first moment, in UTC."""
        return datetime(self.year, self.number, 1, tzinfo=HANOI).astimezone(UTC)

    @property
    def until(self) -> datetime:
        """The first moment after it, in UTC."""
        return self.next.since

    def is_over(self, now: datetime) -> bool:
        """Whether nothing more can be written into it."""
        return now >= self.until + COMMITTED


def month_of(moment: datetime) -> Month:
    """The month in which `moment` is in Hà Nội."""
    day = moment.astimezone(HANOI)
    return Month(day.year, day.month)


def read_month(text: str) -> Month | None:
    """The month written `2026-11`; None when it is none, or before the programme."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year, number = int(found[1]), int(found[2])
    return Month(year, number) if FIRST_YEAR <= year <= LAST_YEAR else None


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """What goods brought and what was taken of it; all negative where they were given back."""

    gross: Dong = Dong(0)
    commission: Dong = Dong(0)
    fee: Dong = Dong(0)
    vat: Dong = Dong(0)
    pit: Dong = Dong(0)

    @property
    def net(self) -> Dong:
        """What the producer keeps."""
        return Dong(self.gross - self.commission - self.fee - self.vat - self.pit)


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A producer's account over a month. `opening` and what moved it come to `closing`; `over`: it never changes."""

    month: Month
    opening: Dong
    sales: Shares
    reversals: Shares
    deposits: Dong = Dong(0)  # that buyers left behind
    paid_out: Dong  # to the producer
    paid_back: Dong  # came back from its bank
    closing: Dong
    over: bool

    @property
    def moved(self) -> Dong:
        """By how much the month changed the balance."""
        return Dong(self.sales.net + self.reversals.net + self.deposits - self.paid_out + self.paid_back)

    @property
    def sum(self) -> Shares:
        """Sales less what was given back."""
        return Shares(
            gross=Dong(self.sales.gross + self.reversals.gross),
            commission=Dong(self.sales.commission + self.reversals.commission),
            fee=Dong(self.sales.fee + self.reversals.fee),
            vat=Dong(self.sales.vat + self.reversals.vat),
            pit=Dong(self.sales.pit + self.reversals.pit),
        )
