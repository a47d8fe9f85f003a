"""Addresses of the counter, for the staff of a point."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import HeaderParameter, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.clock import today
from shop.core.text import Body, Line, Quantity, Reason
from shop.counter.close_drawer import confirm_count, count_drawer
from shop.counter.day import DayShown, day_shown
from shop.counter.goods import FoundGoods, find_goods
from shop.counter.models import Fate, PaidBy
from shop.counter.move_cash import move_cash
from shop.counter.open_drawer import open_drawer
from shop.counter.queries import drawer_shown, sale_shown, sales_of_day
from shop.counter.rules import MOST_CASH, MOST_LINES
from shop.counter.sell import Sale, Wanted, sell
from shop.counter.shown import DrawerShown, SaleShown
from shop.counter.take_back import Brought, TakingBack, sale_for_staff, take_back
from shop.stockroom.guards import stockroom_of

_STAFF = [require_role(Role.STAFF, Role.ADMIN)]

KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=200)]
WordsQuery = Annotated[str, QueryParameter(name="q", max_length=200)]
CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
Cash = Annotated[int, Meta(ge=0, le=MOST_CASH)]
BatchCode = Annotated[str, Meta(min_length=1, max_length=20)]


class SaleLineBody(Body):
    """So many of a variant; `batch` is the code of the label that was scanned."""

    variant: UUID
    quantity: Quantity
    batch: BatchCode | None = None


class SaleBody(Body):
    """What somebody takes, each variant once; `given` is the cash. `expected_total` is what the buyer was told."""

    lines: Annotated[list[SaleLineBody], Meta(min_length=1, max_length=MOST_LINES)]
    paid_by: PaidBy
    expected_total: Cash
    given: Cash | None = None
    note: Line = ""
    age_confirmed: bool = False


class BroughtBody(Body):
    """Pieces of a variant that are brought back, and what becomes of them."""

    variant: UUID
    pieces: Quantity
    fate: Fate = Fate.SHELF


class ReturnBody(Body):
    """What is brought back, each variant once, and how the money is given."""

    lines: Annotated[list[BroughtBody], Meta(min_length=1, max_length=MOST_LINES)]
    paid_by: PaidBy
    reason: Reason


class OpenBody(Body):
    """The cash that lies in the drawer for change."""

    amount: Cash


class CashBody(Body):
    """Cash that is put in or, below zero, taken out."""

    amount: Annotated[int, Meta(ge=-MOST_CASH, le=MOST_CASH)]  # not 0
    reason: Reason


class DrawerCountBody(Body):
    """What lies in the drawer; a difference needs a reason."""

    counted: Cash
    reason: Line = ""


class GoodsList(msgspec.Struct, frozen=True):
    """What stands at a point and may be sold."""

    items: list[FoundGoods]


class SaleList(msgspec.Struct, frozen=True):
    """Walk-in sales, the newest first."""

    items: list[SaleShown]


class DrawerOut(msgspec.Struct, frozen=True):
    """The open drawer of a point; null: none is open."""

    drawer: DrawerShown | None


class CountedOut(msgspec.Struct, frozen=True):
    """Whether the drawer is closed; otherwise somebody else has to confirm the count."""

    closed: bool


@get("/sales-points/{slug:str}/counter/goods", operation_id="findCounterGoods", summary="Find goods to sell")
async def goods(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    words: WordsQuery = "",
    limit: LimitQuery = 20,
) -> GoodsList:
    """By name with or without diacritics, by SKU or barcode, by the code or the address on a label."""
    place = await stockroom_of(session, actor, slug)
    return GoodsList(await find_goods(session, place.id, words, await today(session), limit))


@post("/sales-points/{slug:str}/counter/sales", status_code=201, operation_id="sellAtCounter", summary="Sell goods")
async def make_sale(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[SaleBody],
    key: KeyHeader,
) -> SaleShown:
    """At today's list prices, from what is promised to nobody. The same key sells once."""
    sale = Sale(
        lines=[Wanted(variant_id=line.variant, quantity=line.quantity, batch=line.batch) for line in data.lines],
        paid_by=data.paid_by,
        expected_total=data.expected_total,
        given=data.given,
        note=data.note,
        age_confirmed=data.age_confirmed,
    )
    return await sale_shown(session, await sell(session, actor, slug, sale, key))


@get("/sales-points/{slug:str}/counter/sales", operation_id="listCounterSales", summary="Walk-in sales of a day")
async def list_sales(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    day: Annotated[date | None, QueryParameter()] = None,
    limit: LimitQuery = 50,
) -> SaleList:
    """Of today, or of another `day` of Hà Nội's calendar."""
    place = await stockroom_of(session, actor, slug)
    return SaleList(await sales_of_day(session, place.id, day or await today(session), limit))


@get("/counter-sales/{sale_code:str}", operation_id="readCounterSale", summary="One walk-in sale")
async def read_sale(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], sale_code: CodePath
) -> SaleShown:
    """For the staff of its point; everybody else learns nothing."""
    sale = await sale_for_staff(session, actor, sale_code)
    return await sale_shown(session, sale.id)


@post("/counter-sales/{sale_code:str}/return", status_code=200, operation_id="returnToCounter", summary="Take back")
async def give_back(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    sale_code: CodePath,
    data: JSONBody[ReturnBody],
    key: KeyHeader,
) -> SaleShown:
    """Within what was sold and has not come back; the money leaves the open drawer. The same key takes back once."""
    lines = [Brought(variant_id=line.variant, pieces=line.pieces, fate=line.fate) for line in data.lines]
    brought = TakingBack(lines=lines, paid_by=data.paid_by, reason=data.reason)
    sale = await take_back(session, actor, sale_code, brought, key)
    return await sale_shown(session, sale.id)


@get("/sales-points/{slug:str}/drawer", operation_id="readDrawer", summary="The open drawer")
async def read_drawer(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> DrawerOut:
    """With its book, the newest line first."""
    return await _drawer(session, actor, slug)


@post("/sales-points/{slug:str}/drawer/open", status_code=200, operation_id="openDrawer", summary="Open the drawer")
async def begin(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[OpenBody],
    key: KeyHeader,
) -> DrawerOut:
    """A point has one open drawer. The same key opens once."""
    await open_drawer(session, actor, slug, data.amount, key)
    return await _drawer(session, actor, slug)


@post("/sales-points/{slug:str}/drawer/cash", status_code=200, operation_id="moveCash", summary="Put in or take out")
async def put(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[CashBody],
    key: KeyHeader,
) -> DrawerOut:
    """For a reason. The same key moves cash once."""
    await move_cash(session, actor, slug, data.amount, reason=data.reason, key=key)
    return await _drawer(session, actor, slug)


@post("/sales-points/{slug:str}/drawer/count", status_code=200, operation_id="countDrawer", summary="Count and close")
async def count(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[DrawerCountBody],
    key: KeyHeader,
) -> CountedOut:
    """A large difference leaves it open until somebody else confirms. The same key counts once."""
    closed = await count_drawer(
        session, actor, slug, data.counted, key, reason=data.reason, alone_up_to=settings.drawer_difference
    )
    return CountedOut(closed)


@post("/sales-points/{slug:str}/drawer/confirm", status_code=200, operation_id="confirmDrawer", summary="Confirm")
async def confirm(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> CountedOut:
    """As a second person, while no cash has moved since the count."""
    await confirm_count(session, actor, slug)
    return CountedOut(closed=True)


@get("/sales-points/{slug:str}/day", operation_id="readDayOfPoint", summary="The day of a point in figures")
async def read_day(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    day: Annotated[date | None, QueryParameter()] = None,
) -> DayShown:
    """Today, or another `day` of Hà Nội's calendar."""
    place = await stockroom_of(session, actor, slug)
    return await day_shown(session, place.id, day or await today(session))


async def _drawer(session: AsyncSession, actor: Actor, slug: str) -> DrawerOut:
    place = await stockroom_of(session, actor, slug)
    return DrawerOut(await drawer_shown(session, place.id))


routes = [
    Router(
        "/api/v1",
        route_handlers=[
            goods,
            make_sale,
            list_sales,
            read_sale,
            give_back,
            read_drawer,
            begin,
            put,
            count,
            confirm,
            read_day,
        ],
        guards=_STAFF,
        tags=["counter"],
    )
]
