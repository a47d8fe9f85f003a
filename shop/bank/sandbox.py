"""The bank of the sandbox: tells of a transfer as a real one would, signed, by the same way."""

from datetime import datetime
from uuid import uuid4

import msgspec

from shop.bank.read_notice import SIGNATURE, TIMESTAMP, sign
from shop.core.money import Dong
from shop.payments.bank_account import BankAccount


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A request to our address for generic notices."""

    headers: dict[str, str]
    body: bytes


def play_transfer(account: BankAccount, secret: str, memo: str, amount: Dong, moment: datetime) -> Told:
    """What the bank tells when somebody transfers `amount` đồng with `memo` to `account`, mangled as banks do."""
    number = uuid4().hex[:12].upper()
    told = {
        "id": f"SB{number}",
        "account": account.number,
        "direction": "in",
        "amount": amount,
        "currency": "VND",
        "content": f"MBVCB.{number[:9]}.{memo.upper()}.CT tu 0987654321 NGUOI THU NGHIEM toi {account.number}",
        "reference": f"FT{number}",
        "booked_at": moment.isoformat(),
    }
    body = msgspec.json.encode(told)
    timestamp = int(moment.timestamp())
    return Told(headers={TIMESTAMP: str(timestamp), SIGNATURE: sign(secret, timestamp, body)}, body=body)
