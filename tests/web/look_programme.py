"""The desk with a run of show, the room with a segment and a hand-over, prompter, floors, goods asked for."""

from collections.abc import Iterator
from datetime import timedelta

from shop.core.money import Dong
from shop.markets.rules import RoomState
from shop.web import views
from shop.web.views import programme as p
from shop.web.views.console import Console, NavItem
from shop.web.views.keeping import Keeping
from tests.web.look_frame import CARDS, NOW, Shown, site
from tests.web.look_night import COMMENTS, ITEMS, PIN, STUDIO_ORDERS, room

MAKER = "Hợp tác xã Gốm sứ Quang Vinh và những người bạn Bát Tràng"


def good(code: str, name: str, **facts) -> p.ProgrammeGood:
    return p.ProgrammeGood(variant=f"v-{code}", code=code, name=name, list_price=Dong(1_250_000), **facts)


def part(place: int, title: str, state: str, **facts) -> p.ProgrammePart:
    starts = NOW + timedelta(minutes=8 * place)
    usual = {"minutes": 8, "presenter": "Nguyễn Thị Hoa", "script": "Chào cả nhà.\n\nĐây là bộ ấm chén chim én." * 6}
    return p.ProgrammePart(
        id=f"s{place}", place=place, title=title, state=p.PartState(state), starts_at=starts, **(usual | facts)
    )


PARTS = (
    part(1, "Mở chợ", "done", began_at=NOW, ended_at=NOW + timedelta(minutes=9), took=9, presenter=""),
    part(
        2,
        "Ấm chén chim én hoa sen",
        "now",
        producer=MAKER,
        began_at=NOW,
        due_at=NOW + timedelta(minutes=8),
        goods=(
            good("A1", "Bộ ấm chén chim én hoa sen", price=Dong(1_090_000), quota=40, buyer_limit=2),
            good("A3", "Cốm khô", skipped="chứng nhận hết hiệu lực"),
        ),
    ),
    part(3, "Gạo nếp cái hoa vàng", "next", goods=(good("A2", "Gạo nếp", price=Dong(90_000), below=True),)),
    part(4, "Hỏi đáp và chào khách <b>", "coming", script=""),
)
CHOICES = (p.Choice("v-A1", "A1 Bộ ấm chén chim én hoa sen"), p.Choice("v-A2", "A2 Gạo nếp cái hoa vàng Tam Hưng"))
STOCK = (
    p.StockLine(
        variant="v1", code="A1", name="Ấm chén", unit="bộ", free=14, held=3, incoming=20, floor=Dong(1_050_000)
    ),
    p.StockLine(variant="v2", code="A2", name="Gạo nếp cái hoa vàng", unit="túi", free=0, held=0, incoming=0),
)
ASKS = tuple(
    p.AskLine(
        id=f"k{n}",
        name="Gạo nếp cái hoa vàng Tam Hưng",
        other="Điểm OCOP 183 Ngô Gia Tự",
        pieces=12,
        free=40,
        state=state,
        transfer="CK-7F3K-92" if state in {"sent", "arrived"} else None,
        reason="Đã có người đặt" if state == "declined" else None,
        session="Gốm sứ Quang Vinh",
    )
    for n, state in enumerate(("open", "sent", "arrived", "declined", "withdrawn"))
)
SHOW = p.Programme(
    parts=PARTS,
    current=PARTS[1],
    coming=PARTS[2],
    begun=2,
    planned=97,
    over_by=7,
    late=3,
    now=NOW,
    makers=(p.Choice("m1", MAKER),),
    goods=CHOICES,
    stock=STOCK,
    sources=(p.Choice("v-A1/hoang-cau", "A1 Bộ ấm chén: Điểm OCOP Hoàng Cầu (còn 12)"),),
    asks=ASKS,
    co_hosts=(p.Choice("h2", "Trần Văn Bình"),),
    may_name=True,
    stalls=(p.Choice("tra-sen", "Ướp trà sen Tây Hồ"),),
    moved_to="Ướp trà sen Tây Hồ",
    key="key-12345678",
)


def desk(state: str, show: p.Programme) -> views.StudioPage:
    return views.StudioPage(
        site=site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True)),
        room=room(state=state),
        items=ITEMS,
        keeping=Keeping(),
        orders=STUDIO_ORDERS,
        takings=Dong(3_270_000),
        programme=show,
    )


def prompter(**facts) -> p.PrompterPage:
    usual = {"current": PARTS[1], "coming": PARTS[2], "over": False}
    return p.PrompterPage(
        site=site("/phien/gom-su-quang-vinh/loi-thoai", person=views.Person(name="Hoa", host=True)),
        slug="gom-su-quang-vinh",
        title="Gốm sứ Quang Vinh",
        state=RoomState.ON_AIR,
        seq=7,
        **(usual | facts),
    )


def floors(**facts) -> p.FloorsPage:
    at = "/chu-the/gom-su/gian-hang"
    rows = (
        p.FloorRow(variant="v1", name="Bộ ấm chén", sku="AC-1", list_price=Dong(1_250_000), floor=Dong(1_050_000)),
        p.FloorRow(variant="v2", name="Bình hoa men lam", sku="BH-2", list_price=Dong(420_000), typed="ba trăm"),
    )
    common = {"market": "Chợ đêm thứ Sáu", "place": "Điểm OCOP Bát Tràng (1)", "starts_at": NOW}
    usual = {
        "sessions": (
            p.FloorSession(slug="a", title="Gốm sứ Quang Vinh", open=True, rows=rows, **common),
            p.FloorSession(slug="b", title="Gốm men lam", open=False, rows=rows[:1], **common),
        ),
        "editable": True,
    }
    nav = (NavItem(path=at, icon="lantern", label="web.floors.nav", here=True),)
    console = Console(title=MAKER, nav=nav)
    here = site(at, person=views.Person(name="An", producer="gom-su"))
    return p.FloorsPage(site=here, console=console, slug="gom-su", **(usual | facts))


def visitors_room() -> views.RoomView:
    segment = p.SegmentView(
        title="Ấm chén chim én hoa sen", presenter="Nguyễn Thị Hoa", producer=MAKER, next="Gạo nếp cái hoa vàng"
    )
    return views.RoomView(
        slug="gom-su-quang-vinh",
        title="Gốm sứ Quang Vinh",
        place="Điểm OCOP Bát Tràng (1)",
        place_slug="bat-trang-1",
        host="Nguyễn Thị Hoa",
        state=RoomState.ON_AIR,
        starts_at=NOW,
        ends_at=NOW,
        market_slug="thu-sau-27-11",
        co_hosts=("Trần Văn Bình", "Lê Thị Cúc"),
        segment=segment,
        moved_to=p.MoveView(slug="tra-sen", title="Ướp trà sen Tây Hồ"),
    )


def programme_pages() -> Iterator[Shown]:
    yield "studio-show", "studio.html", "vi", desk("on_air", SHOW)
    facts = {"now": NOW, "goods": CHOICES, "stock": STOCK, "key": "key-12345678"}
    before = p.Programme(parts=PARTS[2:], coming=PARTS[2], planned=16, **facts)
    yield "studio-show-before", "studio.html", "en", desk("scheduled", before)
    over = p.Programme(parts=PARTS[:1], over=True, begun=1, now=NOW)
    yield "studio-show-over", "studio.html", "vi", desk("on_air", over)
    here = {"site": site("/phien/gom-su-quang-vinh"), "line_up": CARDS[1:5], "request_key": "key-12345678"}
    yield "room-show", "room.html", "vi", views.RoomPage(room=visitors_room(), pins=(PIN,), comments=COMMENTS, **here)
    yield "prompter", "prompter.html", "vi", prompter()
    yield "prompter-before", "prompter.html", "en", prompter(current=None)
    yield "prompter-empty", "prompter.html", "vi", prompter(current=None, coming=None)
    yield "floors", "producer_floors.html", "vi", floors(done="Đã duyệt giá sàn.")
    yield "floors-refused", "producer_floors.html", "en", floors(problem="Enter the floor as a number.")
    yield "floors-none", "producer_floors.html", "vi", floors(sessions=())
    asked = site("/quay/xin-hang", person=views.Person(name="Lan", staff=True))
    at = {"place_slug": "ngo-gia-tu", "place_name": "Điểm OCOP 183 Ngô Gia Tự", "others": (("a", "Hoàng Cầu"),)}
    yield "stock-asks", "stock_asks.html", "vi", p.AsksPage(site=asked, asks=ASKS[:2], problem="Chỉ còn 2.", **at)
    yield (
        "stock-asks-none",
        "stock_asks.html",
        "en",
        p.AsksPage(site=asked, asks=(), done="It is sent.", **at),
    )
