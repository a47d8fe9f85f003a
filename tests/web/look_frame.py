"""The frame and the cards that sample pages share."""

from datetime import UTC, datetime

from shop.core.i18n import Locale
from shop.core.money import Dong
from shop.web import views

Shown = tuple[str, str, Locale, views.Page]
NOW = datetime(2026, 11, 27, 13, 52, tzinfo=UTC)  # 20:52 in Hà Nội
BASE = "https://chomay.example"


def site(path: str, **facts: object) -> views.Site:
    return views.Site(path=path, base_url=BASE, **({"sample": True, "cart_count": 2, "csrf": "t0k3n"} | facts))


def card(name="Bộ ấm chén gốm sứ chim én hoa sen", slug="bo-am-chen", **facts) -> views.ProductCard:
    usual = {
        "stars": 5,
        "potential_five": False,
        "price": Dong(1_250_000),
        "unit": "bộ 8 món",
        "in_stock": True,
        "image": "/static/art/craft-1.svg",
        "producer": "Công ty TNHH Gốm sứ Quang Vinh",
        "area": "xã Bát Tràng",
    }
    return views.ProductCard(name=name, slug=slug, **(usual | facts))


CARDS = (
    card(on_air_room="gom-su-quang-vinh"),
    card(
        "Gạo Nếp cái hoa vàng Tam Hưng",
        "gao-nep",
        stars=4,
        price=Dong(195_000),
        unit="túi 5 kg",
        image="/static/art/food-1.svg",
        producer="HTX Nông nghiệp Tam Hưng",
        area="xã Tam Hưng",
    ),
    card(
        "Sữa chua nếp cẩm Trang Viên",
        "sua-chua",
        stars=4,
        potential_five=True,
        price=Dong(72_000),
        unit="lốc 4 hộp",
        image="/static/art/drink-2.svg",
        producer="HTX Đầu tư Nông trại xanh và Phát triển bò Ba Vì",
        area="Ba Vì",
    ),
    card(
        "Cao xạ đen",
        "cao-xa-den",
        stars=3,
        price=Dong(240_000),
        unit="lọ 100 g",
        image="/static/art/herb-1.svg",
        producer=None,
        area=None,
        in_stock=False,
    ),
    card(
        "Hộp sơn mài gắn trai",
        "hop-son-mai",
        stars=4,
        price=Dong(640_000),
        unit="chiếc",
        image="/static/art/craft-4.svg",
        producer="Công ty CP SX và DVTM An Huy",
        area="xã Duyên Thái",
    ),
    card(
        "Hoa hồng cổ Vân Khôi",
        "hoa-hong",
        stars=4,
        price=Dong(350_000),
        unit="chậu",
        image="/static/art/plant-1.svg",
        producer="HTX Hoa cây cảnh",
        area="Mê Linh",
    ),
)
