"""PaymentIntents: created, confirmed with a card, asked for 3-D Secure, captured, cancelled."""

from shop.payments.sandbox.stripe.books import Books, fresh
from shop.payments.sandbox.stripe.cards import METHODS, Card, card_of
from shop.payments.sandbox.stripe.faults import Json, invalid
from shop.payments.sandbox.stripe.forms import Form, read_dong, read_metadata, read_text

KIND = "payment_intent"
CHARGE = "charge"
OK, DECLINED = 200, 402
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELLABLE = (*CONFIRMABLE, "requires_capture")
WORDS = {
    "card_declined": "Your card was declined.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "incorrect_number": "Your card number is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "payment_intent_authentication_failure": "The provided PaymentMethod has failed authentication.",
}

Done = tuple[int, Json]


async def create(books: Books, form: Form) -> Done:
    """POST /v1/payment_intents."""
    name = fresh("pi")
    intent: Json = {
        "id": name,
        "object": KIND,
        "amount": read_dong(form, "amount"),
        "amount_capturable": 0,
        "amount_received": 0,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": read_text(
            form, "capture_method", among=("automatic", "automatic_async", "manual"), default="automatic"
        ),
        "client_secret": fresh(f"{name}_secret"),
        "confirmation_method": "automatic",
        "created": await books.seconds(),
        "currency": read_text(form, "currency", among=("vnd",)),
        "description": form.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": read_metadata(form),
        "next_action": None,
        "payment_method": None,
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
    }
    await books.keep(intent)
    await books.tell("payment_intent.created", intent)
    if form.get("confirm") == "true":
        return await confirm(books, form, name)
    return OK, intent


async def confirm(books: Books, form: Form, name: str) -> Done:
    """POST /v1/payment_intents/{id}/confirm, with a ready payment method or a card's data."""
    intent = await books.get(KIND, name, lock=True)
    if intent["status"] not in CONFIRMABLE:
        raise _unexpected(intent, "confirm")
    card = card_of(_number(form))
    intent["payment_method"] = fresh("pm")
    if card.code:
        return await decline(books, intent, card.code, card.decline)
    if card.asks:
        return await _ask(books, intent, form)
    return OK, await take(books, intent, card)


async def authenticate(books: Books, name: str, *, agreed: bool) -> Done:
    """The holder has answered the bank. Safe to repeat."""
    intent = await books.get(KIND, name, lock=True)
    if intent["status"] != "requires_action":
        return OK, intent
    if not agreed:
        return await decline(books, intent, "payment_intent_authentication_failure", "")
    return OK, await take(books, intent, Card())


async def decline(books: Books, intent: Json, code: str, decline_code: str) -> Done:
    """Refuse a card: 402, and the intent waits for another one."""
    error = {"type": "card_error", "code": code, "message": WORDS[code]}
    if decline_code:
        error["decline_code"] = decline_code
    intent |= {"status": "requires_payment_method", "last_payment_error": error, "next_action": None}
    await books.keep(intent)
    await books.tell("payment_intent.payment_failed", intent)
    return DECLINED, {"error": {**error, "payment_intent": intent}}


async def take(books: Books, intent: Json, card: Card) -> Json:
    """Take the money, or keep it ready where it is captured later."""
    amount, later = intent["amount"], intent["capture_method"] == "manual"
    charge: Json = {
        "id": fresh("ch"),
        "object": CHARGE,
        "amount": amount,
        "amount_captured": 0 if later else amount,
        "amount_refunded": 0,
        "captured": not later,
        "created": await books.seconds(),
        "currency": intent["currency"],
        "livemode": False,
        "metadata": intent["metadata"],
        "paid": True,
        "payment_intent": intent["id"],
        "refunded": False,
        "status": "succeeded",
        "refund_manner": card.refund,
    }
    intent |= {"latest_charge": charge["id"], "last_payment_error": None, "next_action": None}
    await books.keep(charge)
    if later:
        intent |= {"status": "requires_capture", "amount_capturable": amount}
        await books.keep(intent)
        await books.tell("payment_intent.amount_capturable_updated", intent)
        return intent
    await books.tell("charge.succeeded", charge)
    return await _succeed(books, intent, amount)


async def capture(books: Books, form: Form, name: str) -> Done:
    """POST /v1/payment_intents/{id}/capture: all of it, or less, once."""
    intent = await books.get(KIND, name, lock=True)
    if intent["status"] != "requires_capture":
        raise _unexpected(intent, "capture")
    amount = read_dong(form, "amount_to_capture") if "amount_to_capture" in form else intent["amount_capturable"]
    if amount > intent["amount_capturable"]:
        raise invalid("You cannot capture more than was authorized.", code="amount_too_large")
    charge = await books.get(CHARGE, intent["latest_charge"])
    charge |= {"captured": True, "amount_captured": amount}
    await books.keep(charge)
    await books.tell("charge.captured", charge)
    return OK, await _succeed(books, intent, amount)


async def cancel(books: Books, form: Form, name: str) -> Done:
    """POST /v1/payment_intents/{id}/cancel."""
    intent = await books.get(KIND, name, lock=True)
    if intent["status"] not in CANCELLABLE:
        raise _unexpected(intent, "cancel")
    reason = form.get("cancellation_reason")
    intent |= {"status": "canceled", "canceled_at": await books.seconds(), "cancellation_reason": reason}
    intent |= {"amount_capturable": 0, "next_action": None}
    await books.keep(intent)
    await books.tell("payment_intent.canceled", intent)
    return OK, intent


async def _ask(books: Books, intent: Json, form: Form) -> Done:
    url = f"{books.address}/{intent['id']}/xac-thuc"
    redirect = {"return_url": form.get("return_url"), "url": url}
    intent |= {
        "status": "requires_action",
        "last_payment_error": None,
        "next_action": {"type": "redirect_to_url", "redirect_to_url": redirect},
    }
    await books.keep(intent)
    await books.tell("payment_intent.requires_action", intent)
    return OK, intent


async def _succeed(books: Books, intent: Json, amount: int) -> Json:
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    await books.keep(intent)
    await books.tell("payment_intent.succeeded", intent)
    return intent


def _number(form: Form) -> str:
    ready = form.get("payment_method")
    if isinstance(ready, str):
        if ready not in METHODS:
            raise invalid(f"No such PaymentMethod: '{ready}'", code="resource_missing", param="payment_method")
        return METHODS[ready]
    data = form.get("payment_method_data")
    card = data.get("card") if isinstance(data, dict) else None
    if not isinstance(card, dict):
        raise invalid("You must provide a payment method.", code="parameter_missing", param="payment_method")
    return read_text(card, "number")


def _unexpected(intent: Json, verb: str) -> Exception:
    message = f"You cannot {verb} this PaymentIntent because it has a status of {intent['status']}."
    return invalid(message, code="payment_intent_unexpected_state")
