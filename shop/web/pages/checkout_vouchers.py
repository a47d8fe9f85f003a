"""Vouchers on the checkout page: which are on the order, typed, taken off, and to choose from."""

from collections.abc import Sequence

import msgspec

from shop.cart.discount import VoucherFault
from shop.cart.quote import Quote
from shop.core.i18n import Locale, say
from shop.core.money import show as dong
from shop.games.queries import kept_offers
from shop.http.problems import describe
from shop.orders.promotion import fault_refusal
from shop.promotions.queries import VoucherOffer, public_vouchers
from shop.promotions.rules import MOST_CODES, read_code
from shop.web.pages.forms import Form
from shop.web.pages.producer.voucher_desk import effect_words
from shop.web.pages.visit import Visit
from shop.web.views import CheckoutForm, FieldError
from shop.web.views.checkout import VoucherChoice

OFFERED = 6  # vouchers to choose from


def codes_of(form: Form) -> tuple[str, ...]:
    """The codes on the order."""
    return tuple(filter(None, form.text("vouchers", 130).split(",")))[:MOST_CODES]


def asked_of(form: Form) -> tuple[str, tuple[str, ...]] | None:
    """The code that is to be put on, and the codes then; None where the form changes nothing and orders."""
    codes = codes_of(form)
    dropped, tried = form.text("drop", 40), form.text("use", 40) or form.text("voucher", 40)
    if not dropped and not tried and "use" not in form.fields:
        return None
    if dropped:
        return "", tuple(code for code in codes if code != dropped)
    code = read_code(tried) or tried
    return code, codes if not code or code in codes else (*codes, code)


def settled(form: CheckoutForm, quotes: Sequence[Quote], locale: Locale) -> tuple[CheckoutForm, tuple[FieldError, ...]]:
    """The form with the codes that count for at least one way of delivery, and what is wrong with the others."""
    wrong = _everywhere(quotes)
    faults = [wrong[code] for code in form.vouchers if code in wrong]
    kept = tuple(code for code in form.vouchers if code not in wrong)[:MOST_CODES]
    told = tuple(
        FieldError(field="voucher", message=describe(fault_refusal(fault, quotes[0]), locale).detail)
        for fault in faults[:1]
    )
    return msgspec.structs.replace(form, vouchers=kept, voucher=faults[0].code if faults else ""), told


def on_order(codes: Sequence[str], quotes: Sequence[Quote], locale: Locale) -> tuple[VoucherChoice, ...]:
    """The vouchers on the order, in words."""
    known = {one.voucher.code: one.voucher for quote in quotes for one in quote.discounts}
    return tuple(_choice(known[code], locale) for code in codes if code in known)


async def offered(visit: Visit, quote: Quote, codes: Sequence[str]) -> tuple[VoucherChoice, ...]:
    """Open vouchers anybody may choose for these goods, but those on the order."""
    producers = {line.offer.producer_id for line in quote.lines if line.offer and line.offer.producer_id}
    found = await public_vouchers(visit.session, producers, OFFERED + MOST_CODES)
    if visit.actor.person_id is not None:  # what they kept in rooms comes first
        kept = await kept_offers(visit.session, visit.actor.person_id, OFFERED)
        found = [one for one in kept if one.producer_id is None or one.producer_id in producers] + found
    once = {voucher.code: voucher for voucher in found if voucher.code not in codes}
    return tuple(_choice(voucher, visit.locale) for voucher in once.values())[:OFFERED]


def _everywhere(quotes: Sequence[Quote]) -> dict[str, VoucherFault]:
    """Codes that count for no way of delivery, and why."""
    first, *others = ({fault.code: fault for fault in quote.faults} for quote in quotes)
    return {code: fault for code, fault in first.items() if all(code in other for other in others)}


def _choice(voucher: VoucherOffer, locale: Locale) -> VoucherChoice:
    words = effect_words(voucher.effect, locale)
    if voucher.effect.minimum:
        words = f"{words} {say(locale, 'web.voucher.from', minimum=dong(voucher.effect.minimum))}"
    return VoucherChoice(code=voucher.code, name=voucher.name, detail=words)
