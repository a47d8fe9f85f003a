"""What a buyer says with an order: asked, refused, shown to the buyer and at the point."""

from collections.abc import Iterator

from shop.delivery.models import DeliveryMethod
from shop.web import views
from shop.web.views.extras import ExtrasForm
from shop.web.views.fulfilment import PickCard, PickListPage
from tests.web.look_checkout import checkout, order
from tests.web.look_frame import Shown, site
from tests.web.look_people import counter_order

SLOTS = (("2026-01-31 morning", "thứ Bảy 31/01, buổi sáng"), ("2026-01-31 afternoon", "thứ Bảy 31/01, buổi chiều"))
TYPED = ExtrasForm(
    gift_wrap=True,
    gift_note="Chúc mừng tân gia\nNgọc và Minh",
    note="Gọi trước khi giao",
    slot=SLOTS[1][0],
    invoice_name="Công ty TNHH Mây Tre Phú Vinh",
    invoice_tax_code="0100109107",
)
SAID = (
    ("Buổi giao", SLOTS[1][1]),
    ("Gói quà", "có, bỏ giá khỏi kiện hàng"),
    ("Lời chúc kèm quà", TYPED.gift_note),
    ("Hóa đơn công ty", "Công ty TNHH Mây Tre Phú Vinh, mã số thuế 0100109106, 12 Tràng Tiền, gửi về ketoan@maytre.vn"),
)


def extras_pages() -> Iterator[Shown]:
    form = views.CheckoutForm(name="Lê Thị Bích Ngọc", method=DeliveryMethod.SHIP, extras=TYPED)
    wrong = tuple(
        views.FieldError(field=field, message=message)
        for field, message in (("slot", "Ngày 31/01 chủ thể nghỉ."), ("invoice_tax_code", "Mã số thuế không đúng."))
    )
    yield "checkout-extras", "checkout.html", "vi", checkout(form=form, slots=SLOTS)
    yield "checkout-extras-wrong", "checkout.html", "en", checkout(form=form, slots=SLOTS, errors=wrong)
    yield "order-extras", "order.html", "vi", order(extras=SAID)
    at = site("/quay", person=views.Person(name="Mai", staff=True))
    place = {"site": at, "place_slug": "bat-trang-1", "place_name": "Điểm OCOP Bát Tràng (1)"}
    waiting = (counter_order("CM-11AA-22BB", extras=SAID),)
    yield "counter-extras", "counter.html", "vi", views.CounterPage(**place, to_pack=waiting, to_hand_over=())
    parcel = PickCard(
        code="CM-11AA-22BB",
        number=1,
        delivery=DeliveryMethod.SHIP,
        buyer="Lê Thị Bích Ngọc",
        lines=("2 × Rau muống, bó",),
        extras=SAID[:3],
    )
    yield "pick-list-extras", "pick_list.html", "vi", PickListPage(**place, rows=(), parcels=(parcel,))
