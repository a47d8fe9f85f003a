"""The place where goods stand while they are under way, and the transfers that explain them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Variant
from shop.core.clock import now
from shop.core.i18n import DEFAULT, say
from shop.core.ids import read_code
from shop.places.models import Place, PlaceKind
from shop.stockroom.errors import TransferUnknown
from shop.stockroom.models import StockTransfer, TransferLine, TransferStatus
from shop.stockroom.rules import CODE_PREFIX, MOVES

SLUG = "dang-chuyen"


async def transit_place(session: AsyncSession) -> UUID:
    """The one place of kind transit, made with the first transfer; two first ones at once make one."""
    there = select(Place.id).where(Place.kind == PlaceKind.TRANSIT)
    found: UUID | None = await session.scalar(there)
    if found is not None:
        return found
    row = {"slug": SLUG, "kind": PlaceKind.TRANSIT, "name": say(DEFAULT, "stockroom.transit")}
    await session.execute(insert(Place).values(row).on_conflict_do_nothing())
    return (await session.execute(there)).scalar_one()


async def lock_transfer(session: AsyncSession, code: str) -> StockTransfer:
    """The transfer people call `code`, locked until the commit: transfers come before stock, everywhere.

    Raises:
        TransferUnknown: there is none.
    """
    written = read_code(CODE_PREFIX, code)
    transfer = await session.scalar(
        select(StockTransfer)
        .where(StockTransfer.code == written)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if transfer is None:
        raise TransferUnknown
    return transfer


async def lines_of(session: AsyncSession, transfer_id: UUID) -> list[TransferLine]:
    """The lines of a transfer, in a fixed order."""
    rows = await session.scalars(
        select(TransferLine)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.variant_id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def end_transfer(session: AsyncSession, transfer: StockTransfer, to: TransferStatus, actor: str) -> None:
    """Move a locked transfer to its end and write it at once.

    Raises:
        IllegalMove: it has ended already.
    """
    MOVES.check(transfer.status, to)
    transfer.status = to
    transfer.ended_by = actor
    transfer.ended_at = await now(session)
    await session.flush()


async def require_variants(session: AsyncSession, variant_ids: Iterable[UUID]) -> None:
    """Refuse ids that stand for nothing.

    Raises:
        NoSuchVariant: one of them does.
    """
    wanted = set(variant_ids)
    known = set(await session.scalars(select(Variant.id).where(Variant.id.in_(wanted))))
    if wanted - known:
        raise NoSuchVariant(field="lines")
