"""The field for cards and the bank's question of the played Stripe. Where Stripe is real there are no such pages."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.core.errors import Invalid, NotFound
from shop.core.i18n import Locale, knows, say
from shop.payments.models import PaymentMethod
from shop.payments.providers import Providers
from shop.payments.sandbox.stripe.browser import IntentShown, answer_bank, enter_card, intent_shown
from shop.payments.stripe_gateway import PLAYED_PATH, Stripe
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.card import CardBankPage, CardSandboxPage

CARD, BANK = f"{PLAYED_PATH}/{{intent:str}}", f"{PLAYED_PATH}/{{intent:str}}/xac-thuc"
LONGEST = 30  # signs of a card number with its spaces


@get(both(CARD), include_in_schema=False)
async def card_form(
    visit: NamedDependency[Visit], intent: FromPath[str], providers: NamedDependency[Providers]
) -> Response[bytes]:
    """The field for a card."""
    shown = await _shown(visit, intent, providers)
    if not shown.open:
        return _back(visit, shown)
    return _form(visit, shown, "")


@post(both(CARD), include_in_schema=False)
async def card_entered(
    visit: NamedDependency[Visit], intent: FromPath[str], providers: NamedDependency[Providers]
) -> Response[bytes]:
    """Pay with the card: back to the order, on to the bank, or the form again with why not."""
    shown = await _shown(visit, intent, providers)
    number = (await read_form(visit.request)).text("number", LONGEST)
    if not number:
        return _form(visit, shown, "", missing=True)
    paid = await enter_card(visit.session, visit.settings.base_url + PLAYED_PATH, shown.name, number)
    if paid.failure is not None:
        return _form(visit, paid, number)
    return go(visit.locale, f"{PLAYED_PATH}/{paid.name}/xac-thuc") if paid.asks else _back(visit, paid)


@get(both(BANK), include_in_schema=False)
async def bank_form(
    visit: NamedDependency[Visit], intent: FromPath[str], providers: NamedDependency[Providers]
) -> Response[bytes]:
    """The bank's question."""
    shown = await _shown(visit, intent, providers)
    if not shown.asks:
        return go(visit.locale, f"{PLAYED_PATH}/{shown.name}")
    page = CardBankPage(site=visit.site, intent=shown.name, order=shown.order, amount=shown.amount)
    return show("card_bank.html", visit.locale, page)


@post(both(BANK), include_in_schema=False)
async def bank_answered(
    visit: NamedDependency[Visit], intent: FromPath[str], providers: NamedDependency[Providers]
) -> Response[bytes]:
    """Yes: the order is paid. No: the form again."""
    shown = await _shown(visit, intent, providers)
    answer = (await read_form(visit.request)).text("answer", 5)
    if answer not in {"yes", "no"}:
        raise Invalid(field="answer")
    told = await answer_bank(visit.session, shown.name, agreed=answer == "yes")
    return _form(visit, told, "") if told.failure is not None else _back(visit, told)


async def _shown(visit: Visit, intent: str, providers: Providers) -> IntentShown:
    stripe = providers.get(PaymentMethod.CARD)
    shown = await intent_shown(visit.session, intent) if isinstance(stripe, Stripe) and stripe.played else None
    if shown is None:
        raise NotFound
    return shown


def _form(visit: Visit, shown: IntentShown, number: str, *, missing: bool = False) -> Response[bytes]:
    wrong = (FieldError(field="number", message=say(visit.locale, "web.card.missing")),) if missing else ()
    page = CardSandboxPage(
        site=visit.site,
        intent=shown.name,
        order=shown.order,
        amount=shown.amount,
        number=number,
        errors=wrong,
        problem=None if shown.failure is None else failure_said(visit.locale, shown.failure),
    )
    return show("card_sandbox.html", visit.locale, page, status=422 if missing or shown.failure else 200)


def failure_said(locale: Locale, code: str) -> str:
    """Why a card was refused and what to do, in words."""
    key = f"web.pay.failed.card_{code}"
    return say(locale, key if knows(key) else "web.pay.failed.other")


def _back(visit: Visit, shown: IntentShown) -> Response[bytes]:
    return go(visit.locale, f"/don-hang/{shown.order}/thanh-toan")


routes = [card_form, card_entered, bank_form, bank_answered]
