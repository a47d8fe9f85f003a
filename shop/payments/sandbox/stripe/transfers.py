"""Connected accounts and transfers to them: as much as paying producers needs."""

from shop.payments.sandbox.stripe.books import Books, fresh
from shop.payments.sandbox.stripe.faults import Json
from shop.payments.sandbox.stripe.forms import Form, read_dong, read_metadata, read_text
from shop.payments.sandbox.stripe.intents import OK, Done

ACCOUNT = "account"
TRANSFER = "transfer"


async def create_account(books: Books, form: Form) -> Done:
    """POST /v1/accounts: one that may be paid at once."""
    account: Json = {
        "id": fresh("acct"),
        "object": ACCOUNT,
        "charges_enabled": True,
        "country": read_text(form, "country", default="VN"),
        "created": await books.seconds(),
        "default_currency": "vnd",
        "details_submitted": True,
        "metadata": read_metadata(form),
        "payouts_enabled": True,
        "type": read_text(form, "type", among=("express", "custom", "standard"), default="express"),
    }
    await books.keep(account)
    return OK, account


async def create_transfer(books: Books, form: Form) -> Done:
    """POST /v1/transfers."""
    account = await books.get(ACCOUNT, read_text(form, "destination"))
    transfer: Json = {
        "id": fresh("tr"),
        "object": TRANSFER,
        "amount": read_dong(form, "amount"),
        "amount_reversed": 0,
        "created": await books.seconds(),
        "currency": read_text(form, "currency", among=("vnd",)),
        "description": form.get("description"),
        "destination": account["id"],
        "livemode": False,
        "metadata": read_metadata(form),
        "reversed": False,
        "transfer_group": form.get("transfer_group"),
    }
    await books.keep(transfer)
    await books.tell("transfer.created", transfer)
    return OK, transfer
