"""Sample pages of reports of live sessions, of warnings at the desk, and of the end of a session on paper."""

import random
from collections.abc import Iterator
from datetime import timedelta

from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.reports.figures import Minute, Sales
from shop.web import views
from shop.web.charts import chart_of
from shop.web.views import reports as r
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_listings import DESK
from tests.web.look_night import ITEMS, KEEPING, STUDIO_ORDERS, room
from tests.web.look_office import OFFICE, PERSON

HEAD = r.LiveHead(
    slug="gom-su-quang-vinh",
    title="Ấm chén chim én hoa sen, men mới ra lò",
    market="Chợ đêm thứ Sáu 27/11",
    place="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
    host="Nguyễn Thị Hoa",
    state="ended",
    begun=NOW - timedelta(minutes=84),
    ended=NOW,
)
PHONE = "+84912345678"


def minutes(count: int, *, orders: bool = True) -> list[Minute]:
    """An evening that begins slowly."""
    chance = random.Random(count)
    found = []
    for n in range(count):
        placed = chance.randint(0, 1 + n // 20) if orders else 0
        sales = Sales(placed=placed, orders=placed, pieces=placed, value=Dong(placed * 1_090_000))
        crowd = 40 + n * 13 - (n // 7 % 3) * 60
        found.append(
            Minute(at=NOW + timedelta(minutes=n - count), viewers=crowd, seen=crowd * 2, comments=3, sales=sales)
        )
    return found


SUMS = r.SumView(
    orders=126,
    pieces=164,
    value=Dong(128_340_000),
    dropped=9,
    expired=7,
    lost=Dong(7_630_000),
    had=Dong(98_100_000),
)
PRODUCTS = (
    r.PartRow(
        name="Bộ ấm chén gốm sứ chim én hoa sen",
        more="Công ty TNHH Gốm sứ Quang Vinh",
        path="/san-pham/bo-am-chen",
        sums=SUMS,
    ),
    r.PartRow(name="Gạo Nếp cái hoa vàng Tam Hưng", path="/san-pham/gao-nep", sums=r.SumView(orders=2, pieces=9)),
)
STARS = (r.PartRow(name="5 sao", sums=SUMS), r.PartRow(name="Không có giấy chứng nhận", sums=r.SumView()))
SEGMENTS = (
    r.PartRow(name="Mở chợ <b>", more="20:30, Nguyễn Thị Hoa", path="/phien/gom/bao-cao", sums=SUMS),
    r.PartRow(name="Gốm men lam", more="20:45", path="/phien/gom/bao-cao", sums=r.SumView()),
)
WAITED = r.WaitedView(
    turns=12,
    pieces=15,
    value=Dong(9_000_000),
    served=5,
    served_value=Dong(4_000_000),
    open=1,
    open_value=Dong(600_000),
    missed=6,
    missed_value=Dong(4_400_000),
)
FILES = (("/phien/gom/bao-cao/phut.csv", "minutes_csv"), ("/phien/gom/bao-cao/san-pham.csv", "products_csv"))


def figures(locale: Locale = "vi", *, course: list[Minute] | None = None, **facts) -> r.FiguresView:
    usual = {
        "sums": SUMS,
        "peak": 1_284,
        "seen": 3_106,
        "counted": True,
        "comments": 412,
        "conversion": "4,1",
        "chart": chart_of(minutes(84) if course is None else course, locale),
        "products": PRODUCTS,
        "places": (r.PartRow(name=HEAD.place, path="/diem-ban/bat-trang-1", sums=SUMS),),
        "stars": STARS,
        "booked": Dong(98_100_000),
        "back": Dong(1_090_000),
    }
    return r.FiguresView(**(usual | facts))


ALARMS = (
    r.AlarmView("gone:Ấm chén", "bad", "Đã hết Ấm chén.", "Bỏ ghim và chuyển sang món tiếp theo."),
    r.AlarmView("falling:", "warn", "Người xem giảm hơn 30% trong 3 phút.", "Đổi món đang ghim."),
)
LIVES = r.LivesView(
    rows=tuple(
        r.LiveRow(
            path=f"/phien/gian-{state}/bao-cao",
            head=r.LiveHead(**{**{f: getattr(HEAD, f) for f in HEAD.__struct_fields__}, "state": state}),
            unit="Huyện Gia Lâm",
            sums=SUMS,
            peak=1_284,
            seen=3_106,
            conversion="4,1",
        )
        for state in ("on_air", "scheduled", "ended")
    ),
    total=SUMS,
    csv="/van-phong/phien-live.csv?tu=2026-10-28",
    more=True,
)
NO_LIVES = r.LivesView(rows=(), total=r.SumView(), csv="/van-phong/phien-live.csv")
PARCELS = tuple(
    r.PackView(
        code=f"CM-7F3K-9{number}PM",
        number=number,
        held=number == 2,
        packed=number == 3,
        buyer="Lê Thị Bích Ngọc",
        phone=PHONE,
        call=f"tel:{PHONE}",
        delivery="pickup" if number == 1 else "ship",
        payment="cod",
        amount=Dong(1_090_000),
        place=HEAD.place,
        at=NOW,
        lines=(r.PackLineView("Bộ ấm chén chim én hoa sen", number, "bộ"),),
    )
    for number in (1, 2, 3)
)
CODES = (
    r.CodeView(code="A1", name="Bộ ấm chén chim én", unit="bộ", list_price=Dong(1_250_000), price=Dong(1_090_000)),
    r.CodeView(code="A2", name="Gạo nếp cái hoa vàng", unit="túi", list_price=Dong(195_000), price=None),
)


def reports_pages() -> Iterator[Shown]:
    here = site("/phien/gom-su-quang-vinh/bao-cao", person=views.Person(name="Hoa", host=True))
    yield (
        "session-report",
        "session_report.html",
        "vi",
        r.SessionReportPage(site=here, head=HEAD, figures=figures(), files=FILES, packs=True),
    )
    bare = figures("en", course=[], counted=False, conversion="", products=(), places=(), stars=(), back=Dong(0))
    yield (
        "session-report-bare",
        "session_report.html",
        "en",
        r.SessionReportPage(site=here, head=HEAD, figures=bare, files=FILES),
    )
    full = figures(segments=SEGMENTS, waited=WAITED)
    yield (
        "session-report-segments",
        "session_report.html",
        "vi",
        r.SessionReportPage(site=here, head=HEAD, figures=full, files=FILES),
    )
    yield from _markets(full)
    yield from _desks()
    yield from _lists()
    yield from _papers()


def _markets(full: r.FiguresView) -> Iterator[Shown]:
    at = site("/van-phong/cho-dem/thu-sau/bao-cao", person=PERSON)
    common = {"slug": "thu-sau", "name": "Chợ đêm thứ Sáu 27/11", "begins": NOW}
    yield (
        "office-market-report",
        "office_market_report.html",
        "vi",
        r.MarketReportPage(site=at, console=OFFICE, figures=full, lives=LIVES, files=FILES, **common),
    )
    bare = r.FiguresView(sums=r.SumView())
    yield (
        "office-market-report-bare",
        "office_market_report.html",
        "en",
        r.MarketReportPage(site=at, console=OFFICE, figures=bare, lives=NO_LIVES, files=(), **common),
    )


def _desks() -> Iterator[Shown]:
    desk = site("/phien/gom-su-quang-vinh/dieu-khien", person=views.Person(name="Hoa", host=True))
    common = {"site": desk, "items": ITEMS, "keeping": KEEPING, "orders": STUDIO_ORDERS, "takings": Dong(3_270_000)}
    quiet = r.FiguresView(sums=r.SumView(), now=0, chart=chart_of(minutes(1, orders=False), "vi"))
    for name, beat in (
        ("studio-beat", r.Beat(figures=figures(now=1_120), alarms=ALARMS)),
        ("studio-beat-quiet", r.Beat(figures=quiet)),
        ("studio-beat-none", r.Beat(figures=r.FiguresView(sums=r.SumView()))),
    ):
        yield name, "studio.html", "vi", views.StudioPage(room=room(), beat=beat, **common)


def _lists() -> Iterator[Shown]:
    office = site("/van-phong/phien-live", person=PERSON)
    facts = {"since": "2026-10-28", "until": "", "point": "", "unit": "gia-lam", "market": ""}
    choices = {"points": (("bat-trang-1", "Bát Tràng (1)"),), "units": (("gia-lam", "Huyện Gia Lâm"),), "markets": ()}
    rows = {"stars": STARS, "by_unit": STARS[:1], "products": PRODUCTS}
    yield (
        "office-lives",
        "office_lives.html",
        "vi",
        r.OfficeLivesPage(site=office, console=OFFICE, lives=LIVES, crowd=5_204, **facts, **choices, **rows),
    )
    wrong = (views.FieldError(field="tu", message="Ghi ngày như 27/11/2026."),)
    yield (
        "office-lives-wrong",
        "office_lives.html",
        "en",
        r.OfficeLivesPage(
            site=office,
            console=OFFICE,
            lives=NO_LIVES,
            stars=(),
            by_unit=(),
            products=(),
            errors=wrong,
            **(facts | {"since": "mai"}),
            **choices,
        ),
    )
    own = site("/chu-the/htx-tam-hung/phien-live")
    yield (
        "producer-lives",
        "producer_lives.html",
        "vi",
        r.ProducerLivesPage(site=own, console=DESK, name="HTX Nông nghiệp Tam Hưng", lives=LIVES),
    )
    yield (
        "producer-live",
        "producer_live.html",
        "vi",
        r.ProducerLivePage(
            site=own,
            console=DESK,
            name="HTX Nông nghiệp Tam Hưng",
            back="/chu-the/htx-tam-hung/phien-live",
            head=HEAD,
            figures=figures(comments=None, stars=()),
            files=FILES,
        ),
    )
    yield (
        "point-lives",
        "point_lives.html",
        "vi",
        r.PointLivesPage(
            site=site("/quay/phien-live", person=views.Person(name="Mai", staff=True)),
            place_slug="bat-trang-1",
            place_name=HEAD.place,
            others=(("tam-hung", "Tam Hưng"),),
            lives=NO_LIVES,
        ),
    )


def _papers() -> Iterator[Shown]:
    at = site("/phien/gom-su-quang-vinh/dong-goi", person=views.Person(name="Hoa", host=True))
    common = {"site": at, "head": HEAD, "room_url": "https://chomay.example/phien/gom-su-quang-vinh"}
    shelf = (r.PackLineView("Bộ ấm chén chim én hoa sen", 3, "bộ"),)
    yield (
        "packing",
        "packing.html",
        "vi",
        r.PackingPage(shelf=shelf, parcels=PARCELS, more=True, codes=CODES, callable=True, **common),
    )
    yield (
        "packing-none",
        "packing.html",
        "en",
        r.PackingPage(shelf=(), parcels=(), more=False, codes=(), callable=False, **common),
    )
