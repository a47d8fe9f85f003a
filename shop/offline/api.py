"""Addresses for handing over without the net, for the staff of a point."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.db import Sessions, short
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import Locale
from shop.core.text import Body, Reason
from shop.http.locale import locale_of
from shop.http.problems import describe
from shop.offline.models import Cause, Ending
from shop.offline.queries import HandedOver, ReportShown, handed_over, open_conflicts, report_shown
from shop.offline.record import Report, record_hand_over
from shop.offline.rules import MOST_REPORTS
from shop.offline.settle import settle_conflict
from shop.offline.take_along import TakenList, take_along
from shop.stockroom.guards import stockroom_of

_STAFF = [require_role(Role.STAFF, Role.ADMIN)]

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=200)]
ClientId = Annotated[str, Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
OrderCode = Annotated[str, Meta(min_length=1, max_length=40)]
QrSecret = Annotated[str, Meta(min_length=16, max_length=16, pattern=r"^[A-Za-z0-9_-]+$")]


class ReportBody(Body):
    """That an order of a list was handed over: `id` is the device's own name for this, `secret` is from the QR code."""

    id: ClientId
    list: UUID
    order: OrderCode
    secret: QrSecret
    at: Annotated[datetime, Meta(tz=True)]


class ReportsBody(Body):
    """What was handed over while the net was away."""

    reports: Annotated[list[ReportBody], Meta(min_length=1, max_length=MOST_REPORTS)]


class SettleBody(Body):
    """How a conflict ends, and why."""

    ending: Ending
    note: Reason


class Answer(StrEnum):
    """What came of a report; `refused` leaves no trace."""

    HANDED_OVER = "handed_over"
    ALREADY = "already_handed_over"
    CONFLICT = "conflict"
    REFUSED = "refused"


class ReportOut(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one report: its `outcome`, or `refused` with the code and the sentence of a problem."""

    id: str
    order: str
    outcome: Answer
    cause: Cause | None = None
    handed_over: HandedOver | None = None
    code: str | None = None
    detail: str | None = None


class ReportsOut(msgspec.Struct, frozen=True):
    """An answer to each report, in their order."""

    items: list[ReportOut]


class ConflictList(msgspec.Struct, frozen=True):
    """What a person has to settle, the oldest first."""

    items: list[ReportShown]


@post("/sales-points/{slug:str}/pickup-lists", status_code=201, operation_id="takePickupsAlong", summary="Take along")
async def take_list(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
) -> TakenList:
    """The pickups that wait, for a device without the net: hashes of their QR codes' secrets, never the six digits."""
    return await take_along(session, actor, slug, secret=settings.secret_key, hours=settings.pickup_list_hours)


@post("/sales-points/{slug:str}/offline-hand-overs", status_code=200, operation_id="reportHandOvers", summary="Report")
async def report(
    *,
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[ReportsBody],
) -> ReportsOut:
    """Each report is worked by itself, and once: sent again it is answered as it was."""
    async with short(sessions) as session:
        await stockroom_of(session, actor, slug)
    reporter = _Reporter(sessions, settings.secret_key, actor, slug, locale_of(request.scope))
    return ReportsOut([await reporter.work(each) for each in data.reports])


class _Reporter(msgspec.Struct, frozen=True):
    """Works reports of one person at one point, each in a transaction of its own."""

    sessions: Sessions
    secret: str
    actor: Actor
    slug: str
    locale: Locale

    async def work(self, body: ReportBody) -> ReportOut:
        """Write it down, or say why not.

        Raises:
            Forbidden: the person does not work there any more.
        """
        asked = Report(body.id, body.list, body.order, body.secret, body.at)
        try:
            async with short(self.sessions) as session:
                done = await record_hand_over(session, self.actor, self.slug, asked, self.secret)
                when = None if done.cause else await handed_over(session, done.order_id)
        except Forbidden:
            raise
        except Refusal as refusal:
            why = describe(refusal, self.locale).detail
            return ReportOut(id=body.id, order=body.order, outcome=Answer.REFUSED, code=refusal.code, detail=why)
        return ReportOut(id=body.id, order=body.order, outcome=Answer(done.outcome), cause=done.cause, handed_over=when)


@get("/sales-points/{slug:str}/offline-conflicts", operation_id="listOfflineConflicts", summary="What to settle")
async def list_conflicts(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, limit: LimitQuery = 50
) -> ConflictList:
    """Goods that were given without the net although their order had ended, moved or was not packed."""
    place = await stockroom_of(session, actor, slug)
    return ConflictList(await open_conflicts(session, place.id, limit))


@post("/offline-conflicts/{conflict_id:uuid}/settle", status_code=200, operation_id="settleConflict", summary="Settle")
async def settle(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    conflict_id: FromPath[UUID],
    data: JSONBody[SettleBody],
) -> ReportShown:
    """Hand over after all, write the goods off, or only note it. The first who settles it is right."""
    await settle_conflict(session, actor, conflict_id, data.ending, data.note)
    return await report_shown(session, conflict_id)


routes = [
    Router(
        "/api/v1",
        route_handlers=[take_list, report, list_conflicts, settle],
        guards=_STAFF,
        tags=["offline"],
    )
]
