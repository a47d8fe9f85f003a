"""A person's book of addresses: read, add, change, choose the default, remove. Each person's own alone."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.accounts.phone import normalise_phone
from shop.core.text import Body, Name, Phone, Slug
from shop.delivery.choose import AddressLine
from shop.delivery.errors import AddressUnknown, TooManyAddresses
from shop.delivery.models import SavedAddress
from shop.http.errors import BadInput
from shop.regions.models import Region, RegionLevel
from shop.regions.queries import region_by_slug

MOST = 20

Found = Row[SavedAddress, Region]


class AddressBody(Body):
    """An address to keep: who takes the goods, at which door; the commune is the slug of today's unit."""

    name: Name
    phone: Phone
    line: AddressLine
    commune: Slug


class _Read(msgspec.Struct, frozen=True):
    """The same, found and spelled as it is kept."""

    name: str
    phone: str
    line: str
    commune_id: UUID


async def addresses_of(session: AsyncSession, person_id: UUID) -> Sequence[Found]:
    """The book: the default first, then the newest. One statement."""
    rows = await session.execute(
        select(SavedAddress, Region)
        .join(Region, Region.id == SavedAddress.commune_id)
        .where(SavedAddress.person_id == person_id)
        .order_by(SavedAddress.is_default.desc(), SavedAddress.id.desc())
        .limit(MOST)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def address_of(session: AsyncSession, person_id: UUID, address_id: UUID) -> Found:
    """One address of this person.

    Raises:
        AddressUnknown: there is none, or it is somebody else's.
    """
    row = (
        await session.execute(
            select(SavedAddress, Region)
            .join(Region, Region.id == SavedAddress.commune_id)
            .where(SavedAddress.id == address_id, SavedAddress.person_id == person_id)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        raise AddressUnknown
    return row


async def add_address(session: AsyncSession, person_id: UUID, wish: AddressBody) -> UUID:
    """Keep an address; the first becomes the default. Safe to repeat: the same address is kept once.

    The person's row is locked, so that two at once cannot overfill the book or make two defaults.

    Raises:
        BadInput, BadPhone: a field cannot be meant so.
        TooManyAddresses: the book is full.
    """
    read = await _read(session, wish)
    await _lock_book(session, person_id)
    known = await session.scalar(_same(person_id, read))
    if known is not None:
        return known
    kept = await session.scalar(select(func.count()).where(SavedAddress.person_id == person_id)) or 0
    if kept >= MOST:
        raise TooManyAddresses(MOST)
    row = {"person_id": person_id, "is_default": kept == 0, **msgspec.structs.asdict(read)}
    made: UUID = (await session.execute(insert(SavedAddress).values(row).returning(SavedAddress.id))).scalar_one()
    return made


async def change_address(session: AsyncSession, person_id: UUID, address_id: UUID, wish: AddressBody) -> None:
    """Write an address anew. One that becomes equal to another of the book is dropped for it. Safe to repeat.

    Raises:
        AddressUnknown, BadInput, BadPhone.
    """
    read = await _read(session, wish)
    await _lock_book(session, person_id)
    await address_of(session, person_id, address_id)
    twin = await session.scalar(_same(person_id, read))
    if twin is not None and twin != address_id:
        await _remove(session, person_id, address_id)
        return
    changed = update(SavedAddress).where(SavedAddress.id == address_id, SavedAddress.person_id == person_id)
    await session.execute(changed.values(msgspec.structs.asdict(read)))


async def make_default(session: AsyncSession, person_id: UUID, address_id: UUID) -> None:
    """Let the checkout begin with this address. Safe to repeat.

    Raises:
        AddressUnknown.
    """
    await _lock_book(session, person_id)
    await address_of(session, person_id, address_id)
    mine = SavedAddress.person_id == person_id
    await session.execute(update(SavedAddress).where(mine, SavedAddress.is_default).values(is_default=False))
    await session.execute(update(SavedAddress).where(mine, SavedAddress.id == address_id).values(is_default=True))


async def remove_address(session: AsyncSession, person_id: UUID, address_id: UUID) -> None:
    """Take an address out; the newest left becomes the default if it was. Nothing happens when it is not there."""
    await _lock_book(session, person_id)
    await _remove(session, person_id, address_id)


async def _remove(session: AsyncSession, person_id: UUID, address_id: UUID) -> None:
    was_default = await session.scalar(
        delete(SavedAddress)
        .where(SavedAddress.id == address_id, SavedAddress.person_id == person_id)
        .returning(SavedAddress.is_default)
    )
    if was_default:
        newest = select(SavedAddress.id).where(SavedAddress.person_id == person_id)
        newest = newest.order_by(SavedAddress.id.desc()).limit(1)
        first = newest.scalar_subquery()
        await session.execute(update(SavedAddress).where(SavedAddress.id == first).values(is_default=True))


async def _lock_book(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


async def _read(session: AsyncSession, wish: AddressBody) -> _Read:
    if not wish.name:
        raise BadInput("name", "http.field.missing", name="name")
    if not wish.line:
        raise BadInput("line", "http.field.missing", name="line")
    phone = normalise_phone(wish.phone, "phone")
    commune = await region_by_slug(session, RegionLevel.COMMUNE, wish.commune)
    if commune is None or commune.valid_to is not None:
        raise BadInput("commune", "delivery.commune_unknown")
    return _Read(wish.name, phone, wish.line, commune.id)


def _same(person_id: UUID, read: _Read) -> Select[UUID]:
    """The address of the book that says the same."""
    return select(SavedAddress.id).where(
        SavedAddress.person_id == person_id,
        SavedAddress.commune_id == read.commune_id,
        SavedAddress.line == read.line,
        SavedAddress.name == read.name,
        SavedAddress.phone == read.phone,
    )
