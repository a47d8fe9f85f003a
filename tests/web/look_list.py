"""The list of products: usual, searched, corrected, empty, refused; and suggestions."""

from collections.abc import Iterator

from msgspec.structs import replace

from shop.catalog.suggest import SuggestionKind
from shop.web import views
from tests.web.look_frame import CARDS, Shown, site

FILTERS = (
    views.FilterGroup(
        key="stars",
        title="Hạng sao",
        options=(
            views.FilterOption(value="5", label="5 sao", checked=True, count=5),
            views.FilterOption(value="4", label="4 sao", checked=True, count=402),
            views.FilterOption(value="3", label="3 sao", count=311),
        ),
    ),
    views.FilterGroup(
        key="group",
        title="Nhóm sản phẩm",
        options=(
            views.FilterOption(value="thuc-pham", label="Thực phẩm", count=323),
            views.FilterOption(value="thu-cong", label="Hàng thủ công mỹ nghệ", count=80),
        ),
    ),
    views.FilterGroup(
        key="district",
        title="Quận, huyện lúc cấp",
        many=False,
        options=(
            views.FilterOption(value="gia-lam", label="Gia Lâm"),
            views.FilterOption(value="ba-vi", label="Ba Vì", checked=True),
        ),
    ),
)
SORTS = (
    views.SortOption(value="newest", label="Mới lên kệ", selected=True),
    views.SortOption(value="price", label="Giá thấp trước"),
)
TOGGLES = (
    views.Toggle(key="in_stock", label="Còn hàng", checked=True, count=96),
    views.Toggle(key="on_air", label="Đang bán trực tiếp", count=0),
)
BANDS = (
    views.PriceBand(label="Tới 100.000 ₫", url="/san-pham?max_price=100000", count=1_204),
    views.PriceBand(label="100.000 đến 300.000 ₫", url="/san-pham", current=True, count=188),
)
CHIPS = (views.Chip(label="5 sao", url="/san-pham?stars=4"), views.Chip(label="Ba Vì", url="/san-pham?stars=5"))
ENGLISH = {
    "chips": tuple(replace(chip, url=f"/en{chip.url}") for chip in CHIPS),
    "bands": tuple(replace(band, url=f"/en{band.url}") for band in BANDS),
    "clear_url": "/en/san-pham",
    "canonical": "/en/san-pham",
}
MARKED = tuple(replace(card, marks=((0, 2),), distance_m=2_140) for card in CARDS)
USUAL = {"filters": FILTERS, "sorts": SORTS, "toggles": TOGGLES, "bands": BANDS, "min_price": 100_000}


def list_pages() -> Iterator[Shown]:
    at = site("/san-pham", query="stars=5&stars=4")

    def shown(name: str, locale: str = "vi", **facts: object) -> Shown:
        return name, "list.html", locale, views.ListPage(**({"site": at, "items": CARDS} | facts))

    yield shown("list", total=407, next_url="/san-pham?cursor=abc", grown_url="/san-pham?pages=2", **USUAL)
    yield shown("list-one", items=CARDS[:1], total=1, near="21.03,105.85", **USUAL)
    yield shown("list-en", "en", items=MARKED, q="gom", total=407, **(USUAL | ENGLISH), indexed=False)
    yield shown(
        "list-corrected", items=MARKED, q="buoi dine", corrected="bưởi diễn", exact_url="/san-pham?exact=true", **USUAL
    )
    yield shown("list-ask-near", total=407, ask_near=True, **USUAL)
    ways = tuple(views.WayOut(label=chip.label, url=chip.url, count=4, words=chip is CHIPS[0]) for chip in CHIPS)
    yield shown("list-empty", items=(), q="gốm phù lãng", total=0, chips=CHIPS, ways_out=ways, **USUAL)
    yield shown("list-nearest", items=MARKED, q="gốm phù lãng", nearest=True, total=0, **USUAL)
    yield shown("list-bare", "en", items=(), canonical="/en/san-pham", clear_url="/en/san-pham")
    yield shown("list-failed", items=(), problem="Hệ thống đang bận, chưa có gì thay đổi. Thử lại sau 2 giây.")


def suggestions() -> views.SuggestPage:
    line = views.SuggestionLine
    kind = SuggestionKind
    return views.SuggestPage(
        site=site("/goi-y", query="q=gao"),
        q="gao",
        searches=(line(kind=kind.SEARCH, text="gạo nếp", url="/san-pham?q=g%E1%BA%A1o", marks=((0, 3),)),),
        products=(line(kind=kind.PRODUCT, text="Gạo nếp cái hoa vàng", url="/san-pham/gao-nep", marks=((0, 3),)),),
        others=(line(kind=kind.PRODUCER, text="HTX Tam Hưng", url="/san-pham?producer=htx-tam-hung"),),
    )
