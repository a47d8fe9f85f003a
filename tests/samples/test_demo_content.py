"""Content and pictures of the samples, and their removal with all files."""

import msgspec
import pytest
from sqlalchemy import func, select

from shop.catalog.models import Product, ProductMedia, ProductText
from shop.media.models import Asset, AssetState
from shop.media.queries import files_pointed_at
from shop.media.remove import remove_files
from shop.models import metadata
from shop.samples.demo_content import add_content
from shop.samples.demo_pictures import add_pictures
from shop.samples.purge import purge_samples


@pytest.fixture
def own(settings, tmp_path):
    """The usual settings with a folder of uploads that is this test's own."""
    return msgspec.structs.replace(settings, media_dir=str(tmp_path / "media"))


async def test_a_dozen_listings_say_much_in_two_languages(demo):
    told = select(func.count()).where(ProductText.locale == "en", ProductText.name.is_not(None))
    keeps = select(func.count()).where(Product.shelf_life_days.is_not(None))

    assert await demo.scalar(told) >= 12
    assert await demo.scalar(keeps) >= 8


async def test_adding_content_again_changes_nothing(demo):
    before = await demo.scalar(select(func.sum(Product.version)))

    await add_content(demo)

    assert await demo.scalar(select(func.sum(Product.version))) == before


async def test_pictures_are_drawn_once_and_ready(demo, own):
    await add_pictures(demo, own)
    await add_pictures(demo, own)

    assert (await demo.scalars(select(Asset.state))).all() == [AssetState.READY] * 4
    assert (await demo.scalars(select(Asset.sample))).all() == [True] * 4
    assert await demo.scalar(select(func.count(func.distinct(ProductMedia.product_id)))) == 2
    assert len([path for path in own.media_path.rglob("*") if path.is_file()]) == 24


async def test_their_removal_leaves_neither_rows_nor_files(demo, own):
    await add_pictures(demo, own)
    before = await files_pointed_at(demo)

    await purge_samples(demo, metadata)
    await remove_files(own, before - await files_pointed_at(demo))

    assert await demo.scalar(select(func.count()).select_from(Asset)) == 0
    assert [path for path in own.media_path.rglob("*") if path.is_file()] == []
