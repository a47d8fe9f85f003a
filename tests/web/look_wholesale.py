"""Wholesale: the form of buyers, their own enquiry in every state, and the desk of producers."""

from collections.abc import Iterator
from datetime import date

from shop.core.money import Dong
from shop.web import views
from shop.web.views import wholesale as ws
from shop.web.views.console import Console, NavItem
from shop.web.views.listings import FilterLink
from shop.wholesale.models import EnquiryState
from shop.wholesale.rules import WORDS
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_night import COMMENTS, PIN, room
from tests.web.look_office import OFFICE, PERSON

TERMS = (
    ws.WholesaleTermsView(
        variant="v1",
        name="Gạo nếp cái hoa vàng Tam Hưng · 1 kg",
        unit="túi",
        list_price=Dong(95_000),
        least=50,
        public=True,
        bands=((50, Dong(88_000)), (1_000, Dong(79_500))),
    ),
    ws.WholesaleTermsView(variant="v2", name="Hộp quà " + "dài" * 30, unit="hộp", list_price=Dong(450_000), least=20),
)
NOT_SOLD = ws.WholesaleTermsView(variant="v3", name="Cốm khô", unit="hộp", list_price=Dong(90_000), least=None)


def _enquiry(state: EnquiryState, **facts) -> ws.EnquiryView:
    quoted = state not in {EnquiryState.NEW, EnquiryState.REFUSED}
    usual = {
        "id": f"e-{state}",
        "product": "Gạo nếp cái hoa vàng Tam Hưng · 1 kg",
        "product_slug": "gao-nep",
        "unit": "túi",
        "list_price": Dong(95_000),
        "producer": "HTX Nông nghiệp Tam Hưng",
        "producer_phone": "+84912345678" if state is EnquiryState.ACCEPTED else None,
        "producer_email": "htx@example.vn" if state is EnquiryState.ACCEPTED else None,
        "name": "Mai T.",
        "phone": "•••• 678",
        "email": None,
        "company": "Cửa hàng Thực phẩm sạch",
        "quantity": 1_200,
        "wanted_on": date(2026, 12, 20),
        "note": "Đóng túi 1 kg, giao hai đợt <b>",
        "at": NOW,
        "version": 2,
        "price": Dong(79_500) if quoted else None,
        "valid_until": date(2026, 12, 10) if quoted else None,
        "answer": "" if state is EnquiryState.NEW else "Giao tận nơi trong nội thành",
    }
    return ws.EnquiryView(state=state, **(usual | facts))


ENQUIRIES = tuple(_enquiry(state) for state in EnquiryState)
FILTERS = (
    FilterLink(label="web.wholesale.desk_new", url="/chu-the/htx/hoi-gia-si", count=3, on=True),
    FilterLink(label="web.wholesale.desk_all", url="/chu-the/htx/hoi-gia-si?loc=tat-ca", on=False),
)
CONSOLE = Console(
    title="HTX Nông nghiệp Tam Hưng",
    nav=(NavItem(path="/chu-the/htx/hoi-gia-si", icon="cash", label="web.wholesale.nav", here=True),),
)


def _ask(**facts) -> ws.WholesaleAskPage:
    usual = {"terms": TERMS, "form": ws.WholesaleForm(), "request_key": "key-12345678"}
    at = site("/san-pham/gao-nep/gia-si")
    return ws.WholesaleAskPage(site=at, slug="gao-nep", name="Gạo nếp cái hoa vàng", **(usual | facts))


def _desk(**facts) -> ws.DeskWholesalePage:
    usual = {"enquiries": ENQUIRIES, "filters": FILTERS, "terms": (*TERMS, NOT_SOLD), "may_write": True}
    at = {"site": site("/chu-the/htx/hoi-gia-si", person=PERSON), "console": CONSOLE, "producer_slug": "htx"}
    return ws.DeskWholesalePage(**at, **(usual | facts))


def _errors(**said) -> tuple[views.FieldError, ...]:
    return tuple(views.FieldError(field=field, message=words) for field, words in said.items())


def wholesale_pages() -> Iterator[Shown]:
    yield "wholesale", "wholesale.html", "vi", _ask()
    yield "wholesale-one", "wholesale.html", "en", _ask(terms=TERMS[:1])
    typed = ws.WholesaleForm(variant="v2", quantity="5", name="Mai", phone="0912", email="mai@", room="gian-1")
    wrong = _errors(quantity="Nhập ít nhất 20 để hỏi giá sỉ.", email="Nhập địa chỉ.", consent="Đánh dấu đồng ý.")
    yield "wholesale-none", "wholesale.html", "vi", _ask(terms=(), form=ws.WholesaleForm(room="gian-1"))
    yield "wholesale-wrong", "wholesale.html", "vi", _ask(form=typed, errors=wrong)
    for enquiry in ENQUIRIES:
        at = site(f"/gia-si/{enquiry.id}")
        page = ws.OwnEnquiryPage(site=at, enquiry=enquiry, token="a-token")
        yield f"wholesale-own-{enquiry.state}", "wholesale_own.html", "vi", page
    page = ws.OwnEnquiryPage(site=site("/gia-si/e"), enquiry=ENQUIRIES[1], token="", problem="Chủ thể đổi báo giá.")
    yield "wholesale-own-changed", "wholesale_own.html", "en", page
    asked = views.RoomPage(
        site=site("/phien/gom"),
        room=room(),
        pins=(PIN,),
        comments=COMMENTS,
        request_key="key-12345678",
        wholesale=WORDS,
    )
    yield "wholesale-room", "room.html", "vi", asked
    office = {"site": site("/van-phong/gia-si", person=PERSON), "console": OFFICE}
    counted = tuple((state.value, 1_200 * at) for at, state in enumerate(EnquiryState))
    yield "office-wholesale", "office_wholesale.html", "vi", ws.OfficeWholesalePage(counts=counted, **office)
    yield "producer-wholesale", "producer_wholesale.html", "vi", _desk(done="Đã gửi báo giá.", next_url="/x")
    facts = {"enquiries": (), "may_write": False}
    yield "producer-wholesale-viewer", "producer_wholesale.html", "en", _desk(**facts)
    yield "producer-wholesale-none", "producer_wholesale.html", "vi", _desk(enquiries=(), terms=())
    wrong = _errors(price="Nhập giá lớn hơn 0.", valid_until="Chọn ngày.")
    typed = ("không", "2020-01-01", "Giao tận nơi")
    yield "producer-wholesale-quote", "producer_wholesale.html", "vi", _desk(failed="e-new", typed=typed, errors=wrong)
    wrong = _errors(min_quantity="Nhập từ 2.", bands="Mỗi mức giá ghi một dòng.")
    typed = ("1", "10: 90.000", "")
    yield "producer-wholesale-terms", "producer_wholesale.html", "en", _desk(failed="v2", typed=typed, errors=wrong)
