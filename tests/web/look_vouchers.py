"""The pages of vouchers: a producer's, the office's, empty and refused; and a checkout with vouchers on it."""

from collections.abc import Iterator
from datetime import timedelta

from shop.core.money import Dong
from shop.web import views
from shop.web.views import vouchers as v
from shop.web.views.checkout import VoucherChoice
from shop.web.views.console import Console, NavItem
from tests.web.look_checkout import checkout
from tests.web.look_frame import NOW, Shown, site

HERE = "/van-phong/ma-giam-gia"
OFFICE = Console(
    title="Văn phòng điều phối chương trình",
    nav=(NavItem(path=HERE, icon="tag", label="web.voucher.nav", here=True),),
)
PERSON = views.Person(name="An", officer=True)


def row(**facts) -> v.VoucherRow:
    usual = {
        "code": "CHAOCHOMAY",
        "name": "Chào chợ mây",
        "kind": "platform",
        "effect": "Giảm 10%, tối đa 50.000 ₫",
        "minimum": Dong(200_000),
        "state": v.VoucherState.OPEN,
        "taken": 12,
        "quota": 500,
        "buyer_limit": 1,
        "given": Dong(412_000),
        "starts_at": NOW,
        "ends_at": NOW + timedelta(days=30),
        "public": True,
        "sample": True,
    }
    return v.VoucherRow(**(usual | facts))


ROWS = (
    row(),
    row(code="GIAOTANNHA", kind="shipping", effect="Giảm 20.000 ₫", state=v.VoucherState.USED_UP, public=False),
    row(code="TETTET", minimum=Dong(0), state=v.VoucherState.COMING, quota=None, buyer_limit=None, sample=False),
    row(code="HETROI", state=v.VoucherState.ENDED),
)


def page(**facts) -> v.VouchersPage:
    usual = {"site": site(HERE, person=PERSON), "console": OFFICE, "path": HERE, "rows": ROWS, "office": True}
    return v.VouchersPage(**({"may_make": True} | usual | facts))


def voucher_pages() -> Iterator[Shown]:
    yield "vouchers", "vouchers.html", "vi", page()
    yield "vouchers en", "vouchers.html", "en", page(done="The voucher is made.")
    yield "vouchers viewer", "vouchers.html", "vi", page(office=False, may_make=False)
    yield "vouchers empty", "vouchers.html", "vi", page(rows=(), office=False)
    wrong = (views.FieldError(field="code", message="Mã gồm 4 đến 20 chữ cái và chữ số."),)
    yield "vouchers refused", "vouchers.html", "vi", page(errors=wrong, form=v.VoucherForm(code="x", percent="10"))
    bill = views.Bill(
        subtotal=Dong(1_480_000),
        shipping=Dong(0),
        discount=Dong(50_000),
        total=Dong(1_430_000),
        discounts=(("Chào chợ mây (CHAOCHOMAY)", Dong(50_000)),),
    )
    on = VoucherChoice(code="CHAOCHOMAY", name="Chào chợ mây", detail="Giảm 10%, tối đa 50.000 ₫ cho hàng từ 200.000 ₫")
    other = VoucherChoice(code="GIAOTANNHA", name="Hỗ trợ phí giao", detail="Giảm 20.000 ₫")
    unknown = (views.FieldError(field="voucher", message="Không có mã giảm giá SAIMA. Kiểm tra lại mã."),)
    form = views.CheckoutForm(name="Lê Thị Bích Ngọc", voucher="SAIMA", vouchers=("CHAOCHOMAY",))
    facts = {"pickup": bill, "chosen": (on,), "offered": (other,), "form": form}
    yield "checkout vouchers", "checkout.html", "vi", checkout(**facts, errors=unknown)
    yield "checkout vouchers en", "checkout.html", "en", checkout(**facts)
