"""The delivery part of the checkout and the book of addresses: usual, searched, refused, empty, full."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.web import views
from shop.web.views.delivery import AddressesPage, AddressForm, CommuneFound, DeliveryPart, SavedChoice, WayChoice
from tests.web.look_checkout import checkout
from tests.web.look_frame import Shown, site

COMMUNES = (("bat-trang", "Xã Bát Tràng"), ("hoan-kiem", "Phường Hoàn Kiếm"))
HOME = SavedChoice(
    id="a1",
    name="Lê Thị Bích Ngọc",
    phone="0912 345 678",
    line="Số 12, ngõ 34, phố Hàng Bạc",
    commune="Phường Hoàn Kiếm",
    commune_slug="hoan-kiem",
    default=True,
)
OLD = SavedChoice(
    id="a2",
    name="Bác Nguyễn Thị Phương Thảo",
    phone="+84912000222",
    line="Xóm 5",
    commune="Xã Cổ Nhuế",
    commune_slug="co-nhue",
    ended=True,
)


def way(number: int, name: str, fee: int, days: str, **facts) -> WayChoice:
    bill = views.Bill(subtotal=Dong(1_480_000), shipping=Dong(fee), discount=Dong(0), total=Dong(1_480_000 + fee))
    return WayChoice(id=f"w{number}", name=name, days=days, fee=Dong(fee), bill=bill, **({"parcels": ()} | facts))


WAYS = (
    way(1, "Chợ Mây giao trong Hà Nội", 60_000, "Giao trong ngày đóng gói"),
    way(
        2,
        "Viettel Post, TMĐT tiết kiệm",
        51_300,
        "Khoảng 2 ngày từ khi đóng gói",
        parcels=((1_268, Dong(22_800)), (5_934, Dong(28_500))),
    ),
)


def delivered(**facts) -> views.CheckoutPage:
    form = views.CheckoutForm(
        name="Lê Thị Bích Ngọc",
        phone="0912 345 678",
        method=DeliveryMethod.SHIP,
        address="12 Hàng Bạc",
        commune="hoan-kiem",
        quote="w2",
    )
    return checkout(**({"form": form} | facts))


def book(**facts) -> AddressesPage:
    usual = {"site": site("/tai-khoan/dia-chi"), "addresses": (HOME, OLD), "communes": COMMUNES}
    return AddressesPage(**(usual | facts))


def delivery_pages() -> Iterator[Shown]:
    offered = DeliveryPart(
        saved=(HOME, OLD), ways=WAYS, ask="q1", closed=("Giao Hàng Nhanh: chưa trả lời. Cập nhật lại sau ít phút.",)
    )
    yield "checkout-ways", "checkout.html", "vi", delivered(delivery=offered)
    found = DeliveryPart(
        found=(
            CommuneFound(slug="hoan-kiem", name="Phường Hoàn Kiếm", was="Quận Hoàn Kiếm"),
            CommuneFound(slug="cua-nam", name="Phường Cửa Nam", was="Quận Hoàn Kiếm"),
        ),
        said="“hoan kiem” có thể là nhiều phường, xã hiện nay. Chọn đúng nơi nhận trong danh sách.",
    )
    searched = views.CheckoutForm(method=DeliveryMethod.SHIP, commune_words="hoan kiem")
    yield "checkout-commune", "checkout.html", "vi", delivered(delivery=found, form=searched)
    yield (
        "checkout-way-gone",
        "checkout.html",
        "en",
        delivered(
            delivery=DeliveryPart(),
            errors=(
                views.FieldError(field="quote", message="There is no such delivery quote."),
                views.FieldError(field="commune", message="There is no such commune today. Choose again."),
            ),
        ),
    )
    yield "addresses", "addresses.html", "vi", book()
    yield "addresses-none", "addresses.html", "en", book(addresses=())
    yield "addresses-full", "addresses.html", "vi", book(full=True)
    yield (
        "addresses-wrong",
        "addresses.html",
        "vi",
        book(
            form=AddressForm(id="a2", name="Bác Thảo", phone="0912", line="Xóm 5"),
            errors=(
                views.FieldError(field="phone", message="Bạn nhập 4 chữ số. Số di động Việt Nam có 10 chữ số."),
                views.FieldError(field="commune", message="Chọn lại phường, xã."),
            ),
        ),
    )
