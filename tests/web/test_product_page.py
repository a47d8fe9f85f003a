"""The page of a product: pictures, texts in two languages, facts, and what search engines read of it."""

import json
import re

import msgspec

from shop.catalog.content import PictureOf, Words, apply_content, read_content
from shop.catalog.models import Product, ShippingClass
from shop.media.models import AssetState
from shop.producers.models import Producer, ProducerState
from tests.make import catalog, inventory, media

EVIL = "Bát </script><script>alert('1')</script> & <!-- bạn"


async def _told(session, product, **changes):
    """The product with some content."""
    content = msgspec.structs.replace(await read_content(session, product.id), **changes)
    await apply_content(session, product.id, content, product.version)
    await session.commit()


def _graph(page):
    """What the page says in the words of schema.org: its nodes by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    assert len(found) == 1
    return {node["@type"]: node for node in json.loads(found[0])["@graph"]}


async def _spirit(session):
    goods = await inventory.goods(session, name="Rượu nếp Phú Lộc", price=180_000)
    product = await session.get(Product, goods.product_id)
    one = (await read_content(session, product.id)).variants[0]
    assets = [await media.asset(session, state=AssetState.READY) for _ in range(2)]
    await _told(
        session,
        product,
        texts={
            "vi": Words(summary="Rượu nấu từ nếp", story="Làng nghề lâu đời.\nỦ mười ngày.", storage="Nơi mát"),
            "en": Words(name="Sticky rice spirit"),
        },
        shelf_life_days=1095,
        shipping_class=ShippingClass.LIQUID,
        min_age=18,
        pictures=tuple(PictureOf(asset_id=asset.id, alt_vi=f"Chai {at}") for at, asset in enumerate(assets)),
        variants=(
            msgspec.structs.replace(one, net_weight_g=500, barcode="8935049501503", attributes={"Nồng độ": "29,5%"}),
        ),
    )
    return goods, product, assets


async def test_everything_that_is_known_is_shown(client, session):
    goods, _product, assets = await _spirit(session)

    page = await client.get(f"/san-pham/{goods.product_slug}")

    for words in ("Nồng độ", "36.000", "500\u00a0g", "3 năm", "không gửi máy bay", "Từ 18 tuổi", "Làng nghề lâu đời."):
        assert words in page.text, words
    assert page.text.count('<figure class="shot"') == 2
    assert f"/media/{assets[0].id}/1280.avif 1280w" in page.text
    assert 'alt="Chai 0"' in page.text
    assert f'<meta property="og:image" content="https://chomay.test/media/{assets[0].id}/1280.webp">' in page.text


async def test_a_text_in_another_language_says_which(client, session):
    goods, *_ = await _spirit(session)

    page = await client.get(f"/en/san-pham/{goods.product_slug}")

    assert "<h1>Sticky rice spirit</h1>" in page.text
    assert '<p class="small muted" lang="vi">Rượu nếp Phú Lộc</p>' in page.text
    assert '<p class="muted" lang="vi">Rượu nấu từ nếp</p>' in page.text


async def test_search_engines_read_the_product_its_offers_and_its_stars(client, session):
    goods, *_ = await _spirit(session)

    product = _graph(await client.get(f"/san-pham/{goods.product_slug}"))["Product"]

    assert (product["name"], product["gtin"]) == ("Rượu nếp Phú Lộc", "8935049501503")
    assert product["audience"]["suggestedMinAge"] == 18
    assert product["weight"] == {"@type": "QuantitativeValue", "value": 500, "unitCode": "GRM"}
    offer = product["offers"][0]
    assert (offer["price"], offer["priceCurrency"]) == (180_000, "VND")
    assert offer["availability"] == "https://schema.org/InStock"
    held = product["hasCertification"][0]
    assert held["certificationRating"]["ratingValue"] == 4
    assert held["validFrom"] < held["expires"]
    assert all(image.startswith("https://chomay.test/media/") for image in product["image"])


async def test_potential_five_stars_are_never_five(client, session):
    listed = await catalog.product(session, stars=4, potential_five=True)
    await session.commit()

    held = _graph(await client.get(f"/san-pham/{listed.slug}"))["Product"]["hasCertification"][0]

    assert held["certificationRating"]["ratingValue"] == 4
    assert held["certificationRating"]["ratingExplanation"].lower().count("tiềm năng") == 1


async def test_an_offer_of_what_nobody_has_is_out_of_stock(client, session):
    listed = await catalog.product(session, "Bát chưa về")
    await session.commit()

    offers = _graph(await client.get(f"/san-pham/{listed.slug}"))["Product"]["offers"]

    assert [offer["availability"] for offer in offers] == ["https://schema.org/OutOfStock"]


async def test_no_name_can_leave_the_data(client, session):
    listed = await catalog.product(session, EVIL, producer="</script><b>Gốm")
    await session.commit()

    page = await client.get(f"/san-pham/{listed.slug}")

    assert _graph(page)["Product"]["name"] == EVIL
    assert "<script>alert" not in page.text
    assert "</script><b>" not in page.text


async def test_what_is_not_on_sale_has_no_offer(client, session):
    listed = await catalog.product(session)
    producer = await session.get(Producer, listed.producer_id)
    producer.state = ProducerState.SUSPENDED
    await session.commit()

    product = _graph(await client.get(f"/san-pham/{listed.slug}"))["Product"]

    assert "offers" not in product


async def test_the_api_says_the_same(client, session):
    goods, _product, assets = await _spirit(session)

    read = (await client.get(f"/api/v1/products/{goods.product_slug}")).json()

    assert read["texts"]["vi"]["story"] == "Làng nghề lâu đời.\nỦ mười ngày."
    assert read["texts"]["en"] == {"name": "Sticky rice spirit"}
    assert read["pictures"][0]["addresses"]["320"] == f"/media/{assets[0].id}/320.webp"
    assert (read["min_age"], read["shelf_life_days"], read["shipping_class"]) == (18, 1095, "liquid")
    variant = read["variants"][0]
    assert (variant["price_per_100g"], variant["attributes"]) == (36_000, {"Nồng độ": "29,5%"})
