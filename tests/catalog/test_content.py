"""The content of a listing: checked, read and applied as one."""

import asyncio
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from shop.catalog.content import Content, PictureOf, VariantContent, Words, apply_content, checked, read_content
from shop.catalog.content_rules import is_gtin, per_hundred_grams
from shop.catalog.errors import ContentChanged, NoSuchProduct, NoSuchVariant
from shop.catalog.models import CatalogChange, Product, ShippingClass, Variant
from shop.core.db import short
from shop.core.errors import Refusal
from shop.media.errors import NoSuchAsset
from shop.media.models import AssetState
from tests.make import catalog, media

WORDS = {
    "vi": Words(summary="Trà ướp sen Tây Hồ", story="Mỗi cân trà cần nghìn bông sen.", storage="Nơi khô mát"),
    "en": Words(name="West Lake lotus tea", summary="Tea scented with lotus"),
}


async def _wish(session, product, **changes):
    return msgspec.structs.replace(await read_content(session, product.id), **changes)


async def test_what_is_applied_is_read_again(session):
    product = await catalog.product(session, "Trà sen", variants={"Hộp 100 g": 200_000, "Hộp 500 g": 900_000})
    asset, other = await media.asset(session), await media.asset(session, state=AssetState.READY)
    before = await read_content(session, product.id)
    small = msgspec.structs.replace(
        before.variants[0], unit="hộp", net_weight_g=100, barcode="8935049501503", attributes={"Hương": "sen"}
    )
    wish = Content(
        name="Trà ướp sen Tây Hồ",
        texts=WORDS,
        shelf_life_days=540,
        shipping_class=ShippingClass.FRAGILE,
        min_age=18,
        pictures=(
            PictureOf(asset_id=asset.id, alt_vi="Hộp trà", alt_en="The box"),
            PictureOf(asset_id=other.id, alt_vi="Lá trà"),
        ),
        variants=(before.variants[1], small),
    )

    await apply_content(session, product.id, wish, 1)

    assert await read_content(session, product.id) == wish
    assert (product.version, product.image) == (2, f"/media/{asset.id}/640.webp")
    found = await session.scalar(select(Product.fold).where(Product.id == product.id))
    assert found == "tra uop sen tay ho"


async def test_what_is_live_already_changes_nothing(session):
    product = await catalog.product(session)
    changes = select(func.count()).select_from(CatalogChange)
    before = await session.scalar(changes)

    await apply_content(session, product.id, await read_content(session, product.id), 1)

    assert (product.version, await session.scalar(changes)) == (1, before)


async def test_lists_hear_of_a_change_once(session):
    product = await catalog.product(session)
    changes = select(func.count()).where(CatalogChange.product_id == product.id, CatalogChange.reason == "content")

    await apply_content(session, product.id, await _wish(session, product, name="Bát mới"), 1)

    assert await session.scalar(changes) == 1


async def test_an_older_version_is_not_overwritten(session):
    product = await catalog.product(session)
    await apply_content(session, product.id, await _wish(session, product, name="Bát của Lan"), 1)

    with pytest.raises(ContentChanged) as refused:
        await apply_content(session, product.id, await _wish(session, product, name="Bát của Hà"), 1)

    assert refused.value.extra == {"version": 2}
    assert product.name == "Bát của Lan"


async def test_of_two_writers_at_once_one_wins(sessions):
    async with short(sessions) as session:
        product = await catalog.product(session)
        wish = await _wish(session, product)

    async def write(name):
        async with short(sessions) as session:
            await apply_content(session, product.id, msgspec.structs.replace(wish, name=name), 1)

    ends = await asyncio.gather(*(write(f"Bát {n}") for n in range(5)), return_exceptions=True)

    assert [end for end in ends if end is None] == [None]
    assert sum(isinstance(end, ContentChanged) for end in ends) == 4
    async with short(sessions) as session:
        assert await session.scalar(select(Product.version).where(Product.id == product.id)) == 2


async def test_variants_may_exchange_their_names(session):
    product = await catalog.product(session, variants={"Nhỏ": 1, "Lớn": 2})
    one, two = (await read_content(session, product.id)).variants
    swapped = (
        msgspec.structs.replace(one, name=two.name),
        msgspec.structs.replace(two, name=one.name),
    )

    await apply_content(session, product.id, await _wish(session, product, variants=swapped), 1)

    names = await session.execute(select(Variant.sku, Variant.name).where(Variant.product_id == product.id))
    assert dict(names.all()) == {one.sku: "Lớn", two.sku: "Nhỏ"}


async def test_a_variant_that_is_not_named_stays_as_it_is(session):
    product = await catalog.product(session, variants={"Nhỏ": 1, "Lớn": 2})
    one, two = (await read_content(session, product.id)).variants

    await apply_content(session, product.id, await _wish(session, product, name="Bát", variants=(one,)), 1)

    assert {variant.sku for variant in (await read_content(session, product.id)).variants} == {one.sku, two.sku}


async def test_the_last_picture_leaves_a_drawing(session):
    product = await catalog.product(session, group="Thực phẩm")
    asset = await media.asset(session)
    pictures = (PictureOf(asset_id=asset.id, alt_vi="Bát"),)
    await apply_content(session, product.id, await _wish(session, product, pictures=pictures), 1)

    await apply_content(session, product.id, await _wish(session, product, pictures=()), 2)

    assert product.image.startswith("/static/art/food-")


async def test_what_does_not_exist_is_refused(session):
    product = await catalog.product(session)
    stranger = VariantContent(sku="LA", name="Lạ", unit="hộp")
    unfit = [uuid4(), (await media.asset(session, state=AssetState.REFUSED)).id]

    with pytest.raises(NoSuchVariant):
        await apply_content(session, product.id, await _wish(session, product, variants=(stranger,)), 1)
    for asset_id in unfit:
        pictures = (PictureOf(asset_id=asset_id, alt_vi="Bát"),)
        with pytest.raises(NoSuchAsset):
            await apply_content(session, product.id, await _wish(session, product, pictures=pictures), 1)
    with pytest.raises(NoSuchProduct):
        await read_content(session, uuid4())


PICTURE = PictureOf(asset_id=uuid4(), alt_vi="Bát")
PACK = VariantContent(sku="A", name="Hộp", unit="hộp")
WRONG = {
    "product_name_missing": {"name": "  "},
    "alt_missing": {"pictures": (PictureOf(asset_id=uuid4(), alt_vi=" "),)},
    "picture_twice": {"pictures": (PICTURE, PICTURE)},
    "variant_twice": {"variants": (PACK, msgspec.structs.replace(PACK, name="Túi"))},
    "barcode_wrong": {"variants": (msgspec.structs.replace(PACK, barcode="8935049501504"),)},
    "too_many_attributes": {"variants": (msgspec.structs.replace(PACK, attributes={"Màu": "lam", "mau": "đỏ"}),)},
    "content_unclear": {"min_age": 0},
}


@pytest.mark.parametrize("code", WRONG)
def test_content_that_cannot_be_shown_is_refused(code):
    with pytest.raises(Refusal) as refused:
        checked(Content(**{"name": "Bát"} | WRONG[code]))

    assert refused.value.code == code
    assert refused.value.field


@pytest.mark.parametrize(
    "changes",
    [
        {"shelf_life_days": -1},
        {"texts": {"vi": Words(story="x" * 8001)}},
        {"texts": {"vi": Words(summary="\x00")}},
        {"variants": (msgspec.structs.replace(PACK, net_weight_g=0),)},
        {"variants": (msgspec.structs.replace(PACK, attributes={str(n): "x" for n in range(13)}),)},
    ],
)
def test_every_field_has_its_bounds(changes):
    with pytest.raises(Refusal) as refused:
        checked(Content(**{"name": "Bát"} | changes))

    assert refused.value.code == "content_unclear"


def test_content_has_one_way_of_writing():
    decomposed = Content(
        name=" Ba\u0301t ",
        texts={"en": Words(), "vi": Words(name="Bát", summary="", story="a\r\nb ")},
        variants=(PACK,),
    )

    tidy = checked(decomposed)

    assert tidy.name == "Bát"
    assert tidy.texts == {"vi": Words(story="a\nb")}
    assert checked(tidy) == tidy


@pytest.mark.parametrize("code", ["96385074", "036000291452", "8935049501503", "10012345678902"])
def test_a_gtin_has_its_check_digit(code):
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)

    assert is_gtin(code)
    assert not is_gtin(wrong)
    assert not is_gtin(code[1:])
    assert not is_gtin("８" * 8)


def test_the_price_of_a_hundred_grams_is_rounded_half_up():
    assert [per_hundred_grams(200_000, 100), per_hundred_grams(100_000, 300), per_hundred_grams(1, 200)] == [
        200_000,
        33_333,
        1,
    ]


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "B\xc3\xa1t", "texts": {"fr": {"story": "x"}}}',
        b'{"name": "B\xc3\xa1t", "variants": [{"sku": "A", "name": "", "unit": "h", "attributes": {"'
        + b"x" * 121
        + b'": "y"}}]}',
        b'{"name": "' + b"x" * 121 + b'"}',
    ],
)
def test_content_that_comes_in_is_bounded_by_its_type(body):
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=Content)
