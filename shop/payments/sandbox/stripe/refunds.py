"""Refunds: the whole or parts of a charge, never more than it took."""

from shop.payments.sandbox.stripe.books import Books, fresh
from shop.payments.sandbox.stripe.faults import Json, invalid
from shop.payments.sandbox.stripe.forms import Form, read_dong, read_metadata, read_text
from shop.payments.sandbox.stripe.intents import CHARGE, OK, Done
from shop.payments.sandbox.stripe.intents import KIND as INTENT

KIND = "refund"


async def create(books: Books, form: Form) -> Done:
    """POST /v1/refunds for an intent. What the card says decides whether it comes at once, later, or comes back."""
    intent = await books.get(INTENT, read_text(form, "payment_intent"), lock=True)
    if intent["latest_charge"] is None or intent["amount_received"] == 0:
        raise invalid("This PaymentIntent does not have a successful charge to refund.", code="charge_not_refundable")
    charge = await books.get(CHARGE, intent["latest_charge"])
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left == 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = read_dong(form, "amount") if "amount" in form else left
    if amount > left:
        raise invalid(
            f"Refund amount (₫{amount}) is greater than unrefunded amount on charge (₫{left})", param="amount"
        )
    manner = charge["refund_manner"]
    refund: Json = {
        "id": fresh("re"),
        "object": KIND,
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": await books.seconds(),
        "currency": charge["currency"],
        "metadata": read_metadata(form),
        "payment_intent": intent["id"],
        "reason": form.get("reason"),
        "status": "pending" if manner == "pending" else "succeeded",
    }
    await _draw(books, charge, amount)
    await books.keep(refund)
    await books.tell("refund.created", refund)
    await books.tell("charge.refunded", charge)
    given = dict(refund)
    await _end(books, charge, refund, manner)
    return OK, given


async def _end(books: Books, charge: Json, refund: Json, manner: str) -> None:
    """Let the story of a refund go on after its answer."""
    if manner == "succeeded":
        return
    refund["status"] = "failed" if manner == "failed" else "succeeded"
    if manner == "failed":
        refund["failure_reason"] = "lost_or_stolen_card"
        await _draw(books, charge, -refund["amount"])
    await books.keep(refund)
    await books.tell("refund.failed" if manner == "failed" else "refund.updated", refund)


async def _draw(books: Books, charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    await books.keep(charge)
