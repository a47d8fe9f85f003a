"""The auditor in the programme office: the last runs, what they found, and a new one."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.audits.ask_audit import ask_audit
from shop.audits.queries import FindingShown, RunShown, audit_findings, audit_run, audit_runs
from shop.audits.rules import MOST_FINDINGS
from shop.core.i18n import Locale, say
from shop.core.sheets import csv_bytes
from shop.web.pages.answer import both, go, show
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.audits import AuditRow, AuditsPage, CheckRows, FindingRow

HERE = "/van-phong/kiem-so"
MOST_RUNS = 30
MOST_SHOWN = 200  # findings on the page; the sheet has all that are kept
COLUMNS = ("check", "about", "place", "subject", "expected", "found")
KNOWN = {
    "ledger": "ledger",
    "holds": "holds",
    "batches": "batches",
    "shelf": "shelf",
    "goods in transit": "transit",
    "transfers and ledger": "transfers",
    "certificates": "certificates",
    "grades on sale": "grades",
    "orders and holds": "order_holds",
    "money of orders": "money",
    "payments and orders": "payments",
    "orders and parcels": "parcels",
    "bank transfers": "bank",
    "promotions": "promotions",
    "discounts of orders": "discounts",
    "sales at the counter": "counter",
    "cash in drawers": "drawers",
    "cash on delivery": "cod",
    "reviews": "reviews",
    "pieces going back": "going_back",
    "refunds": "refunds",
    "goods of returns": "returns",
    "payouts and ledger": "payouts",
    "audit log": "log",
}


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def audits_page(
    visit: NamedDependency[Visit],
    run: Annotated[UUID | None, QueryParameter(name="lan")] = None,
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The last runs; `lan` chooses one, else the last that is over is shown."""
    runs = await audit_runs(visit.session, MOST_RUNS)
    chosen = await audit_run(visit.session, run) if run else next((one for one in runs if one.ended_at), None)
    findings = await audit_findings(visit.session, chosen.id, MOST_SHOWN) if chosen else []
    page = AuditsPage(
        site=visit.site,
        console=office(visit, HERE),
        runs=tuple(_row(one, chosen) for one in runs),
        chosen=_row(chosen, chosen) if chosen else None,
        checks=_checks(findings, visit.locale),
        kept=len(findings),
        waiting=any(one.ended_at is None for one in runs),
        done=say(visit.locale, "web.audit.asked") if done == "asked" else None,
    )
    return show("office_audits.html", visit.locale, page)


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def audits_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Ask for a run; it is worked within seconds."""
    await ask_audit(visit.session, person_of(visit.actor))
    return go(visit.locale, f"{HERE}?done=asked")


@get(both(f"{HERE}/{{audit_id:uuid}}/sai-lech.csv"), guards=OFFICERS, include_in_schema=False)
async def audits_csv(visit: NamedDependency[Visit], audit_id: FromPath[UUID]) -> Response[bytes]:
    """What a run found, as CSV."""
    run = await audit_run(visit.session, audit_id)
    findings = await audit_findings(visit.session, run.id, MOST_FINDINGS)
    header = [say(visit.locale, f"web.audit.column.{name}") for name in COLUMNS]
    rows = [
        [_title(one.check, visit.locale), one.goods or "", one.place or "", one.subject, one.expected, one.found]
        for one in findings
    ]
    name = f"kiem-so-{run.asked_at:%Y%m%d-%H%M}.csv"
    return Response(
        csv_bytes(header, rows),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"},
    )


def _row(run: RunShown, chosen: RunShown | None) -> AuditRow:
    return AuditRow(
        id=str(run.id),
        asked_at=run.asked_at,
        asked_by=run.asked_by,
        ended_at=run.ended_at,
        differences=run.differences,
        here=chosen is not None and run.id == chosen.id,
    )


def _checks(findings: Sequence[FindingShown], locale: Locale) -> tuple[CheckRows, ...]:
    """By check, in the order in which they were made."""
    return tuple(
        CheckRows(
            title=_title(check, locale),
            means=say(locale, f"web.audit.means_{KNOWN[check]}") if check in KNOWN else "",
            findings=tuple(_finding(one) for one in found),
        )
        for check, found in groupby(findings, key=lambda one: one.check)
    )


def _title(check: str, locale: Locale) -> str:
    return say(locale, f"web.audit.check_{KNOWN[check]}") if check in KNOWN else check


def _finding(one: FindingShown) -> FindingRow:
    about = ", ".join(part for part in (one.goods, one.place) if part) or one.subject
    return FindingRow(about=about, path=_path(one), expected=one.expected, found=one.found)


def _path(one: FindingShown) -> str:
    if one.product:
        return f"/san-pham/{one.product}"
    if one.check == "certificates":
        return f"/van-phong/chung-nhan/{one.subject}"
    return f"/san-pham/{one.subject}" if one.check == "grades on sale" else ""


routes = [audits_page, audits_act, audits_csv]
