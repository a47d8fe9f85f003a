"""Addresses of cash on delivery for the office, to be read: who holds it, carriers' lists, what was handed in."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.carriers.models import CarrierName
from shop.core.actor import Role
from shop.core.money import Dong
from shop.remittance.models import CashState, Decision, FileState, RemittanceLine, Verdict
from shop.remittance.queries import (
    FileRow,
    Handed,
    Held,
    LateCash,
    held_cash,
    late_cash,
    lines_by_row,
    list_sent,
    lists_sent,
    remittances,
)

MOST_LATE = 100
AfterQuery = Annotated[UUID | None, QueryParameter()]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]


class HeldOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds cash, and what carriers hold for longer than `late_days`, the oldest first."""

    items: list[Held]
    late: list[LateCash]
    late_days: int


class ListOut(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier's list: how many of its lines wait for a person, and the đồng it names."""

    id: UUID
    carrier: CarrierName
    filename: str
    state: FileState
    lines: int
    waiting: int
    amount: Dong
    sent_at: datetime
    applied_at: datetime | None


class ListsOut(msgspec.Struct, frozen=True):
    """Carriers' lists, the newest first."""

    items: list[ListOut]


class LineOut(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list as it was read, what it is beside our books, and what was decided."""

    row: int
    tracking: str
    code: str
    amount: Dong
    fee: Dong
    paid_on: date | None
    verdict: Verdict
    expected: Dong | None
    decision: Decision | None
    note: str | None


class LinesOut(msgspec.Struct, frozen=True):
    """A list and its lines, by their rows."""

    sent: ListOut
    items: list[LineOut]


class RemittanceOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier, or a place with its riders, handed in together; amounts are đồng."""

    id: UUID
    carrier: CarrierName | None
    place: str | None
    parcels: int
    amount: Dong
    fee: Dong
    state: CashState
    bank_reference: str | None
    handed_in_at: datetime
    settled_at: datetime | None


class RemittancesOut(msgspec.Struct, frozen=True):
    """Those that wait for the bank, the oldest first; or those that are settled, the newest first."""

    items: list[RemittanceOut]


@get("/held", operation_id="listHeldCash", summary="Who holds cash on delivery (officers)")
async def held(session: NamedDependency[AsyncSession], settings: NamedDependency[Settings]) -> HeldOut:
    """Carriers first, then places; and the parcels whose carrier is late."""
    days = settings.carrier_cash_days
    late = await late_cash(session, days, limit=MOST_LATE)
    return HeldOut(items=await held_cash(session, days), late=late, late_days=days)


@get("/lists", operation_id="listCarrierLists", summary="Carriers' lists of cash (officers)")
async def lists(session: NamedDependency[AsyncSession], after: AfterQuery = None, limit: LimitQuery = 50) -> ListsOut:
    """The newest first; `after` is the id of the last one seen."""
    return ListsOut([_list(row) for row in await lists_sent(session, limit=limit, after=after)])


@get("/lists/{list_id:uuid}", operation_id="readCarrierList", summary="The lines of a carrier's list (officers)")
async def one_list(
    session: NamedDependency[AsyncSession],
    list_id: FromPath[UUID],
    after: Annotated[int, QueryParameter(ge=0, le=1_000_000)] = 0,
    limit: LimitQuery = 50,
) -> LinesOut:
    """By their rows; `after` is the row of the last one seen."""
    found = await list_sent(session, list_id)
    lines = await lines_by_row(session, list_id, limit=limit, after=after)
    return LinesOut(_list(found), [_line(line) for line in lines])


@get("/remittances", operation_id="listRemittances", summary="Cash that was handed in (officers)")
async def handed_in(
    session: NamedDependency[AsyncSession],
    after: AfterQuery = None,
    limit: LimitQuery = 50,
    *,
    settled: Annotated[bool, QueryParameter()] = False,
) -> RemittancesOut:
    """What waits to be seen on the account, or is `settled`; `after` is the id of the last one seen."""
    found = await remittances(session, limit=limit, settled=settled, after=after)
    return RemittancesOut([_remittance(one) for one in found])


def _list(row: FileRow) -> ListOut:
    return ListOut(
        id=row.file.id,
        carrier=row.file.carrier,
        filename=row.file.filename,
        state=row.file.state,
        lines=row.lines,
        waiting=row.waiting,
        amount=row.named,
        sent_at=row.file.created_at,
        applied_at=row.file.applied_at,
    )


def _line(line: RemittanceLine) -> LineOut:
    return LineOut(
        row=line.row,
        tracking=line.tracking,
        code=line.code,
        amount=line.amount,
        fee=line.fee,
        paid_on=line.paid_on,
        verdict=line.verdict,
        expected=line.expected,
        decision=line.decision,
        note=line.note,
    )


def _remittance(one: Handed) -> RemittanceOut:
    row = one.remittance
    return RemittanceOut(
        id=row.id,
        carrier=row.carrier,
        place=one.place,
        parcels=one.parcels,
        amount=row.amount,
        fee=row.fee,
        state=row.state,
        bank_reference=row.bank_reference,
        handed_in_at=row.created_at,
        settled_at=row.settled_at,
    )


routes = [
    Router(
        "/api/v1/office/cod",
        route_handlers=[held, lists, one_list, handed_in],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["office"],
    )
]
