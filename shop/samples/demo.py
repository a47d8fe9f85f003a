"""Load what a shop needs to be tried: all of it made up and marked as a sample."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.grade import keep_grades
from shop.catalog.models import Product, Variant
from shop.core.clock import today
from shop.samples.demo_certificates import renew, starred_products
from shop.samples.demo_conduct import add_conduct
from shop.samples.demo_content import add_content
from shop.samples.demo_goods import GOODS_FILE
from shop.samples.demo_market import open_market, shown_at
from shop.samples.demo_people import add_people
from shop.samples.demo_planning import add_planning
from shop.samples.demo_producers import add_producers
from shop.samples.demo_shelves import list_samples, open_sales_points, stock_samples
from shop.samples.demo_training import add_training
from shop.samples.demo_vouchers import add_vouchers
from shop.samples.demo_words import add_room_words
from shop.samples.read import digest_of
from shop.samples.write import is_loaded, note_loaded, take_loader_lock

NAME = "demo"
VERSION = "2"
EXTRAS: tuple[Callable[[AsyncSession], Awaitable[None]], ...] = (
    add_content,
    add_producers,
    add_vouchers,
    add_training,
    add_room_words,
    add_planning,
    add_conduct,
)  # each over all before it
PURGED = "purged"  # noted instead of a digest once the samples were removed


async def load_demo(session: AsyncSession, secret: str) -> bool:
    """Load the samples over a loaded register; False when they are in already.

    Safe to repeat: a second run only opens the next night market once the last one is over, and keeps its hosts
    licensed. `secret` makes the passwords of the accounts. A second loader waits for the first.
    """
    await take_loader_lock(session)
    if await is_loaded(session, NAME) and not await was_purged(session):
        await open_market(session, *await _listed(session))
        await add_planning(session)
        await add_conduct(session)
        await add_training(session)  # samples of an older version have none, and licences run out
        return False
    products = await starred_products(session)
    await renew(session, products, await today(session))
    variants = await list_samples(session, products)
    names = {each.slug: each.name for each in products}
    await stock_samples(session, variants, shown_at(names))
    await open_sales_points(session)
    await add_people(session, secret)
    await open_market(session, variants, names)
    for add in EXTRAS:
        await add(session)
    await keep_grades(session)
    await note_loaded(session, NAME, digest_of(VERSION, [GOODS_FILE]))
    return True


async def was_purged(session: AsyncSession) -> bool:
    """Whether the samples were in and somebody has removed them."""
    return await is_loaded(session, NAME, PURGED)


async def _listed(session: AsyncSession) -> tuple[dict[tuple[str, int], UUID], dict[str, str]]:
    rows = await session.execute(
        select(Product.slug, Product.name, Variant.position, Variant.id)
        .join(Variant, Variant.product_id == Product.id)
        .where(Product.sample, Variant.sample)
    )
    variants, names = {}, {}
    for slug, name, position, variant in rows:
        variants[slug, position] = variant
        names[slug] = name
    return variants, names
