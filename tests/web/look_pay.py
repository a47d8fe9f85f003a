"""The page on which an order is paid: each way, with a rest, after a failure, refused."""

from collections.abc import Iterator
from datetime import timedelta

from shop.core.money import Dong
from shop.orders.models import OrderStatus
from shop.payments.models import PaymentMethod
from shop.web.views.pay import DepositView, PayPage
from tests.web.look_frame import NOW, Shown, site


def pay(method: PaymentMethod, **changes) -> PayPage:
    """An order that waits for 1.460.000 ₫."""
    usual = {
        "site": site("/don-hang/CM-27A4-91BC/thanh-toan"),
        "code": "CM-27A4-91BC",
        "status": OrderStatus.HELD,
        "method": method,
        "total": Dong(1_460_000),
        "missing": Dong(1_460_000),
        "now": NOW,
        "hold_expires_at": NOW + timedelta(minutes=9, seconds=42),
    }
    return PayPage(**usual | changes)


def pay_pages() -> Iterator[Shown]:
    for method in PaymentMethod:
        if method is not PaymentMethod.COD:
            yield f"pay-{method.value}", "pay.html", "vi", pay(method)
    yield "pay-en", "pay.html", "en", pay(PaymentMethod.CARD)
    yield (
        "pay-rest",
        "pay.html",
        "vi",
        pay(PaymentMethod.VIETQR, missing=Dong(60_000), failure="Lần trả trước không thành, bạn chưa bị trừ tiền."),
    )
    deposit = DepositView(amount=Dong(438_000), rest=Dong(1_022_000), kept=True)
    yield "pay-deposit", "pay.html", "vi", pay(PaymentMethod.VIETQR, missing=Dong(438_000), deposit=deposit)
    yield "pay-refused", "pay.html", "vi", pay(PaymentMethod.MOMO, problem="Bên nhận thanh toán chưa trả lời.")
