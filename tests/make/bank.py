"""Bank notices for tests, signed as banks sign them."""

import json
from itertools import count

from sqlalchemy import select

from config.settings import Settings
from shop.bank.models import BankCase, BankNotice
from shop.bank.read_notice import SIGNATURE, TIMESTAMP, sign
from shop.bank.work_notice import work_notice
from shop.core.clock import now
from shop.orders.models import Order
from shop.orders.settle import settle_order
from shop.payments.bank_account import bank_account, notice_secrets
from shop.payments.memo import memo_of
from shop.payments.models import PaymentMethod
from tests.conftest import SECRET
from tests.make.inventory import goods
from tests.make.orders import placed

OURS = Settings(env="test", secret_key=SECRET)
ACCOUNT = bank_account(OURS)
[KEY] = notice_secrets(OURS)
AT = "/api/v1/payments/bank"

_numbers = count(1)


def transfer(content, amount, /, **changes) -> dict[str, object]:
    """What a generic sender tells of money that came in."""
    told = {
        "id": f"FT{next(_numbers):08}",
        "account": ACCOUNT.number,
        "direction": "in",
        "amount": amount,
        "currency": "VND",
        "content": content,
        "reference": "FT26332123456",
    }
    return {**told, **changes}


def sepay(content, amount, **changes) -> dict[str, object]:
    """The same in SePay's words."""
    told = {
        "id": next(_numbers),
        "gateway": "Vietcombank",
        "transactionDate": "2026-11-28 14:02:37",
        "accountNumber": ACCOUNT.number,
        "code": None,
        "content": content,
        "transferType": "in",
        "transferAmount": amount,
        "accumulated": 19_077_000,
        "subAccount": None,
        "referenceCode": "MBVCB.3278907687",
        "description": "",
    }
    return {**told, **changes}


async def signed(session, told, *, secret=KEY, age=0) -> dict[str, object]:
    """The body and headers of a generic notice that was signed `age` seconds ago."""
    body = json.dumps(told).encode()
    timestamp = int((await now(session)).timestamp()) - age
    return {"content": body, "headers": {TIMESTAMP: str(timestamp), SIGNATURE: sign(secret, timestamp, body)}}


async def send(client, session, told, **options):
    """Send a generic notice."""
    return await client.post(f"{AT}/generic", **await signed(session, told, **options))


async def told(session, content, amount, **changes) -> BankNotice:
    """A notice that is kept, worked, and whose order has heard of its money."""
    told = transfer(content, amount, **changes)
    notice = BankNotice(
        kind="generic",
        foreign_id=told["id"],
        account=told["account"],
        incoming=told["direction"] == "in",
        amount=told["amount"],
        currency=told["currency"],
        content=content,
        bank_reference=told["reference"],
    )
    session.add(notice)
    await session.flush()
    await work_notice(session, notice.id, ACCOUNT)
    await session.flush()
    if notice.reference is not None:
        await settle_order(session, notice.reference)
        await session.flush()
    return notice


async def case(session, content="chuyen tien", amount=250_000, **changes) -> BankCase:
    """A transfer that waits for a person."""
    notice = await told(session, content, amount, **changes)
    return (await session.scalars(select(BankCase).where(BankCase.notice_id == notice.id))).one()


async def awaiting(session, *, stock=5, quantity=1, **changes) -> Order:
    """An order that waits for a transfer."""
    wares = await goods(session, stock)
    shown = await placed(session, wares, quantity=quantity, **{"payment": PaymentMethod.VIETQR, **changes})
    return (await session.scalars(select(Order).where(Order.code == shown.code))).one()


def memo(order, number=1) -> str:
    """What a buyer transfers with, as a bank passes it on."""
    return f"MBVCB.3278907687.{memo_of(order.code, number)}.CT tu 0123456789 TRAN VAN MINH toi {ACCOUNT.number}"
