"""Take pieces at a live price and uses of vouchers, exactly up to their limits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.errors import Refusal
from shop.core.money import Dong
from shop.promotions.errors import BuyerLimit, QuotaExhausted, VoucherBuyerLimit, VoucherExhausted
from shop.promotions.models import Allowance, AllowanceBuyer, VoucherKind

_TAKE = text(sql("promotions/take"))
_LOCK = text(sql("promotions/lock"))


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """What an order takes of an allowance: pieces at a live price, or one use of the voucher `code`.

    It counts against each of `buyers` (at most two): digests of a person and of a phone.
    """

    order_id: UUID
    allowance_id: UUID
    pieces: int
    buyers: tuple[bytes, ...]
    variant_id: UUID | None = None
    voucher_id: UUID | None = None
    code: str = ""
    kind: VoucherKind | None = None
    amount: Dong = Dong(0)


class Left(msgspec.Struct):
    """What is free of an allowance, in all and for each buyer; None: without bound."""

    free: int | None
    buyer_limit: int | None
    taken_by: Counter[bytes] = msgspec.field(default_factory=Counter)

    def free_for(self, buyers: Sequence[bytes]) -> int | None:
        """What the buyer may still have."""
        if self.buyer_limit is None:
            return None
        return max(0, self.buyer_limit - max((self.taken_by[buyer] for buyer in buyers), default=0))


async def take_promotions(session: AsyncSession, takings: Sequence[Taking]) -> None:
    """Take what one order wants: all of it, or a refusal after which the caller rolls back. One statement.

    Allowances are locked in id order until the commit, after orders and before stock. The guards stand in the
    UPDATE, in the upsert of each buyer's count and in a CHECK.

    Raises:
        QuotaExhausted, BuyerLimit, VoucherExhausted, VoucherBuyerLimit.
    """
    if not takings:
        return
    refused = {row.allowance_id for row in await session.execute(_TAKE, _columns(takings))}
    for taking in takings:
        if taking.allowance_id in refused:
            left = await _left(session, takings)
            raise _refusal(taking, left[taking.allowance_id]) or QuotaExhausted(field="lines", left=0)


async def take_first_come(session: AsyncSession, wanted: Mapping[UUID, Sequence[Taking]]) -> dict[UUID, Refusal]:
    """Take for each order all it wants or nothing, the first of `wanted` first; return those refused.

    Three statements for however many orders: lock in id order, what each buyer has, and the taking.
    """
    takings = [taking for order in wanted.values() for taking in order]
    if not takings:
        return {}
    await session.execute(_LOCK, {"allowances": sorted({taking.allowance_id for taking in takings})})
    left = await _left(session, takings)
    refused = first_come(wanted, left)
    accepted = [taking for taking in takings if taking.order_id not in refused]
    if accepted:
        short = (await session.execute(_TAKE, _columns(accepted))).all()
        assert not short, "decided under the locks"
    return refused


def first_come(wanted: Mapping[UUID, Sequence[Taking]], left: Mapping[UUID, Left]) -> dict[UUID, Refusal]:
    """Who is refused when each in turn gets all or nothing; `left` is counted down. Pure."""
    refused: dict[UUID, Refusal] = {}
    for order_id, takings in wanted.items():
        no = next((refusal for taking in takings if (refusal := _refusal(taking, left[taking.allowance_id]))), None)
        if no is not None:
            refused[order_id] = no
            continue
        for taking in takings:
            of = left[taking.allowance_id]
            of.free = None if of.free is None else of.free - taking.pieces
            of.taken_by.update(dict.fromkeys(taking.buyers, taking.pieces))
    return refused


async def refused_alone(session: AsyncSession, wanted: Mapping[UUID, Sequence[Taking]]) -> dict[UUID, Refusal]:
    """Which orders could not take what they want now if each were alone. Nothing is locked or taken."""
    takings = [taking for order in wanted.values() for taking in order]
    if not takings:
        return {}
    left = await _left(session, takings)
    refused = {}
    for taking in takings:
        no = _refusal(taking, left[taking.allowance_id])
        if no is not None:
            refused[taking.order_id] = no
    return refused


async def _left(session: AsyncSession, takings: Sequence[Taking]) -> dict[UUID, Left]:
    """What is free of the allowances now, with what their buyers have. One statement."""
    pairs = sorted({(taking.allowance_id, buyer) for taking in takings for buyer in taking.buyers})
    rows = await session.execute(
        select(Allowance.id, Allowance.quota - Allowance.taken, Allowance.buyer_limit)
        .add_columns(AllowanceBuyer.buyer, AllowanceBuyer.taken)
        .outerjoin(
            AllowanceBuyer,
            (AllowanceBuyer.allowance_id == Allowance.id)
            & tuple_(AllowanceBuyer.allowance_id, AllowanceBuyer.buyer).in_(pairs),
        )
        .where(Allowance.id.in_({taking.allowance_id for taking in takings}))
    )
    left: dict[UUID, Left] = {}
    for allowance_id, free, limit, buyer, taken in rows:
        of = left.setdefault(allowance_id, Left(free, limit))
        if buyer is not None:
            of.taken_by[buyer] = taken
    return left


def _refusal(taking: Taking, left: Left) -> Refusal | None:
    """Why it cannot be taken from what is left; None when it can."""
    if left.free is not None and left.free < taking.pieces:
        if taking.voucher_id is not None:
            return VoucherExhausted(field="vouchers", extra={"voucher": taking.code}, voucher=taking.code)
        return quota_exhausted(taking.variant_id, left.free)
    mine = left.free_for(taking.buyers)
    if mine is None or mine >= taking.pieces:
        return None
    if taking.voucher_id is not None:
        extra: dict[str, object] = {"voucher": taking.code}
        return VoucherBuyerLimit(field="vouchers", extra=extra, voucher=taking.code, limit=left.buyer_limit)
    return buyer_limit(taking.variant_id, left.buyer_limit or 0, mine)


def quota_exhausted(variant_id: UUID | None, left: int) -> QuotaExhausted:
    """The refusal that says how many pieces are left at the live price."""
    extra: dict[str, object] = {"variant": str(variant_id), "left": max(left, 0)}
    return QuotaExhausted(field="lines", extra=extra, left=max(left, 0))


def buyer_limit(variant_id: UUID | None, limit: int, left: int) -> BuyerLimit:
    """The refusal that says how many pieces one buyer may have at the live price, and still."""
    extra: dict[str, object] = {"variant": str(variant_id), "limit": limit, "left": left}
    return BuyerLimit(field="lines", extra=extra, limit=limit, left=left)


def _columns(takings: Sequence[Taking]) -> dict[str, object]:
    return {
        "orders": [taking.order_id for taking in takings],
        "allowances": [taking.allowance_id for taking in takings],
        "vouchers": [taking.voucher_id for taking in takings],
        "kinds": [taking.kind for taking in takings],
        "pieces": [taking.pieces for taking in takings],
        "amounts": [taking.amount for taking in takings],
        "firsts": [taking.buyers[0] for taking in takings],
        "seconds": [taking.buyers[1] if len(taking.buyers) > 1 else None for taking in takings],
    }
