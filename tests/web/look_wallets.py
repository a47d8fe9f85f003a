"""Paying through VNPAY and MoMo, and coming back from there."""

from collections.abc import Iterator
from datetime import timedelta

from shop.core.money import Dong
from shop.orders.models import OrderStatus
from shop.payments.models import PaymentMethod
from shop.web.views.pay import PayPage
from shop.web.views.pay_return import PayReturnPage, ReturnVerdict
from tests.web.look_frame import NOW, Shown, site

CODE = "CM-27A4-91"
WAYS = tuple(PaymentMethod)
FAILED = "Tài khoản không đủ số dư. Nạp thêm hoặc dùng thẻ khác, rồi trả lại."


def wallet_pages() -> Iterator[Shown]:
    at = site(f"/don-hang/{CODE}/thanh-toan")
    for method in (PaymentMethod.VNPAY, PaymentMethod.MOMO):
        page = PayPage(
            site=at,
            code=CODE,
            status=OrderStatus.HELD,
            method=method,
            total=Dong(1_250_000),
            missing=Dong(1_250_000),
            now=NOW,
            hold_expires_at=NOW + timedelta(minutes=11),
            methods=WAYS,
            failure=FAILED if method is PaymentMethod.VNPAY else None,
        )
        yield f"wallet-{method.value}", "pay.html", "vi" if method is PaymentMethod.VNPAY else "en", page
    for verdict in ReturnVerdict:
        back = PayReturnPage(
            site=site(f"/don-hang/{CODE}/thanh-toan/vnpay"),
            code=CODE,
            status=OrderStatus.EXPIRED if verdict is ReturnVerdict.OVER else OrderStatus.HELD,
            method=PaymentMethod.VNPAY,
            verdict=verdict,
            failure=FAILED if verdict is ReturnVerdict.FAILED else None,
        )
        yield f"wallet-back-{verdict.value}", "pay_return.html", "vi", back
