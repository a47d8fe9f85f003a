"""From what VNPAY and MoMo write to a notice. Pure: whose signature it carries is checked here."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from shop.core.money import Dong
from shop.payments.models import PaymentMethod
from shop.payments.momo_gateway import OK as MOMO_OK
from shop.payments.momo_gateway import UNDER_WAY
from shop.payments.momo_sign import is_momo_notice
from shop.payments.vnpay_gateway import OK as VNPAY_OK
from shop.payments.vnpay_sign import attempt_of, is_signed, read_amount
from shop.payments.wallet_accounts import MomoAccount, VnPayAccount
from shop.payments.wallet_notice import WalletNotice

_LONGEST_CODE = 10
_DIGITS = 18  # of a number that may be read


def query_facts(query: bytes) -> dict[str, str]:
    """The parameters of a query; empty ones too, for MoMo signs them."""
    return dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))


def read_vnpay(facts: Mapping[str, str], account: VnPayAccount) -> WalletNotice | None:
    """A notice of VNPAY, or what it wrote into the address its buyer comes back to; None: it did not write it.

    Paid is only what says so twice: the response code and the transaction's status.
    """
    facts = {name: value for name, value in facts.items() if value}  # it signs no empty ones
    if not is_signed(facts, account.secret):
        return None
    mine = facts.get("vnp_TmnCode") == account.tmn_code
    reference, code = facts.get("vnp_TxnRef", ""), facts.get("vnp_ResponseCode", "")
    status = facts.get("vnp_TransactionStatus", code)  # of a failure it may be missing
    paid = code == VNPAY_OK and facts.get("vnp_TransactionStatus") == VNPAY_OK
    return WalletNotice(
        method=PaymentMethod.VNPAY,
        attempt_id=attempt_of(reference) if mine else None,
        amount=read_amount(facts.get("vnp_Amount", "")),
        receipt=reference if paid else None,
        failure=None if paid else _code(code if code != VNPAY_OK else f"status{status}"),
    )


def read_momo(facts: Mapping[str, str | int], account: MomoAccount) -> WalletNotice | None:
    """A notice of MoMo, or what it wrote into the address its buyer comes back to; None: it did not write it."""
    if not is_momo_notice(facts, account.access_key, account.secret):
        return None
    mine = facts.get("partnerCode") == account.partner_code
    amount, code, number = (_whole(facts.get(name)) for name in ("amount", "resultCode", "transId"))
    paid = code == MOMO_OK and number is not None
    ended = not paid and code not in UNDER_WAY
    return WalletNotice(
        method=PaymentMethod.MOMO,
        attempt_id=attempt_of(str(facts.get("orderId", ""))) if mine else None,
        amount=None if amount is None else Dong(amount),
        receipt=str(number) if paid else None,
        failure=_code(str(facts.get("resultCode", ""))) if ended else None,
    )


def _whole(written: str | int | None) -> int | None:
    text = str(written)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def _code(written: str) -> str:
    """A provider's code as it may stand in our books."""
    plain = "".join(sign for sign in written if sign.isascii() and sign.isalnum())
    return plain[:_LONGEST_CODE] or "unknown"
