"""Rules of livestreams, complaints, orders of authorities and the office's rooms: usual, empty and refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from shop.conduct.queries import StopSeen
from shop.conduct.rules import GoodsKind, sections_of
from shop.conduct.shown import warnings_seen
from shop.core.money import Dong
from shop.markets.rules import RoomState
from shop.oversight.models import ComplaintKind, ComplaintState, Measure, TakedownKind
from shop.web import views
from shop.web.views import conduct as c
from shop.web.views import oversight as o
from shop.web.views.keeping import Keeping
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_night import COMMENTS, ITEMS, KEEPING, PIN, room
from tests.web.look_office import OFFICE, PERSON

DAY = date(2026, 11, 27)
LATER = datetime(2026, 12, 12, 13, 30, tzinfo=UTC)
WARNINGS = tuple(warnings_seen(DAY, list(GoodsKind)))
STOP = StopSeen(reason="Giới thiệu sai công dụng của sản phẩm. <b>", document_no="1234/TMĐT-QL", at=NOW)
TEXT = "Áp dụng cho mọi phiên.\n## Khi nào phiên bị dừng\n- Khi cơ quan quản lý yêu cầu\n- Khi vi phạm <b>\nHết."
NEW = c.VersionRow(number=2, since=date(2026, 12, 15), changes="Thêm hạn trả lời khiếu nại.")
OLD = c.VersionRow(number=1, since=date(2026, 7, 1), changes="Bản đầu tiên.", in_force=True)
FIELD = (views.FieldError(field="reason", message="Ghi đủ nội dung, ít nhất 3 ký tự, rồi gửi lại."),)
ROW = o.ComplaintRow(
    code="KN-7F3K-92PM",
    kind=ComplaintKind.CLAIM,
    state=ComplaintState.RECEIVED,
    title="Trà sen, mật ong và cà phê",
    host="Nguyễn Thị Hoa",
    received_at=NOW,
    due=NOW,
    first_word=True,
    late=True,
)
CLOSED = o.ComplaintRow(
    code="KN-2222-22PM",
    kind=ComplaintKind.CONDUCT,
    state=ComplaintState.UPHELD,
    title="Gốm sứ Quang Vinh",
    host="Nguyễn Thị Hoa",
    received_at=NOW,
    due=None,
    officer="An",
)
TAKEDOWN = o.TakedownRow(
    id="t1",
    kind=TakedownKind.LINK,
    subject="https://noi-khac.example/" + "ban-hang" * 8,
    authority="Cục Thương mại điện tử",
    document_no="77/TMĐT",
    received_at=NOW,
    due_at=NOW,
    late=True,
)


def oversight_pages() -> Iterator[Shown]:
    yield from _rules()
    yield from _complaints()
    yield from _office()
    yield from _rooms()


def _rules() -> Iterator[Shown]:
    at = site("/quy-dinh-livestream")
    shown = c.VersionRow(number=1, since=OLD.since, changes=OLD.changes, in_force=True, shown=True)
    page = c.RulesPage(site=at, version=shown, sections=sections_of(TEXT), versions=(NEW, shown))
    yield "livestream-rules", "livestream_rules.html", "vi", page
    coming = c.RulesPage(site=at, version=NEW, sections=sections_of(TEXT), versions=(NEW, OLD))
    yield "livestream-rules-coming", "livestream_rules.html", "en", coming
    yield "livestream-rules-none", "livestream_rules.html", "vi", c.RulesPage(site=at, version=None)
    frame = {"site": site("/van-phong/quy-dinh", person=PERSON), "console": OFFICE}
    form = c.RulesForm(text_vi=TEXT, text_en=TEXT, changes_vi="Thêm hạn", changes_en="Days", day="1/1/2020")
    wrong = (views.FieldError(field="day", message="Ngày có hiệu lực phải từ hôm nay trở đi."),)
    drafted = c.OfficeRulesPage(**frame, versions=(NEW, OLD), form=form, drafted=True, errors=wrong)
    yield "office-rules", "office_rules.html", "vi", drafted
    bare = c.OfficeRulesPage(**frame, versions=(), form=c.RulesForm(), drafted=False, done="Saved.")
    yield "office-rules-bare", "office_rules.html", "en", bare
    frame = {"site": site("/van-phong/giay-quang-cao", person=PERSON), "console": OFFICE}
    paper = {"id": "p1", "product": "Trà sen", "product_slug": "tra-sen", "issuer": "Sở Y tế", "until": DAY}
    rows = (c.PaperRow(**paper, document_no="12/XNQC", over=True), c.PaperRow(**paper, document_no="13", over=False))
    yield "office-ad-papers", "office_ad_papers.html", "vi", c.AdPapersPage(**frame, rows=rows, done="Đã ghi giấy.")
    wrong = (views.FieldError(field="product", message="No such product."),)
    bare_papers = c.AdPapersPage(**frame, rows=(), form=c.PaperForm(product="gi-do"), errors=wrong)
    yield "office-ad-papers-refused", "office_ad_papers.html", "en", bare_papers


def _complaints() -> Iterator[Shown]:
    at = site("/phien/gom-su-quang-vinh/khieu-nai")
    asked = {"site": at, "slug": "gom-su-quang-vinh", "title": "Gốm sứ Quang Vinh", "request_key": "key-12345678"}
    yield "complain", "complain.html", "vi", o.ComplainPage(**asked)
    typed = o.ComplainForm(kind="price", words="", order_code="CM-1", email="x")
    wrong = (
        views.FieldError(field="words", message="Khiếu nại chưa có nội dung."),
        views.FieldError(field="email", message="Địa chỉ không đúng dạng."),
    )
    yield "complain-refused", "complain.html", "en", o.ComplainPage(**asked, form=typed, errors=wrong)
    sent = {
        "site": site("/khieu-nai/KN-7F3K-92PM"),
        "code": "KN-7F3K-92PM",
        "token": "abc",
        "title": "Gốm sứ Quang Vinh",
        "slug": "gom-su-quang-vinh",
        "kind": ComplaintKind.COUNTERFEIT,
        "words": "Nói là gốm Bát Tràng.\nTôi nghi không phải. <b>",
        "received_at": NOW,
        "answer_due": LATER,
        "decide_due": LATER,
    }
    first = o.ComplaintPage(**sent, state=ComplaintState.RECEIVED, answered=False, answer=None, fresh=True)
    yield "complaint", "complaint.html", "vi", first
    decided = o.ComplaintPage(
        **sent, state=ComplaintState.UPHELD, answered=True, answer="Đã nhắc nhở.", open=False, problem="It was decided."
    )
    yield "complaint-decided", "complaint.html", "en", decided
    question = {"site": site("/giai-trinh/1"), "id": "1", "code": "KN-7F3K-92PM", "title": "Gốm sứ Quang Vinh"}
    open_one = o.StatementPage(**question, question="Anh chị đã nói gì?", said=None, errors=())
    yield "asked-statement", "statement_given.html", "vi", open_one
    given = o.StatementPage(**question, question="Anh chị đã nói gì?", said="Tôi nói nhầm.", done=True)
    yield "asked-statement-given", "statement_given.html", "en", given


def _office() -> Iterator[Shown]:
    frame = {"site": site("/van-phong/khieu-nai", person=PERSON), "console": OFFICE}
    figures = (o.FigureRow(label="Khiếu nại nhận được", count=12), o.FigureRow(label="Quá hạn", count=1))
    listed = o.ComplaintsPage(**frame, rows=(ROW, CLOSED), closed=False, year=2026, figures=figures)
    yield "office-complaints", "office_complaints.html", "vi", listed
    empty = o.ComplaintsPage(**frame, rows=(), closed=True, year=2026)
    yield "office-complaints-none", "office_complaints.html", "en", empty
    one = {
        **frame,
        "slug": "gom-su-quang-vinh",
        "words": "Nói trà chữa khỏi bệnh. <b>",
        "order_code": "CM-7F3K-92PM",
        "contact": "ngoc@example.com",
        "pins": ("Trà sen, 250.000 ₫",),
        "lines": (o.KeptLine(id="c1", name="Hải Yến", text="Trà này tốt không?" * 4),),
        "steps": (o.StepRow(at=NOW, state=ComplaintState.RECEIVED, note=""),),
        "producers": (("htx-tra", "HTX Trà sen"),),
    }
    told = (o.StatementRow(whose="Nguyễn Thị Hoa", question="Đã nói gì?", words=None),)
    working = o.OfficeComplaintPage(
        **one, row=ROW, statements=told, answer=None, may_take=True, may_work=True, problem="Có người đã quyết định."
    )
    yield "office-complaint", "office_complaint.html", "vi", working
    over = o.OfficeComplaintPage(
        **one, row=CLOSED, statements=(), answer="Warned.", measures=(Measure.WARN,), done="ok"
    )
    yield "office-complaint-over", "office_complaint.html", "en", over
    frame = {"site": site("/van-phong/yeu-cau-go", person=PERSON), "console": OFFICE}
    gone = o.TakedownRow(
        id="t2",
        kind=TakedownKind.PRODUCT,
        subject="tra-sen",
        authority="Cục TMĐT",
        document_no="78/TMĐT",
        received_at=NOW,
        due_at=LATER,
        late=False,
        done_at=NOW,
        note="Đã gỡ khỏi kệ",
    )
    orders = o.TakedownsPage(**frame, waiting=(TAKEDOWN,), done_rows=(gone,), done="Đã ghi yêu cầu.")
    yield "office-takedowns", "office_takedowns.html", "vi", orders
    wrong = (views.FieldError(field="subject", message="No product has this address."),)
    yield (
        "office-takedowns-refused",
        "office_takedowns.html",
        "en",
        o.TakedownsPage(**frame, waiting=(), done_rows=(), form=o.TakedownForm(subject="gi-do"), errors=wrong),
    )


def _rooms() -> Iterator[Shown]:
    frame = {"site": site("/van-phong/phien", person=PERSON), "console": OFFICE}
    facts = {"host": "Nguyễn Thị Hoa", "place": "Điểm OCOP Bát Tràng (1)", "starts_at": NOW}
    rows = tuple(
        o.RoomRow(**facts, slug=f"s-{state}", title="Gốm sứ Quang Vinh", state=RoomState(state), stopped=stopped)
        for state, stopped in (("on_air", False), ("scheduled", False), ("ended", True))
    )
    yield "office-rooms", "office_rooms.html", "vi", o.OfficeRoomsPage(**frame, rows=rows)
    yield "office-rooms-none", "office_rooms.html", "en", o.OfficeRoomsPage(**frame, rows=())
    one = {**frame, **facts, "slug": "gom-su-quang-vinh", "title": "Gốm sứ Quang Vinh"}
    lit = o.OfficeRoomPage(**one, state=RoomState.ON_AIR, keeping=KEEPING, complaints=(ROW,), reason="x", errors=FIELD)
    yield "office-room", "office_room.html", "vi", lit
    stopped = o.OfficeRoomPage(
        **one,
        state=RoomState.ENDED,
        keeping=Keeping(),
        stop_reason=STOP.reason,
        stop_document="12/TMĐT",
        done="Stopped.",
    )
    yield "office-room-stopped", "office_room.html", "en", stopped
    here = {"site": site("/phien/gom-su-quang-vinh"), "request_key": "key-12345678"}
    seen = views.RoomPage(room=_with(room(), warnings=WARNINGS), pins=(PIN,), comments=COMMENTS, **here)
    yield "room-warned", "room.html", "vi", seen
    halted = views.RoomPage(room=_with(room("ended"), stopped=STOP), pins=(), comments=(), **here)
    yield "room-stopped", "room.html", "en", halted
    desk = site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True))
    conduct = c.DeskConduct(
        rules=2,
        accepted=False,
        warnings={"v2": tuple(one.vi for one in WARNINGS)},
        unconfirmed=frozenset({"v2"}),
    )
    yield (
        "studio-rules",
        "studio.html",
        "vi",
        views.StudioPage(
            site=desk,
            room=room("scheduled"),
            items=ITEMS,
            keeping=Keeping(),
            conduct=conduct,
            orders=(),
            takings=Dong(0),
        ),
    )


def _with(view: views.RoomView, **facts: object) -> views.RoomView:
    return views.RoomView(**{name: getattr(view, name) for name in view.__struct_fields__} | facts)
