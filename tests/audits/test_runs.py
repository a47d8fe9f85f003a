"""Runs of the auditor: asked for, worked in the background, kept, shown and sent as a sheet."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select, text, update

from shop.audits.ask_audit import ask_audit
from shop.audits.models import AuditFinding, AuditRun
from shop.audits.prune import prune_audits
from shop.audits.queries import audit_findings
from shop.audits.work_audit import work_audit
from shop.core.actor import Role
from tests.make.accounts import person, signed_in
from tests.make.inventory import goods
from tests.web.pages import look, send

API = "/api/v1/office/audits"
PAGE = "/van-phong/kiem-so"


async def test_a_run_keeps_what_it_found_by_name(session):
    bowl = await goods(session, 5)
    await session.execute(text("UPDATE stock_level SET on_hand = 6"))
    run_id = await ask_audit(session, None)

    run = await work_audit(session)
    idle = await work_audit(session)

    assert (run.id, run.differences, idle) == (run_id, 1, None)
    finding = (await audit_findings(session, run_id, 10))[0]
    assert (finding.check, finding.expected, finding.found) == ("ledger", "on hand 5, held 0", "on hand 6, held 0")
    assert (finding.goods, finding.product) == ("Bát gốm men lam", bowl.product_slug)


async def test_who_asks_twice_gets_one_run_until_it_is_over(session):
    officer = await person(session, Role.OFFICER)

    first, second = [await ask_audit(session, officer.id) for _ in range(2)]
    await work_audit(session)
    third = await ask_audit(session, officer.id)

    assert first == second != third


async def test_two_workers_never_work_the_same_run(sessions):
    async with sessions() as session, session.begin():
        await goods(session, 5)
        await ask_audit(session, None)

    async def work():
        async with sessions() as session, session.begin():
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            return await work_audit(session)

    ends = await asyncio.gather(*(work() for _ in range(4)))

    assert sum(run is not None for run in ends) == 1
    async with sessions() as session:
        assert await session.scalar(select(AuditRun.differences)) == 0


async def test_an_officer_asks_and_reads_over_http(client, session):
    await goods(session, 5)
    await session.execute(text("DELETE FROM shelf"))
    await _as_officer(client, session)

    asked = await client.post(API)
    again = await client.post(API)
    await work_audit(session)
    read = await client.get(f"{API}/{asked.json()['id']}")
    listed = await client.get(API)
    unknown = await client.get(f"{API}/01a222fc-cb20-7c93-972a-767a5def7d13")

    assert (asked.status_code, asked.json()["differences"]) == (202, None)
    assert again.json()["id"] == asked.json()["id"]
    assert [each["check"] for each in read.json()["findings"]] == ["shelf"]
    assert [each["differences"] for each in listed.json()["items"]] == [1]
    assert (unknown.status_code, unknown.json()["code"]) == (404, "audit_unknown")


async def test_the_page_says_it_in_words_and_gives_a_sheet(client, session):
    bowl = await goods(session, 5)
    await session.execute(text("UPDATE stock_level SET on_hand = 6"))
    await _as_officer(client, session)

    asked = await send(client, PAGE)
    waits = await look(client, asked.headers["location"])
    run = await work_audit(session)
    told = await look(client, f"{PAGE}?lan={run.id}")
    english = await look(client, f"/en{PAGE}")
    sheet = await client.get(f"{PAGE}/{run.id}/sai-lech.csv")

    assert asked.status_code == 303
    assert "Đang chờ" in waits.text
    assert "Sổ kho và tồn" in told.text
    assert f'href="/san-pham/{bowl.product_slug}"' in told.text
    assert "Ledger and balance" in english.text
    assert "on hand 6, held 0" in sheet.text
    assert sheet.headers["content-type"].startswith("text/csv")


async def test_runs_of_long_ago_go_with_their_findings(session):
    await goods(session, 5)
    await session.execute(text("DELETE FROM shelf"))
    await ask_audit(session, None)
    await work_audit(session)
    await session.execute(update(AuditRun).values(ended_at=AuditRun.ended_at - timedelta(days=91)))

    gone = [await prune_audits(session, 10), await prune_audits(session, 10)]

    assert gone == [1, 0]
    assert await session.scalar(select(func.count()).select_from(AuditFinding)) == 0


async def _as_officer(client, session):
    officer = await person(session, Role.OFFICER)
    await session.commit()
    await signed_in(client, officer)
