"""VNPAY's paths in the sandbox: the page, querydr and refund."""

import hashlib
from urllib.parse import parse_qsl

import httpx
from litestar import Response, get, post
from litestar.datastructures import State

from shop.payments.vnpay_gateway import VERSION, machine_now
from shop.payments.vnpay_sign import is_piped, is_signed, piped_hash, read_amount, signed_query, write_time
from shop.payments.wallet_accounts import SANDBOX, VnPayAccount
from shop.payments.wallets_sandbox.books import OPEN, Bill, Books
from shop.payments.wallets_sandbox.page import AnyRequest, back, choice_page, read_form, told_page
from shop.payments.wallets_sandbox.tell import Teller, read_telling

NAME = "VNPAY"
NOTICE_PATH = "/api/v1/payments/vnpay/ipn"
PAGE = "/vnpay/vpcpay.html"
_DIGITS = 8
_OUTCOMES = {"pay": "00", "poor": "51", "cancel": "24", "late": "11"}
_PAID, _NOT_PAID, _NOT_FINISHED = "00", "02", "01"
_QUERY = "RequestId Version Command TmnCode TxnRef TransactionDate CreateDate IpAddr OrderInfo"
_REFUND = (
    "RequestId Version Command TmnCode TransactionType TxnRef Amount TransactionNo TransactionDate CreateBy "
    "CreateDate IpAddr OrderInfo"
)
_ANSWER = (
    "ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo TransactionType "
    "TransactionStatus OrderInfo"
)
Json = dict[str, str]


@get(PAGE, sync_to_thread=False)
def page(request: AnyRequest, state: State) -> Response[str]:
    """What to do with the bill of a signed address."""
    query = request.scope["query_string"].decode("latin-1")
    facts = dict(parse_qsl(query))
    amount = read_amount(facts.get("vnp_Amount", ""))
    if amount is None or not is_signed(facts, _account(state).secret):
        return told_page(NAME, "Sai chữ ký", "Địa chỉ này không do cửa hàng ký. Mã lỗi 70.", status=400)
    words = facts.get("vnp_OrderInfo", "")
    return choice_page(NAME, amount=amount, words=words, action=PAGE, hidden={"query": query})


@post(PAGE)
async def decide(request: AnyRequest, state: State) -> Response[str]:
    """Do what was chosen, tell the shop, and send the buyer back. What is paid stays paid."""
    form = await read_form(request)
    asked = dict(parse_qsl(form.get("query", "")))
    code = _OUTCOMES.get(form.get("outcome", ""))
    amount = read_amount(asked.get("vnp_Amount", ""))
    if code is None or amount is None or not is_signed(asked, _account(state).secret):
        return told_page(NAME, "Sai chữ ký", "Yêu cầu này không do cửa hàng ký. Mã lỗi 70.", status=400)
    reference = asked["vnp_TxnRef"]
    bill = await _books(state).find(reference)
    if bill is None or not bill.paid:
        bill = Bill(
            reference=reference,
            amount=amount,
            number=_number(reference),
            code=code,
            paid=code == _PAID,
            facts={"info": asked["vnp_OrderInfo"], "at": write_time(machine_now())},
        )
        await _books(state).keep(bill)
    notice = _notice(bill, _account(state))
    teller: Teller = state.teller
    await teller.tell(read_telling(form), lambda altered: _request(notice, state, altered=altered))
    return back(f"{asked['vnp_ReturnUrl']}?{signed_query(notice, _account(state).secret)}")


@post("/vnpay/merchant_webapi/api/transaction", status_code=200)
async def transaction(request: AnyRequest, state: State) -> Json:
    """What became of a bill (querydr), or send money back (refund)."""
    asked: Json = await request.json()
    hashed = _REFUND if asked.get("vnp_Command") == "refund" else _QUERY
    secret = _account(state).secret
    if not is_piped(_values(asked, hashed), secret, asked.get("vnp_SecureHash", "")):
        return _answer(asked, secret, vnp_ResponseCode="97", vnp_Message="Invalid signature")
    bill = await _books(state).find(asked["vnp_TxnRef"])
    if bill is None:
        return _answer(asked, secret, vnp_ResponseCode="91", vnp_Message="Transaction not found")
    return await _refund(asked, bill, state) if hashed is _REFUND else _stands(asked, bill, secret)


async def _refund(asked: Json, bill: Bill, state: State) -> Json:
    secret, known = _account(state).secret, await _books(state).find(asked["vnp_RequestId"])
    if known is not None:
        return _answer(asked, secret, vnp_ResponseCode="94", vnp_Message="Duplicate request")
    amount = read_amount(asked["vnp_Amount"]) or 0
    if not bill.paid or bill.refunded + amount > bill.amount:
        return _answer(asked, secret, vnp_ResponseCode="95", vnp_Message="Transaction refused")
    bill.refunded += amount
    await _books(state).keep(bill)
    number = _number(asked["vnp_RequestId"])
    await _books(state).keep(Bill(reference=asked["vnp_RequestId"], amount=amount, number=number, code=_PAID))
    return _answer(
        asked,
        secret,
        vnp_ResponseCode=_PAID,
        vnp_Message="Refund success",
        vnp_Amount=asked["vnp_Amount"],
        vnp_TransactionNo=number,
        vnp_TransactionType=asked["vnp_TransactionType"],
        vnp_TransactionStatus=_PAID,
    )


def _stands(asked: Json, bill: Bill, secret: str) -> Json:
    return _answer(
        asked,
        secret,
        vnp_ResponseCode="00",
        vnp_Message="Success",
        vnp_Amount=str(bill.amount * 100),
        vnp_BankCode="NCB",
        vnp_PayDate=bill.facts.get("at", ""),
        vnp_TransactionNo=bill.number,
        vnp_TransactionType="01",
        vnp_TransactionStatus=_PAID if bill.paid else _NOT_FINISHED if bill.code == OPEN else _NOT_PAID,
    )


def _notice(bill: Bill, account: VnPayAccount) -> Json:
    return {
        "vnp_TmnCode": account.tmn_code,
        "vnp_Amount": str(bill.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_BankTranNo": f"VNP{bill.number}",
        "vnp_CardType": "ATM",
        "vnp_PayDate": bill.facts["at"],
        "vnp_OrderInfo": bill.facts["info"],
        "vnp_TransactionNo": bill.number if bill.paid else "0",
        "vnp_ResponseCode": bill.code,
        "vnp_TransactionStatus": _PAID if bill.paid else _NOT_PAID,
        "vnp_TxnRef": bill.reference,
    }


def _request(notice: Json, state: State, *, altered: bool) -> httpx.Request:
    query = signed_query(notice, _account(state).secret)
    if altered:
        query = query.replace(f"vnp_Amount={notice['vnp_Amount']}", "vnp_Amount=100")
    return httpx.Request("GET", f"{SANDBOX}{NOTICE_PATH}?{query}")


def _answer(asked: Json, secret: str, **facts: str) -> Json:
    told = {
        "vnp_ResponseId": hashlib.sha256(asked.get("vnp_RequestId", "").encode()).hexdigest()[:32],
        "vnp_Command": asked.get("vnp_Command", ""),
        "vnp_TmnCode": asked.get("vnp_TmnCode", ""),
        "vnp_TxnRef": asked.get("vnp_TxnRef", ""),
        "vnp_OrderInfo": asked.get("vnp_OrderInfo", ""),
        "vnp_Version": VERSION,
        **facts,
    }
    names = _ANSWER if asked.get("vnp_Command") == "refund" else f"{_ANSWER} PromotionCode PromotionAmount"
    return {**told, "vnp_SecureHash": piped_hash(_values(told, names), secret)}


def _values(facts: Json, names: str) -> list[str]:
    return [facts.get(f"vnp_{name}", "") for name in names.split()]


def _number(reference: str) -> str:
    return str(int(hashlib.sha256(reference.encode()).hexdigest()[:12], 16))[-_DIGITS:].rjust(_DIGITS, "1")


def _books(state: State) -> Books:
    books: Books = state.vnpay_books
    return books


def _account(state: State) -> VnPayAccount:
    account: VnPayAccount = state.vnpay
    return account


routes = [page, decide, transaction]
