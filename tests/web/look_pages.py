"""Every template with its contexts, by a name that says the state shown."""

from collections.abc import Iterator

import look_contexts as c

from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.orders.models import DeliveryMethod, OrderStatus
from shop.web import views

Shown = tuple[str, str, Locale, views.Page]


def every_page() -> Iterator[Shown]:
    yield from shop_pages()
    yield from checkout_pages()


def shop_pages() -> Iterator[Shown]:
    at = c.site("/san-pham", query="stars=5&stars=4")
    yield (
        "list",
        "list.html",
        "vi",
        views.ListPage(
            site=at, items=c.CARDS, total=407, filters=c.FILTERS, sorts=c.SORTS, next_url="/san-pham?cursor=abc"
        ),
    )
    yield (
        "list-en",
        "list.html",
        "en",
        views.ListPage(
            site=at, items=c.CARDS, q="gom", total=407, filters=c.FILTERS, sorts=c.SORTS, chips=c.CHIPS, in_stock=True
        ),
    )
    yield (
        "list-empty",
        "list.html",
        "vi",
        views.ListPage(site=at, items=(), q="gốm phù lãng", total=0, filters=c.FILTERS, sorts=c.SORTS, chips=c.CHIPS),
    )
    yield "list-bare", "list.html", "en", views.ListPage(site=c.site("/san-pham"), items=())
    yield (
        "list-failed",
        "list.html",
        "vi",
        views.ListPage(site=at, items=(), problem="Hệ thống đang bận, chưa có gì thay đổi. Thử lại sau 2 giây."),
    )
    one = {
        "slug": "bo-am-chen",
        "name": "Bộ ấm chén gốm sứ chim én hoa sen",
        "image": "/static/art/craft-1.svg",
        "variants": (c.VARIANT,),
        "certificate": c.certificate(),
        "producer": c.PRODUCER,
        "summary": "1 ấm, 6 chén, 1 khay. Men trắng, vẽ tay lam cô ban, dung tích 650 ml.",
        "group_name": "Hàng thủ công mỹ nghệ",
        "group_slug": "thu-cong",
        "area": "Bát Tràng",
        "on_air": views.OnAir(room="gom-su", place="Bát Tràng (1)", price=Dong(1_090_000)),
    }
    here = c.site("/san-pham/bo-am-chen")
    two = views.VariantView(id="v2", name="Bộ 12 món", price=Dong(1_950_000), unit="bộ", stock=())
    yield "product", "product.html", "vi", views.ProductPage(site=here, **one)
    yield (
        "product-two",
        "product.html",
        "en",
        views.ProductPage(
            site=here, **(one | {"variants": (c.VARIANT, two), "earlier": (c.YEAR_ONLY,), "problem": "Chỉ còn 2 bộ."})
        ),
    )
    yield (
        "product-off",
        "product.html",
        "vi",
        views.ProductPage(
            site=here,
            **(
                one
                | {
                    "variants": (),
                    "certificate": c.UNDATED,
                    "producer": None,
                    "summary": None,
                    "on_sale": False,
                    "on_air": None,
                    "area": None,
                    "group_name": None,
                }
            ),
        ),
    )
    yield (
        "product-sold",
        "product.html",
        "vi",
        views.ProductPage(
            site=here, **(one | {"variants": (two,), "certificate": c.certificate(days_left=52), "on_air": None})
        ),
    )


def checkout_pages() -> Iterator[Shown]:
    at = c.site("/gio-hang")
    yield "cart", "cart.html", "vi", views.CartPage(site=at, lines=(c.line(), c.RICE), subtotal=Dong(1_480_000))
    yield (
        "cart-empty",
        "cart.html",
        "en",
        views.CartPage(site=c.site("/gio-hang", cart_count=0), lines=(), subtotal=Dong(0)),
    )
    yield (
        "cart-refused",
        "cart.html",
        "vi",
        views.CartPage(
            site=at,
            lines=(c.line(problem="Chứng nhận hết hạn 12/11/2026, tạm ngừng bán."),),
            subtotal=Dong(0),
            problem="Chỉ còn 9 bộ.",
        ),
    )
    yield "checkout", "checkout.html", "vi", c.checkout()
    yield (
        "checkout-en",
        "checkout.html",
        "en",
        c.checkout(form=views.CheckoutForm(method=DeliveryMethod.SHIP), points=()),
    )
    yield (
        "checkout-wrong",
        "checkout.html",
        "vi",
        c.checkout(
            errors=(
                views.FieldError(field="phone", message="Bạn nhập 9 chữ số. Số di động Việt Nam có 10 chữ số."),
                views.FieldError(field="sales_point", message="Chọn một điểm lấy hàng."),
            ),
            problem="Giá đã đổi. Bảng tính tiền dưới đây là giá mới.",
        ),
    )
    yield "order-packed", "order.html", "vi", c.order()
    yield "order-held", "order.html", "en", c.held()
    for status in OrderStatus:
        ship = status in {OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.REFUSED}
        yield (
            f"order-state-{status.value}",
            "order.html",
            "vi",
            c.order(
                status=status,
                pickup_code=None,
                delivery=DeliveryMethod.SHIP if ship else DeliveryMethod.PICKUP,
                place_name=None if ship else "Điểm OCOP Bát Tràng (1)",
                address="12 Hàng Bạc, Hoàn Kiếm" if ship else None,
                cancel_reason="Bạn đã hủy lúc 20:55." if status is OrderStatus.CANCELLED else None,
            ),
        )
