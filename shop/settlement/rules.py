"""How the money of a sale is shared, and how a share is taken back: whole đồng, nothing lost, nothing made."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from shop.catalog.models import TaxClass
from shop.core.money import Dong, split
from shop.producers.models import ProducerKind

WHOLE = 10_000  # rates are hundredths of a percent
_EVER = date.max
_UNTAXED_HERE = frozenset({ProducerKind.COMPANY, ProducerKind.COOPERATIVE})


class Withholding(msgspec.Struct, frozen=True, kw_only=True):
    """What a platform withholds of the revenue of households and individuals, from a day on (Hà Nội) until another."""

    tax_class: TaxClass
    from_on: date
    until_on: date  # not included
    vat: int
    pit: int
    source: str


DECREE = "Nghị định 117/2025/NĐ-CP, Điều 4 và Điều 5"
_FARM = "Luật 48/2024/QH15, Điều 5 khoản 1; Luật 04/2007/QH12, Điều 4 khoản 5"
WITHHOLDINGS = (
    Withholding(tax_class=TaxClass.GOODS, from_on=date(2025, 7, 1), until_on=_EVER, vat=100, pit=50, source=DECREE),
    Withholding(tax_class=TaxClass.SERVICE, from_on=date(2025, 7, 1), until_on=_EVER, vat=500, pit=200, source=DECREE),
    Withholding(tax_class=TaxClass.FARM_PRODUCE, from_on=date(2025, 7, 1), until_on=_EVER, vat=0, pit=0, source=_FARM),
)
"""Before the first day a platform withheld nothing."""


class Rates(msgspec.Struct, frozen=True):
    """Commission and payment fee, in hundredths of a percent of the gross."""

    commission: int
    fee: int


FIRST = Rates(commission=300, fee=100)
"""What is taken before the first `commission_rate` begins: 3 % and 1 %."""


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """An order line that its buyer has: `total` đồng, less vouchers, of which the producer bears its part."""

    order_line_id: UUID
    total: int
    discount: int
    producer_discount: int
    tax_class: TaxClass


class LineShare(msgspec.Struct, frozen=True, kw_only=True):
    """What of a line (đồng) its buyer pays, vouchers fund, and others take; all negative where it is taken back."""

    order_line_id: UUID
    paid: int
    funded: int
    commission: int = 0
    fee: int = 0
    vat: int = 0
    pit: int = 0

    @property
    def gross(self) -> int:
        """What the line brought its producer before anything was taken."""
        return self.paid + self.funded

    @property
    def net(self) -> int:
        """What its producer keeps."""
        return self.gross - self.commission - self.fee - self.vat - self.pit

    def plus(self, other: "LineShare") -> "LineShare":
        """Both together: what is left when `other`, which is negative, has been taken back."""
        return LineShare(
            order_line_id=self.order_line_id,
            paid=self.paid + other.paid,
            funded=self.funded + other.funded,
            commission=self.commission + other.commission,
            fee=self.fee + other.fee,
            vat=self.vat + other.vat,
            pit=self.pit + other.pit,
        )


def is_withheld(kind: ProducerKind | None) -> bool:
    """Whether tax is withheld for such a producer: for all that are not known to declare their own.

    Nghị định 117/2025/NĐ-CP, Điều 1: households and individuals. A group has no legal person of its own.
    """
    return kind is not None and kind not in _UNTAXED_HERE


def withholding_on(tax_class: TaxClass, day: date) -> Withholding | None:
    """The rates of a class of goods on a day; None: nothing is withheld."""
    for each in WITHHOLDINGS:
        if each.tax_class is tax_class and each.from_on <= day < each.until_on:
            return each
    return None


def part(amount: int, rate: int) -> int:
    """`rate` hundredths of a percent of `amount`, down to the whole đồng: what is taken of a line never exceeds it."""
    return amount * rate // WHOLE


def share_line(line: Sold, rates: Rates | None, kind: ProducerKind | None, day: date) -> LineShare:
    """Share what a line brought; `rates` None: nobody in the register sold it, and nothing is taken.

    Taxes and fees are of the gross, which includes what the platform's vouchers pay. `day` is the sale's (Hà Nội): tax
    is due when the sale is done, Nghị định 252/2026/NĐ-CP, Điều 44.
    """
    gross = line.total - line.producer_discount
    taxes = withholding_on(line.tax_class, day) if is_withheld(kind) else None
    return LineShare(
        order_line_id=line.order_line_id,
        paid=line.total - line.discount,
        funded=line.discount - line.producer_discount,
        commission=part(gross, rates.commission) if rates else 0,
        fee=part(gross, rates.fee) if rates else 0,
        vat=part(gross, taxes.vat) if taxes else 0,
        pit=part(gross, taxes.pit) if taxes else 0,
    )


def take_back(left: LineShare, paid: int) -> LineShare:
    """What goes back of what is `left` of a line when its buyer gets `paid` đồng of it: negative.

    In proportion, by the largest remainder; all of it when all of it is paid back.
    """
    if not 0 < paid <= left.paid:
        raise ValueError("no more goes back than is left")
    funded = left.funded * paid // left.paid
    parts = [left.net, left.commission, left.fee, left.vat, left.pit]
    _, commission, fee, vat, pit = split(Dong(paid + funded), parts)
    return LineShare(
        order_line_id=left.order_line_id,
        paid=-paid,
        funded=-funded,
        commission=-commission,
        fee=-fee,
        vat=-vat,
        pit=-pit,
    )


def spread(amount: int, left: Sequence[int]) -> list[int]:
    """Share `amount` over what is `left` of each, in proportion, never more than is left of one."""
    if amount > sum(left):
        raise ValueError("no more goes back than is left")
    return list(split(Dong(amount), left)) if amount else [0] * len(left)
