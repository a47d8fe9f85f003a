"""What is said with an order beside the goods: read from the checkout's form, and shown in words."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.quote import Quote
from shop.core.clock import today
from shop.core.i18n import Locale, say
from shop.orders.check_extras import closures_within, slot_days, takes_slot
from shop.orders.extras import Extras, Invoice, PackingWords, Slot
from shop.orders.models import DayPart
from shop.web.formats import weekday
from shop.web.pages.forms import Form
from shop.web.views.extras import ExtrasForm

LONGEST = 300  # signs of a note
FIELDS = {
    "extras.invoice.name": "invoice_name",
    "extras.invoice.tax_code": "invoice_tax_code",
    "extras.invoice.address": "invoice_address",
    "extras.invoice.email": "invoice_email",
    "extras.slot": "slot",
}
"""The API's field: the form's input."""

Words = tuple[tuple[str, str], ...]  # what it is, and what was said


def extras_typed(form: Form) -> ExtrasForm:
    """What the buyer typed."""
    return ExtrasForm(
        gift_wrap=form.text("gift_wrap", 5) == "yes",
        gift_note=_plain(form.text("gift_note", LONGEST)),
        invoice_name=_plain(form.text("invoice_name", 120)),
        invoice_tax_code=form.text("invoice_tax_code", 20).replace(" ", ""),
        invoice_address=" ".join(_plain(form.text("invoice_address", LONGEST)).split()),
        invoice_email=form.text("invoice_email", 254),
        slot=form.text("slot", 40),
        note=_plain(form.text("note", LONGEST)),
    )


def extras_wish(typed: ExtrasForm, *, ships: bool) -> Extras:
    """What is asked for. What is fetched has no half day, whatever the hidden field says."""
    said = (typed.invoice_name, typed.invoice_tax_code, typed.invoice_address, typed.invoice_email)
    invoice = Invoice(name=said[0], tax_code=said[1], address=said[2], email=said[3]) if any(said) else None
    return Extras(
        gift_wrap=typed.gift_wrap,
        gift_note=typed.gift_note,
        invoice=invoice,
        slot=_slot(typed.slot) if ships and typed.slot else None,
        note=typed.note,
    )


async def slots_offered(session: AsyncSession, quote: Quote, locale: Locale) -> Words:
    """The half days to choose from, (value, words); none where nothing is fresh. Closed days are left out."""
    if not takes_slot(quote):
        return ()
    days = slot_days(await today(session))
    closed = await closures_within(session, quote, days)
    free = [day for day in days if not any(one.from_on <= day <= one.until_on for one in closed)]
    return tuple(
        (f"{day.isoformat()} {part}", _slot_words(locale, Slot(day=day, part=part))) for day in free for part in DayPart
    )


def extras_words(locale: Locale, extras: PackingWords | None) -> Words:
    """What was said, in words."""
    if extras is None:
        return ()
    said = {
        "slot": _slot_words(locale, extras.slot) if extras.slot else "",
        "gift_wrap": say(locale, "web.extras.wrapped") if extras.gift_wrap else "",
        "gift_note": extras.gift_note,
        "note": extras.note,
    }
    if isinstance(extras, Extras) and extras.invoice is not None:
        one = extras.invoice
        said["invoice"] = say(
            locale, "web.extras.invoice_words", name=one.name, code=one.tax_code, address=one.address, email=one.email
        )
    return tuple((say(locale, f"web.extras.{name}"), words) for name, words in said.items() if words)


def _slot(written: str) -> Slot:
    """The half day of the select; one that nobody offered is a day nobody delivers on, and is refused as such."""
    day, _, part = written.partition(" ")
    try:
        return Slot(day=date.fromisoformat(day), part=DayPart(part))
    except ValueError:
        return Slot(day=date.min, part=DayPart.MORNING)


def _slot_words(locale: Locale, slot: Slot) -> str:
    return say(locale, f"web.extras.{slot.part}", weekday=weekday(locale, slot.day), day=f"{slot.day:%d/%m}")


def _plain(text: str) -> str:
    """Without control signs but line ends."""
    return "".join(sign for sign in text.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
