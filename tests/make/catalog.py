"""Listings for tests, with all that stands behind them: a producer, a registered product, a certificate, stock."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from shop.catalog.grade import keep_grade
from shop.catalog.list_product import NewProduct, NewVariant, list_product
from shop.catalog.models import Product, Variant
from shop.certification.models import Certificate, CertificateStatus, DatePrecision, ProductGroup, RegisteredProduct
from shop.certification.rules import in_force_window
from shop.core.ids import new_code
from shop.core.text import slugify
from shop.inventory.receive import receive_stock
from shop.places.models import Place, PlaceKind
from shop.producers.models import Producer, ProducerKind, ProducerState
from shop.regions.models import Region, RegionLevel

_numbers = count(1)


async def product(
    session,
    name="Bát gốm men lam",
    *,
    slug=None,
    stars=4,
    potential_five=False,
    price=250_000,
    unit="bộ",
    stock=None,
    producer="Gốm Bát Tràng",
    district=None,
    commune=None,
    group=None,
    issued_on=None,
    status=CertificateStatus.CERTIFIED,
    hidden=False,
    sample=True,
    variants=None,
) -> Product:
    """A product on sale (a certificate issued thirty days ago); `stock` is place slug -> pieces of its first variant.

    `stars=None` makes a certificate without stars, `status=None` none at all; `variants` is name -> price.
    """
    number = next(_numbers)
    made_by = await _producer(session, producer) if producer else None
    registered = RegisteredProduct(
        slug=f"{slugify(name)}-r{number}",
        name=name,
        producer_id=made_by.id if made_by else None,
        district_written=district,
        commune_written=commune,
        district_id=(await region(session, district, RegionLevel.DISTRICT)).id if district else None,
        commune_id=(await region(session, commune, RegionLevel.COMMUNE)).id if commune else None,
        group_id=(await group_of(session, group)).id if group else None,
        sample=sample,
    )
    session.add(registered)
    await session.flush()
    if status is not None:
        await certificate(session, registered.id, stars, potential_five, issued_on=issued_on, status=status)
    packs = variants or {"": price}
    listed = await list_product(
        session,
        NewProduct(
            registered_product_id=registered.id,
            slug=slug or f"{slugify(name)}-{number}",
            name=name,
            image="/static/art/craft-1.svg",
            variants=[
                NewVariant(name=pack, sku=f"SP{number}-{at}", price=cost, unit=unit)
                for at, (pack, cost) in enumerate(packs.items())
            ],
            sample=sample,
        ),
    )
    listed.hidden = hidden
    for at, pieces in (stock or {}).items():
        await receive_stock(
            session, (await variant_of(session, listed)).id, (await place(session, at)).id, pieces, "test"
        )
    await session.flush()
    return listed


async def certificate(
    session, registered_id, stars=4, potential_five=False, *, issued_on=None, status=CertificateStatus.CERTIFIED
) -> Certificate:
    """A grading of a registered product; by default the decision is thirty days old."""
    issued_on = issued_on or (datetime.now(UTC) - timedelta(days=30)).date()
    window = in_force_window(DatePrecision.DAY, issued_on) or (None, None)
    made = Certificate(
        code=new_code("OCOP"),
        registered_product_id=registered_id,
        status=status,
        stars=stars,
        potential_five=potential_five,
        decision_no="6052/QĐ-UBND",
        date_precision=DatePrecision.DAY,
        issued_on=issued_on,
        in_force_from=window[0],
        in_force_until=window[1],
        sample=True,
    )
    session.add(made)
    await session.flush()
    await keep_grade(session, registered_id)
    return made


async def variant_of(session, product) -> Variant:
    """The first variant of a listing."""
    return (
        await session.scalars(select(Variant).where(Variant.product_id == product.id).order_by(Variant.position))
    ).first()


async def place(session, slug, name=None) -> Place:
    """The sales point at this address, made when it is missing."""
    return await _once(
        session,
        Place,
        Place.slug == slug,
        slug=slug,
        kind=PlaceKind.SALES_POINT,
        name=name or slug.replace("-", " ").title(),
    )


async def region(session, name, level) -> Region:
    """A unit by its full or short name; communes are today's, districts ended with June 2025."""
    kind, _, rest = name.partition(" ") if name.split(" ")[0].lower() in {"xã", "phường"} else ("Xã", "", name)
    short = rest if level is RegionLevel.COMMUNE else name
    slug = slugify(short)
    return await _once(
        session,
        Region,
        (Region.level == level) & (Region.slug == slug),
        level=level,
        code=f"t{next(_numbers)}",
        name=name,
        kind=kind.lower() if level is RegionLevel.COMMUNE else "huyện",
        short_name=short,
        slug=slug,
        valid_to=None if level is RegionLevel.COMMUNE else datetime(2025, 6, 30, tzinfo=UTC).date(),
        source="test",
    )


async def group_of(session, name) -> ProductGroup:
    """A group of Decision 148."""
    slug = slugify(name)
    return await _once(
        session,
        ProductGroup,
        ProductGroup.slug == slug,
        scheme="148",
        code=f"t{next(_numbers)}",
        slug=slug,
        name_vi=name,
        name_en=name,
        source="test",
    )


async def _producer(session, name) -> Producer:
    slug = slugify(name)
    return await _once(
        session,
        Producer,
        Producer.slug == slug,
        slug=slug,
        name=name,
        kind=ProducerKind.COOPERATIVE,
        state=ProducerState.ACTIVE,
        sample=True,
    )


async def _once(session, model, same, **fields):
    found = await session.scalar(select(model).where(same))
    if found is None:
        found = model(**fields)
        session.add(found)
        await session.flush()
    return found
