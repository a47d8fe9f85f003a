"""Hall, room and studio in every state."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import msgspec

from shop.core.money import Dong
from shop.markets.rules import RoomState
from shop.payments.models import PaymentMethod
from shop.web import views
from shop.web.views.keeping import BanRow, DeskLine, Keeping
from shop.web.views.offers import DeskFlash, DeskOffer, DeskOffers
from tests.web.look_frame import CARDS, NOW, Shown, site

MARKET = views.MarketHead(
    slug="thu-sau-27-11",
    name="Chợ đêm thứ Sáu 27/11",
    starts_at=datetime(2026, 11, 27, 13, 30, tzinfo=UTC),
    ends_at=datetime(2026, 11, 27, 15, 0, tzinfo=UTC),
    open=True,
)
NEXT_MARKET = views.MarketHead(
    slug="thu-sau-04-12",
    name="Chợ đêm thứ Sáu 04/12",
    starts_at=datetime(2026, 12, 4, 13, 30, tzinfo=UTC),
    ends_at=datetime(2026, 12, 4, 15, 0, tzinfo=UTC),
    open=False,
)


def stall(slug: str, title: str, place: str, state: str, **facts) -> views.StallCard:
    return views.StallCard(
        slug=slug, title=title, place=place, host="Nguyễn Thị Hoa", state=RoomState(state), starts_at=NOW, **facts
    )


STALLS = (
    stall(
        "gom-su-quang-vinh",
        "Ấm chén chim én hoa sen, men mới ra lò",
        "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        "on_air",
        viewers=1_284,
        pinned="Bộ ấm chén",
        price=Dong(1_090_000),
    ),
    stall(
        "nep-cai",
        "Nếp cái hoa vàng, vụ mùa mới",
        "Điểm OCOP HTX Nông nghiệp Tam Hưng",
        "on_air",
        viewers=412,
        art=2,
        pinned="Gạo nếp cái hoa vàng",
        price=Dong(195_000),
    ),
    stall("tra-sen", "Ướp trà sen Tây Hồ", "Điểm OCOP Phúc Hậu Mart", "away", art=3),
    stall("ha-thai", "Sơn mài gắn trai Hạ Thái", "Điểm OCOP làng nghề sơn mài Hạ Thái", "scheduled", art=4),
    stall("mo-cho", "Mở chợ", "Điểm OCOP 183 Ngô Gia Tự", "ended", art=2),
)
PIN = views.PinView(
    variant="v1",
    product_slug="bo-am-chen",
    name="Bộ ấm chén gốm sứ chim én hoa sen",
    price=Dong(1_090_000),
    list_price=Dong(1_250_000),
    unit="bộ",
    available=14,
    image="/static/art/craft-1.svg",
    stars=5,
    certificate="OCOP-7F3K-92PM",
    expires_on=date(2028, 6, 26),
)
PIN_POTENTIAL = views.PinView(
    variant="v3",
    product_slug="sua-chua",
    name="Sữa chua nếp cẩm Trang Viên",
    price=Dong(72_000),
    list_price=Dong(72_000),
    unit="lốc",
    available=3,
    image="/static/art/drink-2.svg",
    stars=4,
    potential_five=True,
    expires_on=date(2027, 1, 5),
    policy="first_paid",
    hold_minutes=5,
)
PIN_SOLD = views.PinView(
    policy="deposit",
    deposit_each=Dong(100_000),
    variant="v4",
    product_slug="hop",
    name="Hộp sơn mài gắn trai",
    price=Dong(590_000),
    list_price=Dong(640_000),
    unit="chiếc",
    available=0,
    image="/static/art/craft-4.svg",
    stars=4,
)
COMMENTS = (
    views.CommentView(id="c1", name="Hải Yến", text="Ấm có dùng được bếp từ không chị?", at=NOW),
    views.CommentView(
        id="c2", name="Hoa", text="Ấm sứ không đun trực tiếp, mình rót nước sôi vào nhé.", at=NOW, host=True
    ),
    views.CommentView(id="c3", name="Minh Đức", text="Lấy 1 bộ, nhận ở Hoàng Cầu được không? <b>", at=NOW),
    views.CommentView(id="c4", name="Minh Đức", text="đã chốt 1 × Bộ ấm chén · đơn CM-••••-91", at=NOW, order=True),
)


def room(state: str = "on_air") -> views.RoomView:
    return views.RoomView(
        slug="gom-su-quang-vinh",
        title="Gốm sứ Quang Vinh",
        place="Điểm OCOP Bát Tràng (1)",
        place_slug="bat-trang-1",
        host="Nguyễn Thị Hoa",
        state=RoomState(state),
        starts_at=NOW,
        ends_at=NOW,
        market_slug="thu-sau-27-11",
        seq=7,
        viewers=1_284,
    )


ITEMS = (
    views.LineUpItem(
        variant="v1",
        code="A1",
        name="Bộ ấm chén chim én hoa sen",
        image="/static/art/craft-1.svg",
        unit="bộ",
        list_price=Dong(1_250_000),
        available=14,
        pinned=True,
        price=Dong(1_090_000),
        policy="deposit",
        deposit_percent=30,
        deposit_kept=True,
    ),
    views.LineUpItem(
        variant="v2",
        code="A2",
        name="Gạo nếp cái hoa vàng Tam Hưng",
        image="/static/art/food-1.svg",
        unit="túi",
        list_price=Dong(195_000),
        available=3,
    ),
    views.LineUpItem(
        variant="v5",
        code="A3",
        name="Cốm khô",
        image="/static/art/food-3.svg",
        unit="hộp",
        list_price=Dong(90_000),
        available=9,
        blocked="hết hạn 12/11/2026",
    ),
)
STUDIO_ORDERS = (
    views.StudioOrder(
        code="CM-••••-91", name="Lê Thị Bích N.", quantity=1, total=Dong(1_090_000), at=NOW, place="Bát Tràng (1)"
    ),
    views.StudioOrder(code="CM-••••-12", name="Minh Đức", quantity=2, total=Dong(2_180_000), at=NOW),
)

KEEPING = Keeping(
    lines=(
        DeskLine(id="c1", name="Hải Yến", text="Ấm có dùng được bếp từ không chị?"),
        DeskLine(id="c2", name="Hoa", text="Ấm này trị dứt điểm mất ngủ.", warnings=("Thực phẩm không chữa bệnh.",)),
        DeskLine(id="c3", name="Minh Đức", text="Lấy 1 bộ được không? <b>", hidden=True, ban="mute"),
        DeskLine(id="c4", name="Ngọc", text="chê " + "mãi" * 40, shadow=True, ban="shadow"),
        DeskLine(id="c5", name="Minh Đức", text="đã chốt 1 × Bộ ấm chén · đơn CM-••••-91", order=True, known=False),
    ),
    bans=(
        BanRow(id="b1", name="Minh Đức", kind="mute", until=NOW, why="lời lẽ không phù hợp với phòng"),
        BanRow(id="b2", name="Ngọc", kind="shadow", until=None, why="chê mãi"),
    ),
    slow_seconds=10,
    warnings=("Nói nhiều sao hơn giấy chứng nhận.",),
)


FLASH = DeskFlash(
    id="f1",
    name="Bộ ấm chén chim én hoa sen",
    stage="planned",
    price=Dong(990_000),
    pieces=20,
    left=20,
    opens_at=NOW,
)
ROWS = (DeskOffer(name="Bộ ấm chén chim én hoa sen", held=3, waiting=12),)
GOODS = (("v1", "Bộ ấm chén chim én hoa sen"), ("v2", "Gạo nếp cái hoa vàng Tam Hưng"))
OFFERS = {
    "scheduled": DeskOffers(goods=GOODS),
    "on_air": DeskOffers(rows=ROWS, flash=FLASH, goods=GOODS),
    "away": DeskOffers(rows=ROWS, goods=GOODS),
    "ended": DeskOffers(flash=msgspec.structs.replace(FLASH, stage="sold_out", left=0)),
}


def night_pages() -> Iterator[Shown]:
    at = site("/cho-dem/thu-sau-27-11", market_path="/cho-dem/thu-sau-27-11")
    yield (
        "market",
        "market.html",
        "vi",
        views.MarketPage(site=at, market=MARKET, stalls=STALLS, now=NOW, viewers=3_106),
    )
    yield (
        "market-next",
        "market.html",
        "en",
        views.MarketPage(site=at, market=NEXT_MARKET, stalls=STALLS[3:], now=NOW),
    )
    yield (
        "market-over",
        "market.html",
        "vi",
        views.MarketPage(site=at, market=MARKET, stalls=STALLS[4:], now=MARKET.ends_at),
    )
    yield "market-none", "market.html", "vi", views.MarketPage(site=at, market=NEXT_MARKET, stalls=(), now=NOW)
    here = site("/phien/gom-su-quang-vinh")
    common = {"site": here, "request_key": "key-12345678", "line_up": CARDS[1:5], "methods": tuple(PaymentMethod)}
    yield "room", "room.html", "vi", views.RoomPage(room=room(), pins=(PIN,), comments=COMMENTS, **common)
    yield (
        "room-three",
        "room.html",
        "en",
        views.RoomPage(room=room(), pins=(PIN, PIN_POTENTIAL, PIN_SOLD), comments=(), **common),
    )
    yield "room-no-pin", "room.html", "vi", views.RoomPage(room=room(), pins=(), comments=(), **common)
    for state in ("scheduled", "away", "ended"):
        yield (
            f"room-{state}",
            "room.html",
            "vi",
            views.RoomPage(
                room=room(state=state),
                pins=(PIN,) if state == "away" else (),
                comments=COMMENTS[:2],
                others=STALLS[1:3],
                **common,
            ),
        )
    yield (
        "room-refused",
        "room.html",
        "vi",
        views.RoomPage(
            room=room(),
            pins=(PIN,),
            comments=COMMENTS,
            form=views.RoomForm(variant="v1", quantity=3, name="Ngọc", phone="0912"),
            errors=(views.FieldError(field="phone", message="Bạn nhập 4 chữ số. Số di động Việt Nam có 10 chữ số."),),
            problem="Chỉ còn 2 bộ.",
            **common,
        ),
    )
    desk = site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True))
    for state in ("scheduled", "on_air", "away", "ended"):
        yield (
            f"studio-{state}",
            "studio.html",
            "vi",
            views.StudioPage(
                site=desk,
                room=room(state=state),
                items=ITEMS,
                keeping=KEEPING,
                orders=STUDIO_ORDERS,
                takings=Dong(3_270_000),
                offers=OFFERS[state],
            ),
        )
    yield (
        "studio-bare",
        "studio.html",
        "en",
        views.StudioPage(
            site=desk,
            room=room(state="scheduled"),
            items=(),
            keeping=Keeping(),
            orders=(),
            takings=Dong(0),
            problem="Phiên đã kết thúc.",
        ),
    )
