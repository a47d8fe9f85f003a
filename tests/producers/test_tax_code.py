"""A producer's tax code: set by its owner, put right by an officer, the one before kept in the log."""

import pytest
from sqlalchemy import select

from shop.core.actor import GUEST, Role
from shop.core.audit import AuditEntry
from shop.core.errors import Forbidden, Unauthenticated
from shop.producers.errors import BadTaxCode, ReasonMissing
from shop.producers.models import MemberRole, Producer, ProducerMember
from shop.producers.set_tax_code import set_tax_code
from tests.make import accounts, producers


async def owned(session):
    """A producer and its owner, who asks."""
    owner = await accounts.person(session, Role.PRODUCER)
    return await producers.producer(session, members=[owner]), producers.actor(owner)


async def acts(session):
    """What the log says of tax codes."""
    entries = await session.scalars(
        select(AuditEntry).where(AuditEntry.action == "producer.set_tax_code").order_by(AuditEntry.id)
    )
    return [(entry.detail["before"], entry.detail["after"], entry.detail["reason"]) for entry in entries]


async def test_an_owner_sets_it_and_an_officer_puts_it_right(session):
    maker, owner = await owned(session)
    officer = producers.actor(await accounts.person(session, Role.OFFICER), Role.OFFICER)

    for _ in range(2):
        await set_tax_code(session, owner, maker.id, " 0101 243 150 ")
    await set_tax_code(session, officer, maker.id, "0101243150-001", reason="Theo giấy đăng ký")

    assert (await session.get(Producer, maker.id, populate_existing=True)).tax_code == "0101243150-001"
    assert await acts(session) == [
        (None, "0101243150", None),
        ("0101243150", "0101243150-001", "Theo giấy đăng ký"),
    ]


@pytest.mark.parametrize("written", ["", "010124315", "01012431501", "0101243150-01", "001089O12345", "٠١٠١٢٤٣١٥٠"])
async def test_what_is_no_tax_code_is_refused(session, written):
    maker, owner = await owned(session)

    with pytest.raises(BadTaxCode):
        await set_tax_code(session, owner, maker.id, written)


async def test_an_officer_says_why(session):
    maker, _ = await owned(session)
    officer = producers.actor(await accounts.person(session, Role.OFFICER), Role.OFFICER)

    with pytest.raises(ReasonMissing):
        await set_tax_code(session, officer, maker.id, "001089012345", reason=" - ")


async def test_editors_strangers_and_guests_do_not_set_it(session):
    maker, _ = await owned(session)
    editor, stranger = await accounts.person(session), await accounts.person(session)
    session.add(ProducerMember(producer_id=maker.id, person_id=editor.id, role=MemberRole.EDITOR))
    await session.flush()

    for actor, refusal in (
        (producers.actor(editor), Forbidden),
        (producers.actor(stranger), Forbidden),
        (GUEST, Unauthenticated),
    ):
        with pytest.raises(refusal):
            await set_tax_code(session, actor, maker.id, "0101243150")


async def test_the_desk_takes_it_shows_what_is_wrong_and_hides_the_form_from_editors(client, session):
    owner, editor = await accounts.person(session), await accounts.person(session)
    maker = await producers.producer(session, members=[owner])
    session.add(ProducerMember(producer_id=maker.id, person_id=editor.id, role=MemberRole.EDITOR))
    await session.flush()
    at = f"/chu-the/{maker.slug}/ho-so"

    await accounts.signed_in(client, owner)
    wrong = await client.post(at, data={"act": "tax_code", "tax_code": "12"})
    right = await client.post(at, data={"act": "tax_code", "tax_code": "0101243150"}, follow_redirects=True)
    await accounts.signed_in(client, editor)
    looked = await client.get(at)

    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
    assert "Mã số thuế đã lưu" in right.text
    assert "0101243150" in looked.text
    assert 'name="tax_code"' not in looked.text


async def test_the_office_puts_it_right_with_a_reason(client, session):
    maker, _ = await owned(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    at = f"/van-phong/chu-the/{maker.slug}"

    silent = await client.post(at, data={"act": "tax_code", "tax_code": "0101243150"})
    said = await client.post(at, data={"act": "tax_code", "tax_code": "0101243150", "reason": "Theo giấy"})
    by_api = await client.put(
        f"/api/v1/producers/{maker.slug}/tax-code", json={"tax_code": "001089012345", "reason": "Hộ cá thể"}
    )

    assert (silent.status_code, said.status_code) == (422, 303)
    assert by_api.json() == {"producer": maker.slug, "tax_code": "001089012345"}
    assert [after for _, after, _ in await acts(session)] == ["0101243150", "001089012345"]
