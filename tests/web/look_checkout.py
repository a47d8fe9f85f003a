"""Basket, checkout and order: usual, empty and refused."""

from collections.abc import Iterator
from datetime import timedelta

from shop.contracts.inform import Information
from shop.contracts.rules import GoodsItems, Item
from shop.core.money import Dong
from shop.orders.models import DeliveryMethod, OrderStatus
from shop.payments.models import PaymentMethod, RefundState
from shop.web import views
from shop.web.views.checkout import RefundLine
from shop.web.views.pay import DepositView
from tests.web.look_frame import NOW, Shown, site


def line(**facts) -> views.CartLine:
    usual = {
        "variant": "v1",
        "product_slug": "bo-am-chen",
        "name": "Bộ ấm chén gốm sứ chim én hoa sen",
        "variant_name": "Bộ 8 món",
        "unit": "bộ",
        "image": "/static/art/craft-1.svg",
        "quantity": 1,
        "price": Dong(1_090_000),
        "total": Dong(1_090_000),
        "list_price": Dong(1_250_000),
        "sales_point": "bat-trang-1",
        "sales_point_name": "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        "available": 14,
    }
    return views.CartLine(**(usual | facts))


RICE = line(
    variant="v2",
    product_slug="gao-nep",
    name="Gạo Nếp cái hoa vàng Tam Hưng",
    variant_name="Túi 5 kg",
    unit="túi",
    image="/static/art/food-1.svg",
    quantity=2,
    price=Dong(195_000),
    total=Dong(390_000),
    list_price=None,
    available=1,
)
PICKUP = views.Bill(subtotal=Dong(1_480_000), shipping=Dong(0), discount=Dong(20_000), total=Dong(1_460_000))
SHIP = views.Bill(subtotal=Dong(1_480_000), shipping=Dong(30_000), discount=Dong(0), total=Dong(1_510_000))
POINTS = (
    views.PickupChoice(slug="bat-trang-1", name="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)", detail="mở đến 22:00"),
    views.PickupChoice(slug="hoang-cau", name="Điểm OCOP Siêu thị Hoàng Cầu", available=False),
)
INFORMATION = Information(
    goods=(
        GoodsItems(
            "Bộ ấm chén gốm sứ chim én hoa sen, bộ 8 món",
            (
                Item("Người bán", ("Hợp tác xã gốm sứ Bát Tràng (hợp tác xã)", "Địa chỉ: xóm 3, xã Bát Tràng, Hà Nội")),
                Item("Hạn sử dụng", ("chủ thể chưa cung cấp",)),
            ),
        ),
    ),
    shared=(Item("Giá", ("Giá của từng mặt hàng ghi trong bảng hàng hóa.",)),),
)


def checkout(**facts) -> views.CheckoutPage:
    usual = {
        "site": site("/thanh-toan"),
        "lines": (line(), RICE),
        "pickup": PICKUP,
        "ship": SHIP,
        "points": POINTS,
        "request_key": "key-12345678",
        "communes": (("bat-trang", "Xã Bát Tràng"), ("hoan-kiem", "Phường Hoàn Kiếm")),
        "form": views.CheckoutForm(name="Lê Thị Bích Ngọc", phone="0912 345 678"),
        "information": INFORMATION,
    }
    return views.CheckoutPage(**(usual | facts))


def order(**facts) -> views.OrderPage:
    usual = {
        "site": site("/don-hang/CM-27A4-91"),
        "code": "CM-27A4-91",
        "status": OrderStatus.PACKED,
        "lines": (
            views.OrderLineView(
                name="Bộ ấm chén gốm sứ chim én hoa sen",
                variant_name="Bộ 8 món",
                unit="bộ",
                quantity=1,
                total=Dong(1_090_000),
                image="/static/art/craft-1.svg",
                product_slug="bo-am-chen",
            ),
            views.OrderLineView(
                name="Gạo Nếp cái hoa vàng Tam Hưng",
                variant_name="Túi 5 kg",
                unit="túi",
                quantity=2,
                total=Dong(390_000),
                image="/static/art/food-1.svg",
            ),
        ),
        "bill": PICKUP,
        "delivery": DeliveryMethod.PICKUP,
        "steps": (
            views.Step(title="Đã đặt hàng", state=views.StepState.DONE, at=NOW, note="phòng Gốm sứ Quang Vinh"),
            views.Step(title="Đơn được xác nhận", state=views.StepState.DONE, at=NOW),
            views.Step(title="Điểm bán đóng gói xong", state=views.StepState.NOW, at=NOW),
            views.Step(title="Bạn nhận hàng và trả tiền mặt", state=views.StepState.AHEAD),
        ),
        "contact_name": "Lê Thị Bích Ngọc",
        "contact_phone": "0912 ••• 678",
        "placed_at": NOW,
        "now": NOW,
        "pickup_code": "481927",
        "pickup_qr": "CHOMAY:CM-7F3K-92PM:481927:q3Zk1-_vXw8aPz0b",
        "place_name": "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        "place_slug": "bat-trang-1",
        "place_address": "Làng nghề gốm sứ Bát Tràng",
        "place_hours": "Mở 8:00 đến 22:00",
    }
    return views.OrderPage(**(usual | facts))


def held(**facts) -> views.OrderPage:
    return order(
        status=OrderStatus.HELD,
        hold_expires_at=NOW + timedelta(minutes=9, seconds=42),
        pickup_code=None,
        can_cancel=True,
        **facts,
    )


def deposited(kept: bool) -> views.OrderPage:
    deposit = DepositView(amount=Dong(438_000), rest=Dong(1_022_000), kept=kept)
    return order(status=OrderStatus.CONFIRMED, can_cancel=True, deposit=deposit)


def checkout_pages() -> Iterator[Shown]:
    yield "order-deposit-kept", "order.html", "vi", deposited(True)
    yield "order-deposit-back", "order.html", "en", deposited(False)
    at = site("/gio-hang")
    yield "cart", "cart.html", "vi", views.CartPage(site=at, lines=(line(), RICE), subtotal=Dong(1_480_000))
    yield (
        "cart-empty",
        "cart.html",
        "en",
        views.CartPage(site=site("/gio-hang", cart_count=0), lines=(), subtotal=Dong(0)),
    )
    yield (
        "cart-refused",
        "cart.html",
        "vi",
        views.CartPage(
            site=at,
            lines=(line(problem="Chứng nhận hết hạn 12/11/2026, tạm ngừng bán."),),
            subtotal=Dong(0),
            problem="Chỉ còn 9 bộ.",
        ),
    )
    yield "checkout", "checkout.html", "vi", checkout(methods=tuple(PaymentMethod))
    yield (
        "checkout-en",
        "checkout.html",
        "en",
        checkout(form=views.CheckoutForm(method=DeliveryMethod.SHIP), points=()),
    )
    yield (
        "checkout-wrong",
        "checkout.html",
        "vi",
        checkout(
            errors=(
                views.FieldError(field="phone", message="Bạn nhập 9 chữ số. Số di động Việt Nam có 10 chữ số."),
                views.FieldError(field="sales_point", message="Chọn một điểm lấy hàng."),
            ),
            problem="Giá đã đổi. Bảng tính tiền dưới đây là giá mới.",
        ),
    )
    yield "order-packed", "order.html", "vi", order()
    yield "order-held", "order.html", "en", held()
    back = (
        RefundLine(Dong(1_090_000), RefundState.PAID, NOW),
        RefundLine(Dong(350_000), RefundState.SENT),
        RefundLine(Dong(20_000), RefundState.OWED),
    )
    yield "order-back", "order.html", "vi", order(method=PaymentMethod.CARD, refunds=back)
    yield "order-unpaid", "order.html", "vi", held(method=PaymentMethod.VIETQR, missing=Dong(1_460_000))
    for status in OrderStatus:
        ship = status in {OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.REFUSED}
        yield (
            f"order-state-{status.value}",
            "order.html",
            "vi",
            order(
                status=status,
                pickup_code=None,
                delivery=DeliveryMethod.SHIP if ship else DeliveryMethod.PICKUP,
                place_name=None if ship else "Điểm OCOP Bát Tràng (1)",
                address="12 Hàng Bạc, Hoàn Kiếm" if ship else None,
                cancel_reason="Bạn đã hủy lúc 20:55." if status is OrderStatus.CANCELLED else None,
            ),
        )
