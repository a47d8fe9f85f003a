"""The office's pages and the frame's ways in: decisions with reasons, stale forms, links for whom they are."""

from sqlalchemy import select

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.producers.lock import papers_of
from shop.producers.models import PaperKind, PaperState
from shop.producers.submit import submit_registration
from tests.make import accounts, producers

HTML = {"accept": "text/html", "origin": "https://chomay.test"}


async def _submitted(session):
    person = await accounts.person(session)
    maker = await producers.producer(session)
    opened = await producers.registration(session, maker, person)
    await producers.give_all(session, opened, person)
    await submit_registration(session, producers.actor(person), opened.id)
    await session.flush()
    return maker, opened


async def _send(client, maker, **fields):
    return await client.post(f"/van-phong/chu-the/{maker.slug}", data=fields, headers=HTML)


async def test_a_paper_is_declined_with_a_reason_and_by_a_form_of_now(client, session):
    maker, opened = await _submitted(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    form = {"act": "decline_paper", "registration": str(opened.id), "paper": "tax_code", "version": str(opened.version)}

    bare = await _send(client, maker, **form)
    stale = await _send(client, maker, **(form | {"version": "1", "reason": "Số sai"}))
    good = await _send(client, maker, **(form | {"reason": "Số sai"}))
    again = await _send(client, maker, **(form | {"reason": "Số sai"}))

    assert [reply.status_code for reply in (bare, stale, good, again)] == [422, 409, 303, 409]
    paper = next(one for one in await papers_of(session, opened.id) if one.kind is PaperKind.TAX_CODE)
    assert (paper.state, paper.reason) == (PaperState.DECLINED, "Số sai")
    acts = list(await session.scalars(select(AuditEntry.action)))
    assert acts.count("producer.paper_declined") == 1


async def test_the_office_suspends_and_reinstates_on_its_page(client, session):
    maker = await producers.producer(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    replies = [await _send(client, maker, act=act, reason="Kiểm tra") for act in ("suspend", "suspend", "reinstate")]
    unknown = await _send(client, maker, act="hack", reason="Kiểm tra")

    assert [reply.status_code for reply in replies] == [303, 409, 303]
    assert unknown.status_code == 422


async def test_the_header_leads_members_and_officers_to_their_work(client, session):
    member, officer = await accounts.person(session), await accounts.person(session, Role.OFFICER)
    maker = await producers.producer(session, members=[member])
    found = {}
    for name, person in (("guest", None), ("member", member), ("officer", officer)):
        client.cookies.clear()
        if person:
            await accounts.signed_in(client, person)
        page = (await client.get("/toi", headers=HTML)).text
        found[name] = (f'href="/chu-the/{maker.slug}"' in page, 'href="/van-phong"' in page)

    assert found == {"guest": (False, False), "member": (True, False), "officer": (False, True)}
