"""VNPAY 2.1.0: its wire format (pay, querydr, refund)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import uuid4, uuid5

from shop.payments.errors import ProviderAway
from shop.payments.models import AttemptState, PaymentMethod, RefundState
from shop.payments.provider import Asked, AttemptFact, GoTo, Known, RefundAnswer, RefundWanted
from shop.payments.vnpay_sign import (
    attempt_of,
    begun_at,
    is_piped,
    piped_hash,
    read_amount,
    reference_of,
    signed_query,
    write_amount,
    write_time,
)
from shop.payments.wallet_accounts import VnPayAccount
from shop.payments.wallet_wire import Wire

VERSION = "2.1.0"
OK = "00"
_UNKNOWN = "91"  # it has no such transaction
_ASKED_BEFORE = "94"  # a refund that is under way already
_WHOLE, _PART = "02", "03"  # refunds
_UNDER_WAY = frozenset({"05", "06"})  # a refund: being worked, sent to the bank
_OPEN = frozenset({"01", "04"})  # not finished; taken by the bank and not yet by VNPAY
_BY = "chomay"
_OUR_ADDRESS = "127.0.0.1"  # where no buyer asks
_QUERY_HASHED = "RequestId Version Command TmnCode TxnRef TransactionDate CreateDate IpAddr OrderInfo"
_REFUND_HASHED = (
    "RequestId Version Command TmnCode TransactionType TxnRef Amount TransactionNo TransactionDate CreateBy "
    "CreateDate IpAddr OrderInfo"
)
_ANSWER_HASHED = (
    "ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo TransactionType "
    "TransactionStatus OrderInfo"
)
_PROMOTION = " PromotionCode PromotionAmount"  # hashed too in the answer to a query

Answer = dict[str, str | int | None]


def machine_now() -> datetime:
    """The machine's clock: what VNPAY is told stands on real time, also where the shop's is warped."""
    return datetime.now(UTC)


class VnPay:
    """The shop's account at VNPAY."""

    method = PaymentMethod.VNPAY

    def __init__(self, wire: Wire, account: VnPayAccount, clock: Callable[[], datetime] = machine_now) -> None:
        self._wire = wire
        self._account = account
        self._clock = clock

    async def start(self, asked: Asked) -> GoTo:
        """The signed address of its page. Nothing is called; the same attempt gives the same reference."""
        begun = begun_at(asked.attempt_id)
        facts = {
            "vnp_Version": VERSION,
            "vnp_Command": "pay",
            "vnp_TmnCode": self._account.tmn_code,
            "vnp_Amount": write_amount(asked.amount),
            "vnp_CreateDate": write_time(begun),
            "vnp_ExpireDate": write_time(begun + timedelta(seconds=asked.expires_in)),
            "vnp_CurrCode": "VND",
            "vnp_IpAddr": asked.client_ip,
            "vnp_Locale": "vn" if asked.locale == "vi" else "en",
            "vnp_OrderInfo": f"Thanh toan don hang {_plain(asked.order_code)}",
            "vnp_OrderType": "other",
            "vnp_ReturnUrl": f"{asked.return_url}/vnpay",
            "vnp_TxnRef": reference_of(asked.attempt_id),
        }
        return GoTo(f"{self._account.pay_url}?{signed_query(facts, self._account.secret)}", facts["vnp_TxnRef"])

    async def look_up(self, attempt: AttemptFact) -> Known | None:
        """Ask with querydr; money goes by the reference, which VNPAY takes one payment for."""
        reference = reference_of(attempt.attempt_id)
        facts = {
            **self._asked("querydr", uuid4().hex),
            "vnp_TxnRef": reference,
            "vnp_TransactionDate": write_time(begun_at(attempt.attempt_id)),
            "vnp_OrderInfo": f"Tra cuu {attempt.number}",
        }
        answer = await self._ask(facts, _QUERY_HASHED, _ANSWER_HASHED + _PROMOTION)
        code, status = _word(answer, "vnp_ResponseCode"), _word(answer, "vnp_TransactionStatus")
        if code == _UNKNOWN:
            return None
        if code != OK:
            raise ProviderAway
        if _word(answer, "vnp_TransactionType") in {_WHOLE, _PART}:  # paid, and sent back since
            return Known(state=AttemptState.SUCCEEDED, amount=attempt.amount, receipt=reference)
        if status == OK:
            amount = read_amount(_word(answer, "vnp_Amount"))
            if amount is None:
                raise ProviderAway
            return Known(state=AttemptState.SUCCEEDED, amount=amount, receipt=reference)
        return Known(state=AttemptState.OPEN if status in _OPEN else AttemptState.FAILED, failure=status or None)

    async def send_refund(self, wanted: RefundWanted) -> RefundAnswer:
        """Ask for all of it or a part. Asked again, VNPAY says that it was asked before: then it is under way."""
        attempt_id = attempt_of(wanted.receipt)
        if attempt_id is None:
            return RefundAnswer(RefundState.FAILED, failure=_UNKNOWN)
        request_id = uuid5(wanted.refund_id, wanted.key).hex
        facts = {
            **self._asked("refund", request_id),
            "vnp_TransactionType": _WHOLE if wanted.amount == wanted.paid else _PART,
            "vnp_TxnRef": wanted.receipt,
            "vnp_Amount": write_amount(wanted.amount),
            "vnp_TransactionNo": "0",
            "vnp_TransactionDate": write_time(begun_at(attempt_id)),
            "vnp_CreateBy": _BY,
            "vnp_OrderInfo": f"Hoan tien don hang {_plain(wanted.order_code)}",
        }
        answer = await self._ask(facts, _REFUND_HASHED, _ANSWER_HASHED)
        code, status = _word(answer, "vnp_ResponseCode"), _word(answer, "vnp_TransactionStatus")
        if code not in {OK, _ASKED_BEFORE}:
            return RefundAnswer(RefundState.FAILED, failure=code)
        under_way = code == _ASKED_BEFORE or status in _UNDER_WAY
        return RefundAnswer(RefundState.SENT if under_way else RefundState.PAID, foreign_id=request_id)

    def _asked(self, command: str, request_id: str) -> dict[str, str]:
        return {
            "vnp_RequestId": request_id,
            "vnp_Version": VERSION,
            "vnp_Command": command,
            "vnp_TmnCode": self._account.tmn_code,
            "vnp_CreateDate": write_time(self._clock()),
            "vnp_IpAddr": _OUR_ADDRESS,
        }

    async def _ask(self, facts: dict[str, str], hashed: str, answer_hashed: str) -> Answer:
        """One question. An answer that VNPAY did not sign is none."""
        secret = self._account.secret
        body = {**facts, "vnp_SecureHash": piped_hash(_values(facts, hashed), secret)}
        answer = await self._wire.post("", Answer, body)
        if not is_piped(_values(answer, answer_hashed), secret, _word(answer, "vnp_SecureHash")):
            raise ProviderAway
        return answer


def _values(facts: Mapping[str, str | int | None], names: str) -> list[str]:
    return [_word(facts, f"vnp_{name}") for name in names.split()]


def _word(facts: Mapping[str, str | int | None], name: str) -> str:
    """A field as text; one that is missing counts as empty."""
    found = facts.get(name)
    return "" if found is None else str(found)


def _plain(code: str) -> str:
    """A code without what VNPAY calls special signs."""
    return code.replace("-", "")
