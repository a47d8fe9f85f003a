"""The office's first page, sales points with their coverage, and synonyms: usual, empty and refused."""

from collections.abc import Iterator
from datetime import date

from shop.web import views
from shop.web.views import office_overview as o
from shop.web.views import office_places as p
from shop.web.views import synonyms as s
from shop.web.views.console import Console, NavItem
from shop.web.views.places import Atlas, AtlasPoint, AtlasUnit, CoveragePage, CoverageView, UnitCount
from tests.web.look_frame import Shown, site
from tests.web.look_shop import PLACES

OFFICE = Console(
    title="Văn phòng điều phối chương trình",
    nav=(
        NavItem(path="/van-phong", icon="chart", label="web.office.nav_overview", here=True),
        NavItem(path="/van-phong/chu-the", icon="users", label="web.office.nav_producers", count=12),
    ),
)
PERSON = views.Person(name="An", officer=True)
ATLAS = Atlas(
    width=420,
    height=470,
    river="M60 41 L124 127",
    units=(
        AtlasUnit(name="Xã Bát Tràng", x=361, y=222, r=7, covered=True),
        AtlasUnit(name="Xã Trung Giã", x=311, y=26, r=13.6, covered=False),
    ),
    points=(
        AtlasPoint(slug="bat-trang-1", name="Điểm OCOP Bát Tràng (1)", x=361, y=222, exact=True, stocked=True),
        AtlasPoint(slug="bat-trang-2", name="Điểm OCOP Bát Tràng (2)", x=371, y=222, exact=False, stocked=False),
    ),
)
DISTRICTS = (
    UnitCount(slug="gia-lam", name="Huyện Gia Lâm", points=2),
    UnitCount(slug="ba-vi", name="Huyện Ba Vì", points=0),
)
COVERAGE = CoverageView(
    day=date(2026, 11, 27),
    points=24,
    districts=DISTRICTS,
    communes=(UnitCount(slug="bat-trang", name="Xã Bát Tràng", points=2),),
    covered_districts=1,
    covered_communes=1,
    unplaced=4,
    unzoned=1,
)
NONE = CoverageView(
    day=date(2026, 11, 27),
    points=0,
    districts=(),
    communes=(),
    covered_districts=0,
    covered_communes=0,
    unplaced=0,
    unzoned=0,
)
PUBLISHED = o.PublishedRow(
    label="Sản phẩm đã công nhận, lũy kế",
    value="3317",
    unit="sản phẩm",
    as_of="2025-06-30",
    scope="Hà Nội",
    note="Nguồn báo chí",
    source="https://example.org/ocop",
)


def office_pages() -> Iterator[Shown]:
    yield from _overview()
    yield from _points()
    yield from _synonyms()
    at = site("/diem-ban")
    yield (
        "places-map",
        "places.html",
        "vi",
        views.PlacesPage(site=at, places=PLACES, near=True, near_text="21.03,105.85", districts=DISTRICTS, atlas=ATLAS),
    )
    nothing = views.PlacesPage(site=at, places=(), districts=DISTRICTS, district="ba-vi", open_now=True)
    yield "places-narrowed", "places.html", "en", nothing
    yield "coverage", "coverage.html", "vi", CoveragePage(site=at, coverage=COVERAGE, atlas=ATLAS)
    yield "coverage-none", "coverage.html", "en", CoveragePage(site=at, coverage=NONE)
    card = views.PlaceCard(slug="la", name="Điểm OCOP cũ", open_now=False)
    closed = views.PlacePage(
        site=at,
        place=card,
        week=(("Thứ Hai", "08:00–12:00"), ("Thứ Ba", "nghỉ")),
        phone="+84912345678",
        closed_from=date(2026, 11, 1),
        closed=True,
    )
    yield "place-closed", "place.html", "vi", closed


def _overview() -> Iterator[Shown]:
    frame = {"site": site("/van-phong", person=PERSON), "console": OFFICE, "day": date(2021, 12, 31)}
    total = o.FigureRow(label="Tất cả", recognitions=324, ever=318, valid=104, undated=52)
    row = o.FigureRow(label="5 sao", recognitions=24, ever=24, valid=7, undated=4, ever_share=100, valid_share=29.2)
    yield (
        "office-overview",
        "office_overview.html",
        "vi",
        o.OverviewPage(
            **frame,
            waits=(
                o.Wait(label="Hồ sơ đăng ký chủ thể", count=12, path="/van-phong/chu-the"),
                o.Wait(label="Giấy tờ nộp lại", count=0, path="/van-phong/chu-the"),
            ),
            today=False,
            typed="2021-12-31",
            total=total,
            axes=(o.FigureAxis(key="stars", rows=(row,)), o.FigureAxis(key="district", rows=(row,) * 14)),
            recognised=(PUBLISHED,),
            published=(PUBLISHED,),
        ),
    )
    bare = o.OverviewPage(
        **frame,
        waits=(),
        today=True,
        typed="31/13/2021",
        total=o.FigureRow(label="All", recognitions=0, ever=0, valid=0, undated=0),
        axes=(o.FigureAxis(key="year", rows=()),),
        recognised=(),
        published=(),
        errors=(views.FieldError(field="ngay", message="There is no such day."),),
    )
    yield "office-overview-refused", "office_overview.html", "en", bare


def _points() -> Iterator[Shown]:
    frame = {"site": site("/van-phong/diem-ban", person=PERSON), "console": OFFICE}
    rows = tuple(
        p.PointRow(
            slug=f"diem-{at}",
            name=f"Điểm OCOP {at}",
            area="xã Bát Tràng, Gia Lâm",
            operator="HTX gốm sứ",
            products=at,
            location_exact=bool(at),
            has_hours=bool(at),
            closed_from=day,
            closed=at == 1,
            sample=at == 2,
        )
        for at, day in enumerate((None, date(2026, 1, 1), date(2030, 1, 1)))
    )
    yield "office-points", "office_places.html", "vi", p.OfficePlacesPage(**frame, coverage=COVERAGE, rows=rows)
    yield "office-points-none", "office_places.html", "en", p.OfficePlacesPage(**frame, coverage=NONE, rows=())
    lists = {"communes": (("bat-trang", "Xã Bát Tràng"),), "districts": (("gia-lam", "Huyện Gia Lâm"),)}
    usual = {"slug": "bat-trang-1", "name": "Điểm OCOP Bát Tràng (1)", "version": 3}
    kept = p.PointForm(name="Điểm OCOP Bát Tràng (1)", commune="bat-trang", hours=("08:00–12:00",) * 7)
    yield (
        "office-point",
        "office_point.html",
        "vi",
        p.OfficePointPage(**frame, **lists, **usual, form=kept, done="Đã lưu."),
    )
    errors = tuple(views.FieldError(field=name, message="Chọn lại.") for name in ("commune", "hours_3"))
    new = p.OfficePointPage(
        **frame, **lists, slug=None, name="Add", form=p.PointForm(), request_key="k" * 32, errors=errors
    )
    yield "office-point-refused", "office_point.html", "en", new


def _synonyms() -> Iterator[Shown]:
    frame = {"site": site("/van-phong/tu-dong-nghia", person=PERSON), "console": OFFICE}
    rows = (
        s.SynonymRow(id="s1", phrase="nếp cẩm", means="nếp than", officer=False),
        s.SynonymRow(id="s2", phrase="bưởi", means="thanh trà", officer=True),
    )
    tried = s.TriedSearch(
        typed="nếp cẩm",
        words=("nep", "cam"),
        others=(("nếp cẩm", "nếp than"),),
        corrected="nếp cẩm",
        nearest=True,
        found=(("sua-chua", "Sữa chua nếp cẩm"),),
        total=1,
    )
    yield (
        "office-synonyms",
        "office_synonyms.html",
        "vi",
        s.SynonymsPage(**frame, rows=rows, total=81, tried=tried, done="Đã thêm."),
    )
    empty = s.TriedSearch(typed="!", words=(), others=(), corrected=None, nearest=False, found=(), total=0)
    wrong = (views.FieldError(field="phrase", message="This pair is on the list already."),)
    yield (
        "office-synonyms-refused",
        "office_synonyms.html",
        "en",
        s.SynonymsPage(**frame, rows=(), total=0, q="zz", tried=empty, phrase="na", means="na", errors=wrong),
    )
