"""MoMo's paths in the sandbox: create, query, refund and the page."""

import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec
from litestar import Response, get, post
from litestar.datastructures import State

from shop.payments.bounds import BOUNDS
from shop.payments.models import PaymentMethod
from shop.payments.momo_sign import CREATE, NOTICE, QUERY, REFUND, momo_hash
from shop.payments.vnpay_gateway import machine_now
from shop.payments.wallet_accounts import SANDBOX, SANDBOX_PATH, MomoAccount
from shop.payments.wallets_sandbox.books import OPEN, Bill, Books
from shop.payments.wallets_sandbox.page import AnyRequest, back, choice_page, read_form, told_page
from shop.payments.wallets_sandbox.tell import Teller, read_telling

NAME = "MoMo"
NOTICE_PATH = "/api/v1/payments/momo/ipn"
PAGE = "/momo/pay"
LEAST, MOST = BOUNDS[PaymentMethod.MOMO]
OK = "0"
_OUTCOMES = {"pay": (OK, "Thành công."), "poor": ("1001", "Tài khoản không đủ số dư."), "late": ("1005", "Hết hạn.")}
_CANCELLED = ("1006", "Người dùng từ chối xác nhận thanh toán.")
_WAITS, _FORGED, _BAD_SUM, _KNOWN, _NO_ORDER, _REFUNDED = "1000", "13", "22", "41", "42", "1081"
_DIGITS = 10
Json = dict[str, Any]


@post("/momo/v2/gateway/api/create", status_code=200)
async def create(request: AnyRequest, state: State) -> Json:
    """A page to pay on; the same for the same request."""
    asked: Json = await request.json()
    if not _is_signed(asked, CREATE, state):
        return _said(asked, _FORGED)
    if not LEAST <= asked["amount"] <= MOST:
        return _said(asked, _BAD_SUM)
    known = await _books(state).find(asked["orderId"])
    if known is not None and known.facts["requestId"] != asked["requestId"]:
        return _said(asked, _KNOWN)
    if known is None:
        facts = {name: str(asked[name]) for name in ("requestId", "orderInfo", "extraData", "redirectUrl")}
        number = _number(asked["orderId"])
        await _books(state).keep(Bill(reference=asked["orderId"], amount=asked["amount"], number=number, facts=facts))
    return {**_said(asked, OK), "payUrl": f"{SANDBOX_PATH}{PAGE}?t={asked['orderId']}"}


@post("/momo/v2/gateway/api/query", status_code=200)
async def query(request: AnyRequest, state: State) -> Json:
    """What became of an order, or of a refund."""
    asked: Json = await request.json()
    if not _is_signed(asked, QUERY, state):
        return _said(asked, _FORGED)
    bill = await _books(state).find(asked["orderId"])
    if bill is None:
        return _said(asked, _NO_ORDER)
    return {**_said(asked, bill.code or _WAITS), "amount": bill.amount, "transId": int(bill.number)}


@post("/momo/v2/gateway/api/refund", status_code=200)
async def refund(request: AnyRequest, state: State) -> Json:
    """Send money back, once for a request."""
    asked: Json = await request.json()
    if not _is_signed(asked, REFUND, state):
        return _said(asked, _FORGED)
    books = _books(state)
    if await books.find(asked["orderId"]) is not None:
        return _said(asked, _KNOWN)
    bill = await books.find(str(asked["transId"]))
    if bill is None or not bill.paid:
        return _said(asked, _NO_ORDER)
    if bill.refunded + asked["amount"] > bill.amount:
        return _said(asked, _REFUNDED)
    bill.refunded += asked["amount"]
    await books.keep(bill)
    number = _number(asked["orderId"])
    await books.keep(Bill(reference=asked["orderId"], amount=asked["amount"], number=number, code=OK))
    return {**_said(asked, OK), "transId": int(number), "amount": asked["amount"]}


@get(PAGE)
async def page(request: AnyRequest, state: State) -> Response[str]:
    """What to do with a bill."""
    bill = await _books(state).find(request.query_params.get("t", ""))
    if bill is None or "orderInfo" not in bill.facts:
        return told_page(NAME, "Không có giao dịch này", "Cửa hàng chưa tạo giao dịch này. Mã lỗi 42.", status=404)
    hidden = {"t": bill.reference}
    return choice_page(NAME, amount=bill.amount, words=bill.facts["orderInfo"], action=PAGE, hidden=hidden)


@post(PAGE)
async def decide(request: AnyRequest, state: State) -> Response[str]:
    """Do what was chosen, tell the shop, and send the buyer back. What was decided stays so."""
    form = await read_form(request)
    bill = await _books(state).find(form.get("t", ""))
    if bill is None or "redirectUrl" not in bill.facts:
        return told_page(NAME, "Không có giao dịch này", "Cửa hàng chưa tạo giao dịch này. Mã lỗi 42.", status=404)
    code, message = _OUTCOMES.get(form.get("outcome", ""), _CANCELLED)
    if bill.code == OPEN:
        bill.code, bill.paid, bill.facts["message"] = code, code == OK, message
        await _books(state).keep(bill)
    notice = _notice(bill, _account(state))
    teller: Teller = state.teller
    await teller.tell(read_telling(form), lambda altered: _request(notice, altered=altered))
    return back(f"{bill.facts['redirectUrl']}?{urlencode(notice)}")


def _notice(bill: Bill, account: MomoAccount) -> Json:
    facts: Json = {
        "partnerCode": account.partner_code,
        "orderId": bill.reference,
        "requestId": bill.facts["requestId"],
        "amount": bill.amount,
        "orderInfo": bill.facts["orderInfo"],
        "orderType": "momo_wallet",
        "transId": int(bill.number),
        "resultCode": int(bill.code),
        "message": bill.facts["message"],
        "payType": "qr",
        "responseTime": int(machine_now().timestamp() * 1000),
        "extraData": bill.facts["extraData"],
    }
    return {**facts, "signature": momo_hash(NOTICE, facts, account.access_key, account.secret)}


def _request(notice: Json, *, altered: bool) -> httpx.Request:
    body = {**notice, "amount": LEAST} if altered else notice
    headers = {"content-type": "application/json; charset=UTF-8"}
    return httpx.Request("POST", f"{SANDBOX}{NOTICE_PATH}", content=msgspec.json.encode(body), headers=headers)


def _is_signed(asked: Json, fields: tuple[str, ...], state: State) -> bool:
    account = _account(state)
    expected = momo_hash(fields, asked, account.access_key, account.secret)
    return hmac.compare_digest(expected.encode(), str(asked.get("signature", "")).encode())


def _said(asked: Json, code: str) -> Json:
    echoed = {name: asked.get(name, "") for name in ("partnerCode", "orderId", "requestId")}
    return {**echoed, "resultCode": int(code), "message": "Successful." if code == OK else f"Result {code}"}


def _number(reference: str) -> str:
    return str(int(hashlib.sha256(reference.encode()).hexdigest()[:12], 16))[-_DIGITS:].rjust(_DIGITS, "1")


def _books(state: State) -> Books:
    books: Books = state.momo_books
    return books


def _account(state: State) -> MomoAccount:
    account: MomoAccount = state.momo
    return account


routes = [create, query, refund, page, decide]
