"""Orders that wait for VNPAY or MoMo, and what those would tell of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from shop.orders.models import Order
from shop.payments.attempt import start_attempt
from shop.payments.models import PaymentMethod
from shop.payments.momo_sign import NOTICE, momo_hash
from shop.payments.vnpay_sign import signed_query
from shop.payments.wallet_accounts import momo_account, vnpay_account
from tests.make.inventory import Goods, goods
from tests.make.orders import placed

IPN = "/api/v1/payments/vnpay/ipn"
MOMO_IPN = "/api/v1/payments/momo/ipn"


@dataclass(frozen=True)
class Waiting:
    """An order and an attempt to pay it."""

    order_id: UUID
    code: str
    token: str
    total: int
    attempt_id: UUID
    wares: Goods


async def waiting(session, method=PaymentMethod.VNPAY, stock=5, price=250_000) -> Waiting:
    """A held order, and an open attempt to pay it by `method`."""
    wares = await goods(session, stock, price=price)
    shown = await placed(session, wares, quantity=2, payment=method)
    order_id = await session.scalar(select(Order.id).where(Order.code == shown.code))
    attempt = await start_attempt(session, order_id, method)
    return Waiting(order_id, shown.code, shown.token, shown.total, attempt.id, wares)


def vnpay_query(settings, made, **changes) -> str:
    """What VNPAY writes of an attempt: paid, unless `changes` (names without vnp_) say otherwise."""
    account = vnpay_account(settings)
    facts = {
        "TmnCode": account.tmn_code,
        "Amount": str(made.total * 100),
        "BankCode": "NCB",
        "BankTranNo": "VNP14226112",
        "CardType": "ATM",
        "PayDate": "20261128201500",
        "OrderInfo": "Thanh toan don hang",
        "TransactionNo": "14226112",
        "ResponseCode": "00",
        "TransactionStatus": "00",
        "TxnRef": made.attempt_id.hex,
    } | changes
    return signed_query({f"vnp_{name}": value for name, value in facts.items()}, account.secret)


def vnpay_failed(settings, made, code="24") -> str:
    """The same of an attempt that failed."""
    return vnpay_query(settings, made, ResponseCode=code, TransactionStatus="02", TransactionNo="0")


def momo_body(settings, made, **changes) -> dict[str, object]:
    """What MoMo writes of an attempt: paid, unless `changes` say otherwise."""
    account = momo_account(settings)
    facts = {
        "partnerCode": account.partner_code,
        "orderId": made.attempt_id.hex,
        "requestId": f"chomay-{made.attempt_id}",
        "amount": made.total,
        "orderInfo": "Thanh toán đơn hàng",
        "orderType": "momo_wallet",
        "transId": 4088878653,
        "resultCode": 0,
        "message": "Thành công.",
        "payType": "qr",
        "responseTime": 1721720663942,
        "extraData": "",
    } | changes
    return {**facts, "signature": momo_hash(NOTICE, facts, account.access_key, account.secret)}
