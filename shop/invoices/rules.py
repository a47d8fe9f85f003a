"""VAT inside prices, by class of goods and day, with the law it comes from."""

from collections.abc import Sequence
from datetime import date

import msgspec

from shop.catalog.models import TaxClass
from shop.core.money import Dong, split
from shop.invoices.models import InvoiceForm
from shop.producers.models import ProducerKind

VAT_KINDS = frozenset({ProducerKind.COMPANY, ProducerKind.COOPERATIVE})  # they deduct VAT, so they write it apart
_EVER = date.max


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """Percent of VAT from a day on (Hà Nội) until another; None: such a sale is not subject to VAT."""

    tax_class: TaxClass
    from_on: date
    until_on: date  # not included
    percent: int | None
    source: str


def _usual(tax_class: TaxClass) -> tuple[Rate, ...]:
    """10 %, and 8 % where it is reduced. Goods under excise duty are not reduced: they are not told apart here."""
    spans = (
        (date(2009, 1, 1), date(2024, 7, 1), 10, "Luật 13/2008/QH12, Điều 8 khoản 3"),
        (date(2024, 7, 1), date(2025, 1, 1), 8, "Nghị quyết 142/2024/QH15; Nghị định 72/2024/NĐ-CP"),
        (date(2025, 1, 1), date(2025, 7, 1), 8, "Nghị quyết 174/2024/QH15; Nghị định 180/2024/NĐ-CP"),
        (date(2025, 7, 1), date(2027, 1, 1), 8, "Nghị quyết 204/2025/QH15; Nghị định 174/2025/NĐ-CP"),
        (date(2027, 1, 1), _EVER, 10, "Luật 48/2024/QH15, Điều 9 khoản 3"),
    )
    return tuple(
        Rate(tax_class=tax_class, from_on=start, until_on=end, percent=percent, source=source)
        for start, end, percent, source in spans
    )


RATES = (
    *_usual(TaxClass.GOODS),
    *_usual(TaxClass.SERVICE),
    Rate(
        tax_class=TaxClass.FARM_PRODUCE,
        from_on=date(2009, 1, 1),
        until_on=date(2025, 7, 1),
        percent=None,
        source="Luật 13/2008/QH12, Điều 5 khoản 1",
    ),
    Rate(
        tax_class=TaxClass.FARM_PRODUCE,
        from_on=date(2025, 7, 1),
        until_on=_EVER,
        percent=None,
        source="Luật 48/2024/QH15, Điều 5 khoản 1",
    ),
)


def form_of(kind: ProducerKind) -> InvoiceForm:
    """Who deducts VAT writes a VAT invoice; a household or a group a sales invoice, which names no VAT."""
    return InvoiceForm.VAT if kind in VAT_KINDS else InvoiceForm.SALES


def rate_on(tax_class: TaxClass, day: date) -> Rate:
    """The rate of a class on a day.

    Raises:
        LookupError: the table does not reach back so far.
    """
    for rate in RATES:
        if rate.tax_class is tax_class and rate.from_on <= day < rate.until_on:
            return rate
    raise LookupError(f"no VAT rate of {tax_class.value} on {day}")


def vat_inside(gross: int, percent: int) -> Dong:
    """The VAT in a price that includes it, to the nearest đồng, half a đồng upwards."""
    return Dong((2 * gross * percent + 100 + percent) // (2 * (100 + percent)))


def share_vat(lines: Sequence[tuple[int, int | None]]) -> list[Dong]:
    """The VAT of each (amount with VAT, percent): taken of the sum of a rate, then shared by the largest remainder."""
    shares = [Dong(0)] * len(lines)
    for percent in {percent for _, percent in lines if percent is not None}:
        places = [at for at, line in enumerate(lines) if line[1] == percent]
        amounts = [lines[at][0] for at in places]
        if not any(amounts):
            continue
        for at, share in zip(places, split(vat_inside(sum(amounts), percent), amounts), strict=True):
            shares[at] = share
    return shares
