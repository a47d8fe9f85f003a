"""What a browser does at the played Stripe: enter a card, answer its bank."""

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.sandbox.stripe.books import Books
from shop.payments.sandbox.stripe.faults import Json, StripeFault
from shop.payments.sandbox.stripe.intents import CONFIRMABLE, KIND, OK, authenticate, confirm

ASKS = "requires_action"


class IntentShown(msgspec.Struct, frozen=True):
    """An intent as its page shows it: `open` while a card may be entered, `asks` while the bank waits for an answer.

    `failure` is the bank's word for why the card was refused, in this act.
    """

    name: str
    amount: Dong
    order: str
    open: bool
    asks: bool
    failure: str | None = None


async def intent_shown(session: AsyncSession, name: str) -> IntentShown | None:
    """The intent of a page; None: there is none."""
    found = await Books(session, "").find(KIND, name)
    return None if found is None else _shown(found, None)


async def enter_card(session: AsyncSession, address: str, name: str, number: str) -> IntentShown:
    """Confirm an intent with a card number. One that is paid or cancelled meanwhile is shown as it is.

    Raises:
        StripeFault: there is none.
    """
    form = {"payment_method_data": {"card": {"number": number}}}
    books = Books(session, address)
    try:
        status, answer = await confirm(books, form, name)
    except StripeFault:
        return _shown(await books.get(KIND, name), None)
    return _told(status, answer)


async def answer_bank(session: AsyncSession, name: str, *, agreed: bool) -> IntentShown:
    """Say yes or no to the bank. Safe to repeat. Raises as `enter_card`."""
    return _told(*await authenticate(Books(session, ""), name, agreed=agreed))


def _told(status: int, answer: Json) -> IntentShown:
    if status == OK:
        return _shown(answer, None)
    error = answer["error"]
    return _shown(error["payment_intent"], error.get("decline_code") or error["code"])


def _shown(intent: Json, failure: str | None) -> IntentShown:
    status, order = intent["status"], intent["metadata"].get("order", "")
    return IntentShown(intent["id"], Dong(intent["amount"]), order, status in CONFIRMABLE, status == ASKS, failure)
