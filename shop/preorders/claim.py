"""Claim pieces of a harvest, exactly up to what was promised; give them back, once; claim them again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.preorders.errors import PreorderClosed, PreorderFull, PreorderLimit
from shop.preorders.models import ClaimState, PreorderClaim, PreorderWindow
from shop.preorders.queries import is_open


async def claim_pieces(
    session: AsyncSession, window_id: UUID, reference: UUID, pieces: int, buyers: Sequence[bytes]
) -> None:
    """Claim `pieces` of an open window for a parcel: all of them, or a refusal after which the caller rolls back.

    The guard stands in the UPDATE and in a CHECK. The window's row stays locked until the commit, so that what the
    buyer has already cannot change either: call this late, after orders and before stock.

    Raises:
        PreorderClosed, PreorderFull, PreorderLimit.
    """
    limit = await _take(session, window_id, pieces, is_open())
    if limit is not None:
        mine = select(func.coalesce(func.sum(PreorderClaim.pieces), 0)).where(
            PreorderClaim.window_id == window_id,
            PreorderClaim.state != ClaimState.ENDED,
            PreorderClaim.buyers.overlap(list(buyers)),
        )
        has = int(await session.scalar(mine) or 0)
        if has + pieces > limit:
            raise PreorderLimit(field="quantity", limit=limit, left=max(limit - has, 0))
    session.add(PreorderClaim(window_id=window_id, reference=reference, pieces=pieces, buyers=list(buyers)))
    await session.flush()  # the next claim of this buyer counts it


async def end_claims(session: AsyncSession, references: Sequence[UUID]) -> None:
    """Give back what the parcels `references` have claimed; they are locked. Safe to repeat.

    Goods that had come for them go on sale to everybody, so their pieces leave the window (`shelved`). Windows are
    locked in id order, as sweeps end many.
    """
    claims = await _claims(session, references, PreorderClaim.state != ClaimState.ENDED)
    if not claims:
        return
    windows = await _lock(session, claims)
    for claim in claims:
        window = windows[claim.window_id]
        window.taken -= claim.pieces
        window.shelved += claim.pieces if claim.state is ClaimState.ALLOTTED else 0
        claim.state = ClaimState.ENDED
    await session.flush()  # windows come before stock, everywhere


async def retake_claims(session: AsyncSession, references: Sequence[UUID]) -> set[UUID]:
    """Claim again what the locked parcels had claimed before they expired; returns which of them had.

    They wait for their goods again. The window may have closed since: they had come in time.

    Raises:
        PreorderFull: others have it by now.
    """
    claims = await _claims(session, references, PreorderClaim.state == ClaimState.ENDED)
    for claim in sorted(claims, key=lambda one: one.window_id):
        await _take(session, claim.window_id, claim.pieces)
        claim.state, claim.allotted_at = ClaimState.WAITING, None
    await session.flush()  # windows come before stock, everywhere
    return {claim.reference for claim in claims}


async def _take(session: AsyncSession, window_id: UUID, pieces: int, *wanted: ColumnElement[bool]) -> int | None:
    """Count `pieces` as taken; returns how many one buyer may have."""
    left = PreorderWindow.quantity - PreorderWindow.taken - PreorderWindow.shelved
    taken = (
        update(PreorderWindow)
        .where(PreorderWindow.id == window_id, left >= pieces, *wanted)
        .values(taken=PreorderWindow.taken + pieces)
        .returning(PreorderWindow.id, PreorderWindow.buyer_limit)
        .execution_options(synchronize_session=False)
    )
    row = (await session.execute(taken)).one_or_none()
    if row is not None:
        limit: int | None = row.buyer_limit
        return limit
    free = await session.scalar(select(left).where(PreorderWindow.id == window_id, *wanted))
    if free is None:
        raise PreorderClosed(field="variant")
    raise PreorderFull(field="quantity", left=free)


async def _claims(
    session: AsyncSession, references: Sequence[UUID], wanted: ColumnElement[bool]
) -> Sequence[PreorderClaim]:
    rows = await session.scalars(
        select(PreorderClaim)
        .where(PreorderClaim.reference.in_(references), wanted)
        .order_by(PreorderClaim.id)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def _lock(session: AsyncSession, claims: Sequence[PreorderClaim]) -> dict[UUID, PreorderWindow]:
    rows = await session.scalars(
        select(PreorderWindow)
        .where(PreorderWindow.id.in_({claim.window_id for claim in claims}))
        .order_by(PreorderWindow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {window.id: window for window in rows}
