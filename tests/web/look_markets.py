"""Lists of markets, festivals, a hall in its new states, and a host's own stalls."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from shop.core.money import Dong
from shop.livestream.results import Results
from shop.markets.rules import RoomState
from shop.web import views
from shop.web.views import markets as m
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_night import MARKET, NEXT_MARKET, STALLS

OFF = msgspec.structs.replace(NEXT_MARKET, slug="thu-sau-11-12", name="Chợ đêm thứ Sáu 11/12")
RESULTS = Results(orders=214, pieces=391, value=Dong(61_480_000), producers=13)
NOTHING = Results(orders=0, pieces=0, value=Dong(0), producers=0)
ROWS = (
    m.MarketRow(head=MARKET, weekday=5, stalls=5),
    m.MarketRow(head=NEXT_MARKET, weekday=5, stalls=0, sample=True),
    m.MarketRow(head=OFF, weekday=5, stalls=3, off="Bão số 9 vào đất liền, các điểm bán đóng cửa sớm"),
)
FESTIVAL = ("ngay-hoi-mua-dong", "Ngày hội livestream đặc sản OCOP mùa đông")
CALLED_OFF = msgspec.structs.replace(STALLS[3], state=RoomState.CALLED_OFF, slug="gian-huy")


def _own(slug: str, **facts: object) -> m.OwnStallRow:
    return m.OwnStallRow(
        slug=slug,
        title="Ấm chén chim én hoa sen, men mới ra lò",
        place="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        market=NEXT_MARKET.name,
        market_slug=NEXT_MARKET.slug,
        starts_at=NEXT_MARKET.starts_at,
        ends_at=NEXT_MARKET.ends_at,
        **({"on_air": False, "goods": 6, "lacks": None} | facts),
    )


def market_pages() -> Iterator[Shown]:
    at = site("/cho-dem", market_path="/cho-dem/thu-sau-27-11")
    yield (
        "markets",
        "markets.html",
        "vi",
        m.MarketsPage(site=at, coming=ROWS, past=ROWS[:1] + ROWS[2:], festivals=(FESTIVAL,)),
    )
    yield "markets-past-only", "markets.html", "en", m.MarketsPage(site=at, coming=(), past=ROWS[:1])
    hall = views.MarketPage(
        site=at,
        market=NEXT_MARKET,
        stalls=(*STALLS[3:4], CALLED_OFF),
        now=NOW,
        teaser="Mười ba chủ thể trong chín mươi phút: gốm, lụa, cốm, trà sen. Giá trong phòng chỉ có tối nay.",
        teaser_art=3,
        weekday=5,
        festival=FESTIVAL,
        left="Còn 6 ngày 21 giờ",
    )
    yield "market-teaser", "market.html", "vi", hall
    yield (
        "market-staged",
        "market.html",
        "vi",
        msgspec.structs.replace(hall, market=MARKET, stalls=STALLS, stage="nep-cai", left="", viewers=1696),
    )
    yield (
        "market-called-off",
        "market.html",
        "vi",
        msgspec.structs.replace(hall, market=OFF, stalls=(CALLED_OFF,), off="Bão số 9 vào đất liền", left=""),
    )
    yield (
        "market-results",
        "market.html",
        "en",
        msgspec.structs.replace(hall, market=MARKET, stalls=STALLS[4:], now=MARKET.ends_at, left="", results=RESULTS),
    )
    yield from _festivals()
    yield from _own_stalls()


def _festivals() -> Iterator[Shown]:
    at = site("/ngay-hoi/ngay-hoi-mua-dong")
    first = m.FestivalMarket(head=MARKET, stalls=STALLS)
    second = m.FestivalMarket(head=NEXT_MARKET, stalls=())
    off = m.FestivalMarket(head=OFF, stalls=STALLS[3:4], off="Bão số 9 vào đất liền")
    days = ((date(2026, 11, 27), (first,)), (date(2026, 12, 4), (second, off)))
    page = m.FestivalPage(
        site=at, name=FESTIVAL[1], story="Ba tối, ba làng nghề, một giỏ quà Tết.", days=days, now=NOW, results=RESULTS
    )
    yield "festival", "festival.html", "vi", page
    yield "festival-empty", "festival.html", "en", msgspec.structs.replace(page, days=(), results=None, story="")
    over = msgspec.structs.replace(page, days=days[:1], results=NOTHING, now=NOW + timedelta(days=9))
    yield "festival-nothing-sold", "festival.html", "vi", over


def _own_stalls() -> Iterator[Shown]:
    at = site("/toi/gian-hang", person=views.Person(name="Hoa", host=True))
    lacking = "Văn phòng chưa xác minh danh tính của bạn. Mang giấy tờ đến văn phòng trước ngày lên sóng."
    rows = (_own("a", on_air=True), _own("b"), _own("c", goods=0, lacks=lacking))
    yield "own-stalls", "own_stalls.html", "vi", m.OwnStallsPage(site=at, stalls=rows)
    yield "own-stalls-none", "own_stalls.html", "en", m.OwnStallsPage(site=at, stalls=())
