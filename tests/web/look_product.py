"""The page of a product with everything it may say: pictures, facts, texts of another language, an age, batches."""

from collections.abc import Iterator
from datetime import date

from shop.core.money import Dong
from shop.web import views
from tests.web.look_frame import Shown, site
from tests.web.look_reviews import PART
from tests.web.look_shop import STOCK, certificate

ASSET = "0199aaaa-0000-7000-8000-00000000000{n}"


def product_pages() -> Iterator[Shown]:
    """In Vietnamese with all of it, in English with Vietnamese texts, and while its producer is closed."""
    packs = tuple(
        views.VariantView(
            id=f"p{at}",
            name=name,
            price=Dong(price),
            unit="chai",
            stock=STOCK,
            attributes=(("Nồng độ", "29,5%"), ("Dung tích", name)),
            per_hundred=Dong(36_000),
        )
        for at, (name, price) in enumerate((("Chai 500 ml", 180_000), ("Chai 1 lít", 320_000)))
    )
    whole = {
        "slug": "ruou-nep-cai",
        "name": "Rượu nếp cái hoa vàng Phú Lộc",
        "image": f"/media/{ASSET.format(n=1)}/640.webp",
        "variants": packs,
        "certificate": certificate(product="Rượu nếp cái hoa vàng Phú Lộc", potential_five=True, stars=4),
        "producer": views.ProducerView(slug="phu-loc", name="HTX Phú Lộc", area="Xã Phú Lộc"),
        "summary": views.Said(text="Rượu nấu từ nếp cái hoa vàng, hạ thổ sáu tháng."),
        "pictures": tuple(
            views.PictureView(
                image=f"/media/{ASSET.format(n=n)}/640.webp", alt=f"Chai rượu nhìn từ phía {n}", width=1200, height=900
            )
            for n in (1, 2, 3)
        ),
        "facts": (
            views.Fact(label="weight", value=views.Said(text="500 g")),
            views.Fact(label="shelf_life", value=views.Said(text="3 năm từ ngày sản xuất")),
            views.Fact(
                label="ingredients", value=views.Said(text="Gạo nếp cái hoa vàng, men thuốc bắc.\nKhông phụ gia.")
            ),
            views.Fact(label="storage", value=views.Said(text="Nơi khô mát, tránh nắng")),
            views.Fact(label="shipping", value=views.Said(text="Chất lỏng, không gửi máy bay")),
        ),
        "story": views.Said(text="Làng nấu rượu từ lâu đời.\nMỗi mẻ ủ mười ngày."),
        "usage": views.Said(text="Ngon nhất khi để lạnh."),
        "warning": views.Said(text="Không dùng cho phụ nữ có thai."),
        "min_age": 18,
        "reviews": PART,
        "batches": (views.BatchOf(code="LO-7F3K-92PM", lot="PL-2611", best_before=date(2029, 11, 1)),),
        "group_name": "Đồ uống",
        "group_slug": "do-uong",
        "area": "Thạch Thất",
        "structured": {"@type": "Product", "name": "</script><script>alert(1)</script>"},
    }
    here = site("/san-pham/ruou-nep-cai")
    yield "product-full", "product.html", "vi", views.ProductPage(site=here, **whole)
    foreign = {
        "name": "Golden-flower sticky rice spirit",
        "vietnamese_name": "Rượu nếp cái hoa vàng Phú Lộc",
        "summary": views.Said(text="Rượu nấu từ nếp cái hoa vàng.", lang="vi"),
        "story": views.Said(text="Làng nấu rượu từ lâu đời.", lang="vi"),
        "pictures": whole["pictures"][:1],
        "variants": packs[:1],
    }
    yield "product-foreign", "product.html", "en", views.ProductPage(site=here, **(whole | foreign))
    resting = views.ProducerView(slug="phu-loc", name="HTX Phú Lộc", closed_until=date(2027, 2, 10))
    yield "product-resting", "product.html", "vi", views.ProductPage(site=here, **(whole | {"producer": resting}))
