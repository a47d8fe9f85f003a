"""Begin a grading: of a product the register knows, or of one it does not."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.decide import POTENTIAL_STARS
from shop.certification.errors import (
    GradingOpen,
    GroupUnknown,
    ProducerNotFound,
    ProductRegistered,
    RegisteredProductUnknown,
    StarsMismatch,
    UnitUnknown,
)
from shop.certification.lock import lock_product
from shop.certification.models import Certificate, CertificateStatus, DatePrecision, ProductGroup, RegisteredProduct
from shop.certification.note import note_act, note_step, tell_move
from shop.certification.queries import CODE_PREFIX
from shop.certification.rules import OPEN
from shop.core.audit import record_act
from shop.core.ids import new_code
from shop.core.text import slugify, squeeze
from shop.producers.models import Producer
from shop.producers.queries import producer_by_slug
from shop.regions.models import Region, RegionLevel
from shop.regions.queries import region_by_slug
from shop.regions.rules import written_unit
from shop.regions.today import Certain, resolve


class NewProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product the register does not know: the region in the words of the dossier, `commune` today's unit if sure."""

    name: str
    producer: str | None = None  # slug
    group: str | None = None  # slug
    commune_written: str | None = None
    district_written: str | None = None
    province_written: str | None = None
    commune: str | None = None  # slug


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """What the dossier asks for; the decision says what it got."""

    stars: int | None = None
    potential_five: bool = False


async def begin_grading(
    session: AsyncSession, actor_id: UUID, product: str | NewProduct, aim: Aim, reason: str
) -> Certificate:
    """Write a draft for a registered product (its slug) or a new one; the product's row is locked until the commit.

    A dossier for more stars may stand beside a running certificate: a potential five-star product goes to the
    Centre so. Two dossiers of one product may not stand beside each other: said twice, the second is refused.

    Raises:
        GradingOpen: a dossier of the product is at work.
        ProductRegistered: the new product is in the register already.
        RegisteredProductUnknown, ProducerNotFound, GroupUnknown, UnitUnknown, StarsMismatch: as their names say.
    """
    if aim.potential_five and aim.stars != POTENTIAL_STARS:
        raise StarsMismatch(field="potential_five")
    registered = await _registered(session, product) if isinstance(product, str) else None
    if isinstance(product, NewProduct):
        registered = await _register(session, actor_id, product)
    assert registered is not None, "one of both was given"
    await lock_product(session, registered.id)
    await _refuse_second(session, registered.id)
    draft = Certificate(
        code=new_code(CODE_PREFIX),
        registered_product_id=registered.id,
        status=CertificateStatus.DRAFT,
        stars=aim.stars,
        potential_five=aim.potential_five,
        date_precision=DatePrecision.NONE,
        sample=registered.sample,
        version=0,
    )
    session.add(draft)
    await session.flush()  # its history refers to its id
    note_step(session, draft, actor_id, reason)
    note_act(session, draft, actor_id, "draft", reason=reason, product=registered.slug)
    tell_move(session, draft)
    await session.flush()  # the next reader of this transaction sees the draft
    return draft


async def _registered(session: AsyncSession, slug: str) -> RegisteredProduct:
    found = await session.scalar(select(RegisteredProduct).where(RegisteredProduct.slug == slug))
    if found is None:
        raise RegisteredProductUnknown(field="product")
    return found


async def _refuse_second(session: AsyncSession, product_id: UUID) -> None:
    code = await session.scalar(
        select(Certificate.code)
        .where(Certificate.registered_product_id == product_id, Certificate.status.in_(sorted(OPEN)))
        .limit(1)
    )
    if code is not None:
        raise GradingOpen(code=code, extra={"certificate": code})


async def _register(session: AsyncSession, actor_id: UUID, new: NewProduct) -> RegisteredProduct:
    producer = await _producer(session, new.producer)
    group = await _group(session, new.group)
    commune_id = await _commune(session, new)
    district = await region_by_slug(session, RegionLevel.DISTRICT, written_unit(new.district_written or "")[1])
    province = await region_by_slug(session, RegionLevel.PROVINCE, written_unit(new.province_written or "")[1])
    name = squeeze(new.name)
    values = {
        "name": name,
        "producer_id": producer.id if producer else None,
        "group_id": group.id if group else None,
        "commune_written": new.commune_written or None,
        "district_written": new.district_written or None,
        "province_written": new.province_written or None,
        "commune_id": commune_id,
        "district_id": district.id if district else None,
        "province_id": province.id if province else None,
        "sample": producer.sample if producer else False,
    }
    own = f"{slugify(name)}-{producer.slug}"[:110] if producer else slugify(name)
    for slug in dict.fromkeys((slugify(name), own)):
        row = insert(RegisteredProduct).values(slug=slug, **values).on_conflict_do_nothing(index_elements=["slug"])
        made: RegisteredProduct | None = await session.scalar(row.returning(RegisteredProduct))
        if made is not None:
            record_act(session, actor_id, "register.add", made.slug, name=name)
            return made
        known = await _registered(session, slug)
        if known.producer_id == values["producer_id"]:
            raise ProductRegistered(name=known.name, extra={"product": known.slug})
    raise ProductRegistered(name=name)


async def _producer(session: AsyncSession, slug: str | None) -> Producer | None:
    if not slug:
        return None
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerNotFound(field="producer")
    return producer


async def _group(session: AsyncSession, slug: str | None) -> ProductGroup | None:
    if not slug:
        return None
    group = await session.scalar(select(ProductGroup).where(ProductGroup.scheme == "148", ProductGroup.slug == slug))
    if group is None:
        raise GroupUnknown(field="group")
    return group


async def _commune(session: AsyncSession, new: NewProduct) -> UUID | None:
    """Today's commune: as the officer says, or as surely follows from what is written; else a question waits."""
    if new.commune:
        unit: Region | None = await region_by_slug(session, RegionLevel.COMMUNE, new.commune)
        if unit is None or unit.valid_to is not None:
            raise UnitUnknown(field="commune")
        return unit.id
    if not new.commune_written:
        return None
    found = await resolve(session, new.commune_written, new.district_written)
    return found.unit.id if isinstance(found, Certain) else None
