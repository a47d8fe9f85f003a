"""Make a voucher, and end one."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now, shop_now
from shop.core.money import MAX_DONG, Dong
from shop.http.errors import BadInput
from shop.promotions.errors import VoucherCodeTaken, VoucherNotYours
from shop.promotions.guards import require_keeper
from shop.promotions.models import Allowance, Voucher, VoucherKind
from shop.promotions.rules import WHOLE, is_bound, read_code


class NewVoucher(msgspec.Struct, frozen=True, kw_only=True):
    """What a voucher shall be: đồng amounts, times UTC. `producer_id` with kind `producer` alone."""

    code: str
    name: str
    kind: VoucherKind
    producer_id: UUID | None
    amount: Dong | None
    percent: int | None
    cap: Dong | None
    minimum: Dong
    quota: int | None
    buyer_limit: int | None
    starts_at: datetime
    ends_at: datetime
    public: bool


async def make_voucher(session: AsyncSession, actor: Actor, wish: NewVoucher) -> UUID:
    """Make a voucher; return its id. A code is given once: making it again says that it is taken.

    Raises:
        Unauthenticated, Forbidden: see `require_keeper`.
        BadInput: the code, the effect, the window or a bound cannot be so.
        VoucherCodeTaken: another voucher has the code.
    """
    await require_keeper(session, actor, wish.kind, wish.producer_id)
    code = _checked(wish, await now(session))
    bounds = {"quota": wish.quota, "buyer_limit": wish.buyer_limit}
    allowance = await session.execute(plain_insert(Allowance).values(bounds).returning(Allowance.id))
    values = {name: getattr(wish, name) for name in wish.__struct_fields__ if name not in bounds}
    values |= {"code": code, "allowance_id": allowance.scalar_one(), "made_by": str(actor.person_id)}
    made = await session.execute(
        insert(Voucher).values(values).on_conflict_do_nothing(index_elements=["code"]).returning(Voucher.id)
    )
    voucher_id: UUID | None = made.scalar_one_or_none()
    if voucher_id is None:
        raise VoucherCodeTaken(field="code", voucher=code)
    record_act(session, actor.person_id, "promotions.make_voucher", code, kind=wish.kind)
    return voucher_id


async def end_voucher(session: AsyncSession, actor: Actor, code: str) -> None:
    """End a voucher now; orders placed keep their discount. Safe to repeat.

    Raises:
        VoucherNotYours: there is none, or somebody else looks after it.
        Unauthenticated, Forbidden: see `require_keeper`.
    """
    voucher = await session.scalar(select(Voucher).where(Voucher.code == (read_code(code) or "")))
    if voucher is None:
        raise VoucherNotYours
    await require_keeper(session, actor, voucher.kind, voucher.producer_id)
    ended = await session.execute(
        update(Voucher)
        .where(Voucher.id == voucher.id, Voucher.ended_at.is_(None))
        .values(ended_at=shop_now())
        .returning(Voucher.id)
        .execution_options(synchronize_session=False)
    )
    if ended.scalar_one_or_none() is not None:
        record_act(session, actor.person_id, "promotions.end_voucher", voucher.code)


def _checked(wish: NewVoucher, moment: datetime) -> str:
    """The code as stored; refuses what the table would."""
    code = read_code(wish.code)
    if code is None:
        raise BadInput("code", "promotions.code_wrong")
    if not wish.name:
        raise BadInput("name", "http.field.missing", name="name")
    _check_effect(wish)
    if not wish.starts_at < wish.ends_at or wish.ends_at <= moment:
        raise BadInput("ends_at", "promotions.window_wrong")
    for field in ("quota", "buyer_limit"):
        if not is_bound(getattr(wish, field)):
            raise BadInput(field, "promotions.bound_wrong")
    return code


def _check_effect(wish: NewVoucher) -> None:
    if (wish.amount is None) == (wish.percent is None):
        raise BadInput("amount", "promotions.effect_wrong")
    if wish.amount is not None and not 0 < wish.amount <= MAX_DONG:
        raise BadInput("amount", "promotions.effect_wrong")
    if wish.percent is not None and not 0 < wish.percent <= WHOLE:
        raise BadInput("percent", "promotions.effect_wrong")
    if wish.cap is not None and (wish.percent is None or not 0 < wish.cap <= MAX_DONG):
        raise BadInput("cap", "promotions.effect_wrong")
    if not 0 <= wish.minimum <= MAX_DONG:
        raise BadInput("minimum", "promotions.effect_wrong")
