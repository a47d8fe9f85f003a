"""Home, verification and sales points: usual, empty and refused."""

from collections.abc import Iterator

from shop.web import views
from tests.web.look_frame import CARDS, Shown, site
from tests.web.look_night import MARKET, NEXT_MARKET, STALLS
from tests.web.look_shop import PLACES, YEAR_ONLY, certificate


def home_pages() -> Iterator[Shown]:
    groups = tuple(
        views.GroupCard(slug=slug, name=name, art=art)
        for slug, name, art in (
            ("thuc-pham", "Thực phẩm", "food"),
            ("do-uong", "Đồ uống", "drink"),
            ("duoc-lieu", "Dược liệu", "herb"),
            ("thu-cong", "Hàng thủ công mỹ nghệ", "craft"),
            ("sinh-vat-canh", "Sinh vật cảnh", "plant"),
            ("du-lich", "Du lịch cộng đồng", "tour"),
        )
    )
    home = site("/", market_path="/cho-dem/thu-sau-27-11")
    yield (
        "home",
        "home.html",
        "vi",
        views.HomePage(
            site=home,
            groups=groups,
            best=CARDS[:4],
            on_air=CARDS[:1],
            sold=CARDS[1:3],
            newest=CARDS[2:6],
            market=MARKET,
            stalls=STALLS,
            in_force=407,
            ever=442,
            place_count=24,
        ),
    )
    yield (
        "home-next",
        "home.html",
        "en",
        views.HomePage(
            site=home, groups=groups, best=CARDS[:2], market=NEXT_MARKET, stalls=STALLS[3:], in_force=0, ever=442
        ),
    )
    yield (
        "home-bare",
        "home.html",
        "vi",
        views.HomePage(site=site("/", sample=False, cart_count=0), groups=groups, best=()),
    )
    at = site("/xac-thuc/OCOP-7F3K-92PM")
    yield (
        "verify",
        "verify.html",
        "vi",
        views.VerifyPage(site=at, code="OCOP-7F3K-92PM", certificate=certificate(), product_slug="bo-am-chen"),
    )
    yield "verify-year", "verify.html", "en", views.VerifyPage(site=at, code="OCOP-5Q2W-37KD", certificate=YEAR_ONLY)
    yield "verify-unknown", "verify.html", "vi", views.VerifyPage(site=at, code="<script>", certificate=None)
    yield "verify-ask", "verify.html", "en", views.VerifyPage(site=site("/xac-thuc"), code="", certificate=None)
    yield "places", "places.html", "vi", views.PlacesPage(site=site("/diem-ban"), places=PLACES)
    yield "places-near", "places.html", "en", views.PlacesPage(site=site("/diem-ban"), places=PLACES, near=True)
    yield "places-none", "places.html", "vi", views.PlacesPage(site=site("/diem-ban"), places=())
    one = site("/diem-ban/bat-trang-1")
    yield (
        "place",
        "place.html",
        "vi",
        views.PlacePage(
            site=one,
            place=PLACES[0],
            operator="Hợp tác xã gốm sứ Bát Tràng",
            opened_year=2021,
            products=CARDS[:3],
            more_url="/san-pham?place=bat-trang-1",
            source_url="https://example.org",
        ),
    )
    yield "place-bare", "place.html", "en", views.PlacePage(site=one, place=PLACES[2])
