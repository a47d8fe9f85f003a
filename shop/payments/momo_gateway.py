"""MoMo's gateway (v2): its wire format (create, query, refund)."""

from uuid import uuid4, uuid5

import msgspec

from shop.core.money import Dong
from shop.payments.errors import ProviderAway, ProviderRefused
from shop.payments.models import AttemptState, PaymentMethod, RefundState
from shop.payments.momo_sign import CREATE, QUERY, REFUND, momo_hash, order_id_of
from shop.payments.provider import Asked, AttemptFact, GoTo, Known, RefundAnswer, RefundWanted
from shop.payments.wallet_accounts import MomoAccount
from shop.payments.wallet_wire import BUYER_WAITS, Wire

OK = 0
UNDER_WAY = frozenset({1000, 7000, 7002, 8000, 9000})
"""It waits for the buyer, or works: no code that ends anything."""
_TROUBLE = frozenset({10, 98, 99})  # maintenance, its own faults: nothing is known
_ASKED_BEFORE = frozenset({40, 41})  # the same request or order id, and not finished
_NO_ORDER = 42
_MINUTE = 60  # seconds


class _Created(msgspec.Struct, rename="camel"):
    result_code: int
    pay_url: str = ""


class _Found(msgspec.Struct, rename="camel"):
    result_code: int
    amount: int = 0
    trans_id: int = 0


class Momo:
    """The shop's account at MoMo."""

    method = PaymentMethod.MOMO

    def __init__(self, wire: Wire, account: MomoAccount, notice_url: str) -> None:
        self._wire = wire
        self._account = account
        self._notice_url = notice_url

    async def start(self, asked: Asked) -> GoTo:
        """Ask for a page to pay on; the request id makes it one however often it is asked.

        Raises:
            ProviderAway, ProviderRefused.
        """
        facts: dict[str, str | int] = {
            "partnerCode": self._account.partner_code,
            "requestType": "captureWallet",
            "requestId": asked.key,
            "orderId": order_id_of(asked.attempt_id),
            "amount": asked.amount,
            "orderInfo": f"Thanh toan don hang {asked.order_code}",
            "redirectUrl": f"{asked.return_url}/momo",
            "ipnUrl": self._notice_url,
            "extraData": "",
        }
        beside = {"lang": asked.locale, "orderExpireTime": max(1, -(-asked.expires_in // _MINUTE)), "autoCapture": True}
        body = {**self._signed(CREATE, facts), **beside}
        made = await self._wire.post("/v2/gateway/api/create", _Created, body, patience=BUYER_WAITS)
        if made.result_code in _TROUBLE:
            raise ProviderAway
        if made.result_code != OK or not made.pay_url:
            raise ProviderRefused(str(made.result_code))
        return GoTo(made.pay_url, order_id_of(asked.attempt_id))

    async def look_up(self, attempt: AttemptFact) -> Known | None:
        """Ask what became of an attempt; money goes by MoMo's number of the transaction."""
        order_id = order_id_of(attempt.attempt_id)
        found = await self._find(order_id)
        if found.result_code == _NO_ORDER:
            return None
        if found.result_code in _TROUBLE:
            raise ProviderAway
        if found.result_code == OK:
            return Known(state=AttemptState.SUCCEEDED, amount=Dong(found.amount), receipt=str(found.trans_id))
        if found.result_code in UNDER_WAY:
            return Known(state=AttemptState.OPEN)
        return Known(state=AttemptState.FAILED, failure=str(found.result_code))

    async def send_refund(self, wanted: RefundWanted) -> RefundAnswer:
        """Ask for all of it or a part, once for a key: what was asked before is looked up instead."""
        if not wanted.receipt.isdecimal():
            return RefundAnswer(RefundState.FAILED, failure=str(_NO_ORDER))
        order_id = uuid5(wanted.refund_id, wanted.key).hex
        facts: dict[str, str | int] = {
            "partnerCode": self._account.partner_code,
            "orderId": order_id,
            "requestId": order_id,
            "amount": wanted.amount,
            "transId": int(wanted.receipt),
            "description": f"Hoan tien don hang {wanted.order_code}",
        }
        body = {**self._signed(REFUND, facts), "lang": "vi"}
        answer = await self._wire.post("/v2/gateway/api/refund", _Found, body)
        if answer.result_code in _ASKED_BEFORE:
            answer = await self._find(order_id)
        if answer.result_code in _TROUBLE:
            raise ProviderAway
        if answer.result_code == OK:
            return RefundAnswer(RefundState.PAID, foreign_id=str(answer.trans_id))
        if answer.result_code in UNDER_WAY:
            return RefundAnswer(RefundState.SENT, foreign_id=order_id)
        return RefundAnswer(RefundState.FAILED, failure=str(answer.result_code))

    async def _find(self, order_id: str) -> _Found:
        facts: dict[str, str | int] = {
            "partnerCode": self._account.partner_code,
            "requestId": uuid4().hex,
            "orderId": order_id,
        }
        return await self._wire.post("/v2/gateway/api/query", _Found, {**self._signed(QUERY, facts), "lang": "vi"})

    def _signed(self, fields: tuple[str, ...], facts: dict[str, str | int]) -> dict[str, str | int]:
        made = momo_hash(fields, facts, self._account.access_key, self._account.secret)
        return {**facts, "signature": made}
