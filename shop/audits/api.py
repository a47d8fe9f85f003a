"""Addresses of the auditor, for the programme office."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.audits.ask_audit import ask_audit
from shop.audits.queries import FindingShown, RunShown, audit_findings, audit_run, audit_runs
from shop.core.actor import Actor, Role
from shop.core.errors import Unauthenticated

LimitQuery = Annotated[int, QueryParameter(ge=1, le=1000)]


class RunList(msgspec.Struct, frozen=True):
    """Runs of the auditor, the newest first."""

    items: list[RunShown]


class RunWithFindings(msgspec.Struct, frozen=True, kw_only=True):
    """A run and what it found; a great many are counted and the first of them kept."""

    run: RunShown
    findings: list[FindingShown]


@get("/", operation_id="listAuditRuns", summary="Runs of the auditor (officers)")
async def list_runs(session: NamedDependency[AsyncSession], limit: LimitQuery = 50) -> RunList:
    """Each night's and those asked for."""
    return RunList(await audit_runs(session, limit))


@get("/{audit_id:uuid}", operation_id="readAuditRun", summary="What the auditor found (officers)")
async def read_run(
    session: NamedDependency[AsyncSession], audit_id: FromPath[UUID], limit: LimitQuery = 500
) -> RunWithFindings:
    """Books that do not agree, by check; `expected` and `found` are what the two say."""
    run = await audit_run(session, audit_id)
    return RunWithFindings(run=run, findings=await audit_findings(session, audit_id, limit))


@post("/", status_code=202, operation_id="askAudit", summary="Compare all books now (officers)")
async def ask(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> RunShown:
    """Worked in the background within seconds. Who asks again before it is over gets the same run."""
    if actor.person_id is None:
        raise Unauthenticated
    return await audit_run(session, await ask_audit(session, actor.person_id))


routes = [
    Router(
        "/api/v1/office/audits",
        route_handlers=[list_runs, read_run, ask],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["office"],
    )
]
