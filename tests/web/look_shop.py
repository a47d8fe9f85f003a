"""Home, list, product, verification and sales points: usual, empty and refused."""

from collections.abc import Iterator
from datetime import date

from shop.certification.models import CertificateStatus, DatePrecision
from shop.core.money import Dong
from shop.web import views
from tests.web.look_frame import BASE, Shown, site


def certificate(**facts) -> views.CertificateView:
    usual = {
        "code": "OCOP-7F3K-92PM",
        "product": "Bộ ấm chén gốm sứ chim én hoa sen",
        "producer": "Công ty TNHH Gốm sứ Quang Vinh",
        "stars": 5,
        "potential_five": False,
        "status": CertificateStatus.CERTIFIED,
        "in_force": True,
        "decision_no": "2361/QĐ-BNNMT",
        "issuer": "Bộ Nông nghiệp và Môi trường",
        "precision": DatePrecision.DAY,
        "issued_on": date(2025, 6, 26),
        "until": date(2028, 6, 26),
        "district": "Gia Lâm",
        "used_percent": 47,
        "days_left": 577,
        "source_url": "https://example.org/qd",
        "verify_url": f"{BASE}/xac-thuc/OCOP-7F3K-92PM",
        "sample": True,
    }
    return views.CertificateView(**(usual | facts))


UNDATED = certificate(
    code="OCOP-2M4P-81QH",
    stars=None,
    in_force=False,
    decision_no=None,
    issuer=None,
    precision=DatePrecision.NONE,
    issued_on=None,
    until=None,
    district=None,
    producer=None,
    days_left=None,
    source_url=None,
    sample=False,
)
YEAR_ONLY = certificate(
    code="OCOP-5Q2W-37KD",
    stars=4,
    potential_five=True,
    in_force=False,
    precision=DatePrecision.YEAR,
    issued_on=date(2021, 1, 1),
    until=date(2023, 12, 31),
    days_left=None,
    sample=False,
)
STOCK = (
    views.StockAt(
        slug="bat-trang-1",
        name="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        available=14,
        hours="mở đến 22:00",
        distance_m=2_140,
    ),
    views.StockAt(slug="hoang-cau", name="Điểm OCOP Siêu thị Hoàng Cầu", available=2),
    views.StockAt(slug="phuc-hau", name="Điểm OCOP Phúc Hậu Mart", available=0),
)
VARIANT = views.VariantView(id="v1", name="Bộ 8 món", price=Dong(1_250_000), unit="bộ", stock=STOCK)
PRODUCER = views.ProducerView(
    slug="quang-vinh", name="Công ty TNHH Gốm sứ Quang Vinh", area="Xã Bát Tràng", product_count=4
)
PLACES = (
    views.PlaceCard(
        slug="bat-trang-1",
        name="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        address="Làng nghề gốm sứ",
        area="xã Bát Tràng, Gia Lâm",
        hours="8:00 đến 22:00",
        distance_m=2_140,
        product_count=46,
        on_air_room="gom-su-quang-vinh",
    ),
    views.PlaceCard(
        slug="hoang-cau",
        name="Điểm OCOP Siêu thị Hoàng Cầu",
        address="Ngõ 59 Hoàng Cầu",
        area="Đống Đa",
        distance_m=850,
        product_count=12,
        location_exact=True,
    ),
    views.PlaceCard(slug="la", name="Điểm OCOP chưa rõ địa chỉ"),
)


def shop_pages() -> Iterator[Shown]:
    one = {
        "slug": "bo-am-chen",
        "name": "Bộ ấm chén gốm sứ chim én hoa sen",
        "image": "/static/art/craft-1.svg",
        "variants": (VARIANT,),
        "certificate": certificate(),
        "producer": PRODUCER,
        "summary": views.Said(text="1 ấm, 6 chén, 1 khay. Men trắng, vẽ tay lam cô ban, dung tích 650 ml."),
        "group_name": "Hàng thủ công mỹ nghệ",
        "group_slug": "thu-cong",
        "area": "Bát Tràng",
        "on_air": views.OnAir(room="gom-su", place="Bát Tràng (1)", price=Dong(1_090_000)),
    }
    here = site("/san-pham/bo-am-chen")
    two = views.VariantView(id="v2", name="Bộ 12 món", price=Dong(1_950_000), unit="bộ", stock=())
    yield "product", "product.html", "vi", views.ProductPage(site=here, **one)
    yield (
        "product-two",
        "product.html",
        "en",
        views.ProductPage(
            site=here, **(one | {"variants": (VARIANT, two), "earlier": (YEAR_ONLY,), "problem": "Chỉ còn 2 bộ."})
        ),
    )
    yield (
        "product-off",
        "product.html",
        "vi",
        views.ProductPage(
            site=here,
            **(
                one
                | {
                    "variants": (),
                    "certificate": UNDATED,
                    "producer": None,
                    "summary": None,
                    "on_sale": False,
                    "on_air": None,
                    "area": None,
                    "group_name": None,
                }
            ),
        ),
    )
    yield (
        "product-sold",
        "product.html",
        "vi",
        views.ProductPage(
            site=here, **(one | {"variants": (two,), "certificate": certificate(days_left=52), "on_air": None})
        ),
    )
