"""What a buyer may say with an order: a gift, a company's invoice, when fresh food shall come, a word to the seller."""

import re
from datetime import date
from typing import Annotated

from msgspec import Meta

from shop.core.text import Body, Email, Line, Name
from shop.delivery.choose import AddressLine
from shop.orders.models import DayPart, OrderExtra

TaxCode = Annotated[str, Meta(min_length=10, max_length=14, pattern=r"^[0-9]{10}(-[0-9]{3})?$")]

_TAX_CODE = re.compile(r"([0-9]{9})([0-9])(-[0-9]{3})?")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class Invoice(Body):
    """The company an invoice is written for, and where it is sent."""

    name: Name
    tax_code: TaxCode
    address: AddressLine
    email: Email


class Slot(Body):
    """The half day in which fresh food shall come."""

    day: date
    part: DayPart


class PackingWords(Body):
    """What those who pack must know; what is empty was not given."""

    gift_wrap: bool = False
    gift_note: Line = ""
    slot: Slot | None = None
    note: Line = ""  # to the seller


class Extras(PackingWords):
    """All of it; what is empty was not given."""

    invoice: Invoice | None = None


def given(extras: Extras | None) -> Extras | None:
    """`extras` if anything was said in them."""
    return None if extras == Extras() else extras


def is_company_code(text: str) -> bool:
    """Whether `text` is a company's tax code: ten digits whose last one checks the others, or such with a branch."""
    found = _TAX_CODE.fullmatch(text)
    if found is None:
        return False
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, found[1], strict=True))
    return int(found[2]) == 10 - weighed % 11


def columns_of(extras: Extras) -> dict[str, object]:
    """`extras` as they are kept."""
    invoice, slot = extras.invoice, extras.slot
    return {
        "gift_wrap": extras.gift_wrap,
        "gift_note": extras.gift_note or None,
        "invoice_name": invoice.name if invoice else None,
        "invoice_tax_code": invoice.tax_code if invoice else None,
        "invoice_address": invoice.address if invoice else None,
        "invoice_email": invoice.email if invoice else None,
        "slot_day": slot.day if slot else None,
        "slot_part": slot.part if slot else None,
        "note": extras.note or None,
    }


def extras_of(row: OrderExtra | None) -> Extras | None:
    """What was kept with an order; the twin of `columns_of`."""
    if row is None:
        return None
    invoice = slot = None
    if row.invoice_name and row.invoice_tax_code and row.invoice_address and row.invoice_email:
        invoice = Invoice(
            name=row.invoice_name,
            tax_code=row.invoice_tax_code,
            address=row.invoice_address,
            email=row.invoice_email,
        )
    if row.slot_day and row.slot_part:
        slot = Slot(day=row.slot_day, part=row.slot_part)
    return Extras(
        gift_wrap=row.gift_wrap, gift_note=row.gift_note or "", invoice=invoice, slot=slot, note=row.note or ""
    )


def packing_words_of(row: OrderExtra | None) -> PackingWords | None:
    """What was kept with an order without the company's data, which packing needs nothing of."""
    said = extras_of(row)
    if said is None:
        return None
    words = PackingWords(gift_wrap=said.gift_wrap, gift_note=said.gift_note, slot=said.slot, note=said.note)
    return None if words == PackingWords() else words
