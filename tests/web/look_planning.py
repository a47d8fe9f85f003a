"""The office's planning: markets, one of them, and one of its stalls, in every state."""

from collections.abc import Iterator
from datetime import date

import msgspec

from shop.markets.models import SessionState
from shop.web import views
from shop.web.views import office_markets as o
from tests.web.look_frame import Shown, site
from tests.web.look_markets import ROWS
from tests.web.look_night import NEXT_MARKET
from tests.web.look_office import OFFICE, PERSON

FESTIVALS = (
    o.FestivalRow(slug="ngay-hoi-mua-dong", name="Ngày hội mùa đông", story="Ba tối, ba làng nghề.", version=2),
)
SERIES = (
    o.SeriesRow(
        slug="cho-dem-thu-sau",
        name="Chợ đêm thứ Sáu",
        weekday=5,
        opens="20:30",
        closes="22:00",
        first_day=date(2026, 11, 27),
        last_day=None,
        running=True,
    ),
    o.SeriesRow(
        slug="cho-phien-chu-nhat",
        name="Chợ phiên Chủ nhật",
        weekday=7,
        opens="08:00",
        closes="11:30",
        first_day=date(2026, 3, 1),
        last_day=date(2026, 9, 27),
        running=False,
    ),
)
PLACES = (("bat-trang-1", "Điểm OCOP làng nghề gốm sứ Bát Tràng (1)"), ("hoang-cau", "Điểm OCOP siêu thị Hoàng Cầu"))
HOSTS = (("01890000-0000-7000-8000-000000000001", "Nguyễn Thị Hoa"),)
LACKS = "Văn phòng chưa xác minh danh tính của người dẫn."


def _stall(slug: str, state: SessionState, **facts: object) -> o.PlannedStall:
    return o.PlannedStall(
        slug=slug,
        title="Ấm chén chim én hoa sen, men mới ra lò",
        place=PLACES[0][1],
        host="Nguyễn Thị Hoa",
        starts_at=NEXT_MARKET.starts_at,
        ends_at=NEXT_MARKET.ends_at,
        state=state,
        **({"goods": 6, "lacks": None, "on_stage": False} | facts),
    )


STALLS = (
    _stall("mot", SessionState.SCHEDULED),
    _stall("hai", SessionState.SCHEDULED, goods=0, lacks=LACKS),
    _stall("ba", SessionState.ON_AIR),
    _stall("bon", SessionState.ENDED),
    _stall("nam", SessionState.CALLED_OFF),
)
GOODS = tuple(
    o.GoodsRow(
        variant=f"v{number}",
        name=name,
        producer="HTX Nông nghiệp Tam Hưng" if number % 2 else None,
        code=f"A{number}" if number < 4 else "",
        on_sale=number != 2,
        here=number != 3,
    )
    for number, name in enumerate(
        ("Bộ ấm chén chim én hoa sen", "Gạo nếp cái hoa vàng · túi 2 kg", "Cốm khô", "Trà sen <b>"), 1
    )
)


def planning_pages() -> Iterator[Shown]:
    at = site("/van-phong/cho-dem", person=PERSON)
    common = {"site": at, "console": OFFICE, "request_key": "key-12345678"}
    everything = o.OfficeMarketsPage(coming=ROWS, past=ROWS[2:], series=SERIES, festivals=FESTIVALS, **common)
    yield "office-markets", "office_markets.html", "vi", msgspec.structs.replace(everything, done="Đã lập phiên chợ.")
    yield (
        "office-markets-empty",
        "office_markets.html",
        "en",
        o.OfficeMarketsPage(coming=(), past=(), series=(), festivals=(), **common),
    )
    wrong = (
        views.FieldError(field="closes", message="Giờ chưa đúng. Ghi như 20:30."),
        views.FieldError(field="weekday", message="Chọn một mục trong danh sách."),
    )
    yield "office-markets-refused", "office_markets.html", "vi", msgspec.structs.replace(everything, errors=wrong)
    yield from _one_market(common)
    yield from _one_stall(common)


def _one_market(common: dict[str, object]) -> Iterator[Shown]:
    form = o.MarketForm(name=NEXT_MARKET.name, day="2026-12-04", teaser="Mười ba chủ thể.", festival=FESTIVALS[0].slug)
    page = o.OfficeMarketPage(
        slug=NEXT_MARKET.slug,
        name=NEXT_MARKET.name,
        version=3,
        off=None,
        form=form,
        festivals=((FESTIVALS[0].slug, FESTIVALS[0].name),),
        stalls=STALLS,
        places=PLACES,
        hosts=HOSTS,
        **common,
    )
    yield "office-market", "office_market.html", "vi", page
    yield "office-market-empty", "office_market.html", "en", msgspec.structs.replace(page, stalls=(), festivals=())
    yield (
        "office-market-called-off",
        "office_market.html",
        "vi",
        msgspec.structs.replace(page, stalls=STALLS[4:], off="Bão số 9"),
    )
    taken = views.FieldError(field="host", message="Nguyễn Thị Hoa đã dẫn gian «Trà sen» từ 20:30 đến 21:00.")
    yield (
        "office-market-refused",
        "office_market.html",
        "vi",
        msgspec.structs.replace(
            page,
            errors=(taken,),
            stall_form=o.StallForm(title="Gốm", place=PLACES[0][0], host=HOSTS[0][0], starts="20:30", ends="21:00"),
        ),
    )


def _one_stall(common: dict[str, object]) -> Iterator[Shown]:
    page = o.OfficeStallPage(
        slug="mot",
        market_slug=NEXT_MARKET.slug,
        market_name=NEXT_MARKET.name,
        state=SessionState.SCHEDULED,
        off=None,
        version=2,
        title=STALLS[0].title,
        form=o.StallForm(title="Gốm", place=PLACES[0][0], host=HOSTS[0][0], starts="20:30", ends="21:00"),
        places=PLACES,
        hosts=HOSTS,
        goods=GOODS,
        next_code="A4",
        lacks=LACKS,
        **common,
    )
    yield "office-stall", "office_stall.html", "vi", page
    yield "office-stall-bare", "office_stall.html", "en", msgspec.structs.replace(page, goods=(), lacks=None, q="lụa")
    for state in (SessionState.ON_AIR, SessionState.ENDED, SessionState.CALLED_OFF):
        told = msgspec.structs.replace(page, state=state, lacks=None, off="Chủ gian ốm")
        yield f"office-stall-{state.value}", "office_stall.html", "vi", told
    yield (
        "office-stall-refused",
        "office_stall.html",
        "vi",
        msgspec.structs.replace(page, problem="Mã A1 hoặc món của mã này có hai lần."),
    )
