"""Addresses of vouchers: a producer's own, and the programme office's for the platform and for shipping."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role, require_signed_in
from shop.core.actor import Actor, Role
from shop.core.money import Dong
from shop.core.text import Body, DongAmount, Label
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.models import Producer
from shop.producers.queries import producer_by_slug
from shop.promotions.make_voucher import NewVoucher, end_voucher, make_voucher
from shop.promotions.models import VoucherKind
from shop.promotions.queries import KeptVoucher, kept_vouchers
from shop.promotions.rules import MOST_TAKEN

MOST = 200  # vouchers of a list
_OFFICE = [require_role(Role.OFFICER, Role.ADMIN)]

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
Code = Annotated[str, Meta(min_length=4, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Bound = Annotated[int, Meta(ge=1, le=MOST_TAKEN)]
Percent = Annotated[int, Meta(ge=1, le=100)]


class OwnVoucherBody(Body, kw_only=True):
    """A voucher: `amount` đồng off, or `percent` with a cap in đồng; times with their zone."""

    code: Code
    name: Label
    starts_at: Annotated[datetime, Meta(tz=True)]
    ends_at: Annotated[datetime, Meta(tz=True)]
    amount: DongAmount | None = None
    percent: Percent | None = None
    cap: DongAmount | None = None
    minimum: DongAmount = 0
    quota: Bound | None = None
    buyer_limit: Bound | None = None
    public: bool = False


class VoucherBody(OwnVoucherBody, kw_only=True):
    """A voucher of the platform, or one for shipping."""

    kind: VoucherKind


class VoucherOut(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher as who looks after it sees it; amounts are đồng. `given` is what orders that stand saved by it."""

    code: str
    name: str
    kind: VoucherKind
    amount: Dong | None
    percent: int | None
    cap: Dong | None
    minimum: Dong
    quota: int | None
    buyer_limit: int | None
    taken: int
    given: Dong
    public: bool
    open: bool
    ended: bool
    starts_at: datetime
    ends_at: datetime
    sample: bool


class VoucherList(msgspec.Struct, frozen=True):
    """Vouchers, the newest first."""

    items: list[VoucherOut]


@get("/producers/{slug:str}/vouchers", guards=[require_signed_in], operation_id="listOwnVouchers", summary="Vouchers")
async def list_own(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> VoucherList:
    """For the producer's members."""
    producer = await _producer(session, slug)
    await require_member(session, actor, producer.id)
    return await _list(session, producer)


@post(
    "/producers/{slug:str}/vouchers",
    status_code=201,
    guards=[require_signed_in],
    operation_id="makeOwnVoucher",
    summary="Make a voucher for a producer's goods",
)
async def make_own(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[OwnVoucherBody],
) -> VoucherList:
    """For its editors; the producer pays for it. A code is given once."""
    producer = await _producer(session, slug)
    await make_voucher(session, actor, _wish(data, VoucherKind.PRODUCER, producer))
    return await _list(session, producer)


@get("/vouchers", guards=_OFFICE, operation_id="listVouchers", summary="Vouchers of the platform and for shipping")
async def list_all(session: NamedDependency[AsyncSession]) -> VoucherList:
    """For the programme office."""
    return await _list(session, None)


@post("/vouchers", status_code=201, guards=_OFFICE, operation_id="makeVoucher", summary="Make a voucher")
async def make(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[VoucherBody]
) -> VoucherList:
    """For the programme office; the platform pays for it. A code is given once."""
    await make_voucher(session, actor, _wish(data, data.kind, None))
    return await _list(session, None)


@post(
    "/vouchers/{voucher:str}/end",
    status_code=204,
    guards=[require_signed_in],
    operation_id="endVoucher",
    summary="End a voucher",
)
async def end(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], voucher: CodePath) -> None:
    """For who looks after it. Orders placed keep their discount. Safe to repeat."""
    await end_voucher(session, actor, voucher)


async def _producer(session: AsyncSession, slug: str) -> Producer:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    return producer


def _wish(data: OwnVoucherBody, kind: VoucherKind, producer: Producer | None) -> NewVoucher:
    return NewVoucher(
        code=data.code,
        name=data.name,
        kind=kind,
        producer_id=None if producer is None else producer.id,
        amount=None if data.amount is None else Dong(data.amount),
        percent=data.percent,
        cap=None if data.cap is None else Dong(data.cap),
        minimum=Dong(data.minimum),
        quota=data.quota,
        buyer_limit=data.buyer_limit,
        starts_at=data.starts_at,
        ends_at=data.ends_at,
        public=data.public,
    )


async def _list(session: AsyncSession, producer: Producer | None) -> VoucherList:
    kept = await kept_vouchers(session, None if producer is None else producer.id, MOST)
    return VoucherList([_out(one) for one in kept])


def _out(kept: KeptVoucher) -> VoucherOut:
    offer = kept.offer
    return VoucherOut(
        code=offer.code,
        name=offer.name,
        kind=offer.kind,
        amount=offer.effect.amount,
        percent=offer.effect.percent,
        cap=offer.effect.cap,
        minimum=offer.effect.minimum,
        quota=kept.quota,
        buyer_limit=kept.buyer_limit,
        taken=kept.taken,
        given=kept.given,
        public=kept.public,
        open=offer.open,
        ended=kept.ended,
        starts_at=kept.starts_at,
        ends_at=offer.ends_at,
        sample=kept.sample,
    )


routes = [Router("/api/v1", route_handlers=[list_own, make_own, list_all, make, end], tags=["vouchers"])]
