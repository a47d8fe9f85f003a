"""Returns: of an order, at the counter, on the desks; usual, empty and refused; and what is late to be packed."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.returns.models import ReturnReason, ReturnState
from shop.web import views
from shop.web.views import returns as v
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_listings import DESK
from tests.web.look_people import counter_order
from tests.web.look_producers import MEMBER
from tests.web.look_review import OFFICE

S = ReturnState
PHOTO = "/media/019a0000-0000-7000-8000-000000000001/640.webp"
LATE = (v.LateView(order="CM-11AA-22BB", number=1, sales_point="Bát Tràng (1)", due_at=NOW),)


def one(state=S.ASKED, code="TH-7F3K-92PM", **changes):
    """A return of two bowls."""
    usual = {
        "code": code,
        "order": "CM-27A4-91BC",
        "parcel": 1,
        "place_name": "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        "state": state,
        "reason": ReturnReason.DAMAGED,
        "words": "Hai bát bị sứt miệng khi mở hộp.\nHộp vẫn nguyên.",
        "photos": (PHOTO,),
        "asked_at": NOW,
        "lines": (v.ReturnLineView(line="l1", name="Bát gốm men lam, bộ 6 chiếc", pieces=2),),
        "steps": ((S.ASKED, NOW),),
    }
    return v.ReturnView(**usual | changes)


ASKED = one(due_at=NOW, may_decide=True)
ACCEPTED = one(S.ACCEPTED, "TH-11AA-22BB", due_at=NOW, may_receive=True)
OWED = one(S.RECEIVED, "TH-33BB-44CC", amount=Dong(500_000), may_pay=True)
PAID = one(S.REFUNDED, "TH-55CC-66DD", amount=Dong(500_000), voucher="PC-27A4-91BC")
MORE = one(S.MORE_INFO, "TH-77DD-88EE", answer="Gửi thêm ảnh đáy bát", due_at=NOW)
GONE = one(S.DECLINED, "TH-99EE-22FF", answer="Bát đã dùng", photos=())


def returns_pages() -> Iterator[Shown]:
    at = site("/don-hang/CM-27A4-91BC/tra-hang")
    parcels = (
        v.ReturnableParcel(number=1, lines=(("l1", "Bát gốm men lam, bộ 6 chiếc", 4), ("l2", "Chè sen, hộp 100 g", 1))),
        v.ReturnableParcel(number=2, lines=(("l3", "Gạo nếp, túi 5 kg", 2),)),
    )
    frame = {"site": at, "code": "CM-27A4-91BC", "request_key": "k-12345678", "ask_by": NOW, "exit_by": NOW}
    page = v.OrderReturnsPage(**frame, parcels=parcels, returns=(ASKED, ACCEPTED, MORE, PAID, GONE), done="Đã gửi.")
    yield "order-returns", "order_returns.html", "vi", page
    form = v.ReturnForm(parcel=2, pieces=(("l3", "9"),), reason="spoiled", words="Có mùi lạ")
    wrong = tuple(views.FieldError(field=name, message="Sửa lại.") for name in ("lines", "words", "photos"))
    refused = v.OrderReturnsPage(**frame, parcels=parcels, returns=(), form=form, errors=wrong)
    yield "order-returns-refused", "order_returns.html", "en", refused
    yield "order-returns-none", "order_returns.html", "vi", v.OrderReturnsPage(**frame, parcels=(), returns=())
    yield from _desks()


def _desks() -> Iterator[Shown]:
    staff = {"site": site("/quay/tra-hang", person=views.Person(name="Mai", staff=True))}
    place = {"place_slug": "bat-trang-1", "place_name": "Bát Tràng (1)"}
    rows = (ASKED, ACCEPTED, OWED, PAID, GONE)
    counter = v.CounterReturnsPage(
        **staff, **place, returns=rows, done="Đã chấp nhận.", next_url="/quay/tra-hang?after=1"
    )
    yield "counter-returns", "counter_returns.html", "vi", counter
    none = v.CounterReturnsPage(**staff, **place, everything=True, problem="TH-7F3K-92PM: đã quyết định.")
    yield "counter-returns-none", "counter_returns.html", "en", none
    late = views.CounterPage(**staff, **place, to_pack=(counter_order("CM-11AA-22BB"),), to_hand_over=(), late=LATE)
    yield "counter-late", "counter.html", "vi", late
    desk = {"site": site("/chu-the/htx/tra-hang", person=MEMBER), "console": DESK, "action": "/chu-the/htx/tra-hang"}
    whole = v.DeskReturnsPage(**desk, lead="Trả lời từng yêu cầu trước hạn.", returns=(ASKED, GONE), late=LATE)
    yield "desk-returns", "desk_returns.html", "vi", whole
    office = {"site": site("/van-phong/tra-hang", person=views.Person(name="An", officer=True)), "console": OFFICE}
    empty = v.DeskReturnsPage(**office, action="/van-phong/tra-hang", lead="Overdue.", problem="Decided.")
    yield "office-returns-none", "desk_returns.html", "en", empty
