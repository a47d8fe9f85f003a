"""The service issues, refuses or is away; whatever happens in between, an invoice is issued once."""

import asyncio

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from shop.core.db import short
from shop.core.errors import Forbidden
from shop.invoices.connect import open_service, sandbox_service
from shop.invoices.errors import InvoiceUnknown
from shop.invoices.issue import issue_due
from shop.invoices.models import InvoiceState, SellerInvoice
from shop.invoices.sandbox.books import Books
from shop.invoices.send_again import send_again
from shop.producers.models import Producer, ProducerMember
from tests.make import producers
from tests.make.accounts import person
from tests.make.inventory import goods
from tests.make.invoices import TAX_CODE, invoiced, seller


async def an_invoice(sessions, **facts):
    """One that waits, committed."""
    async with short(sessions) as session:
        bowl = await goods(session, 5)
        await seller(session, bowl, **facts)
        await invoiced(session, bowl)


async def the_invoice(sessions):
    async with short(sessions) as session:
        return (await session.scalars(select(SellerInvoice))).one()


async def member_of(session, producer):
    """Somebody who owns it, as an asker."""
    owner = await person(session)
    session.add(ProducerMember(producer_id=producer.id, person_id=owner.id))
    await session.flush()
    return producers.actor(owner)


async def lease_ends(sessions):
    async with short(sessions) as session:
        await session.execute(update(SellerInvoice).values(due_at=SellerInvoice.created_at))


async def test_the_authority_s_code_is_kept(sessions):
    await an_invoice(sessions)
    books = Books()

    asked = await issue_due(sessions, sandbox_service(books))

    invoice = await the_invoice(sessions)
    assert (asked, invoice.state, invoice.due_at) == (1, InvoiceState.ISSUED, None)
    assert books.issued == {str(invoice.id): invoice.authority_code}
    assert await issue_due(sessions, sandbox_service(books)) == 0


@pytest.mark.parametrize("trouble", [{"away": 1}, {"lost": 1}])
async def test_a_service_that_was_away_is_asked_again(sessions, trouble):
    await an_invoice(sessions)
    books = Books(**trouble)
    service = sandbox_service(books)

    await issue_due(sessions, service)
    waiting = await the_invoice(sessions)
    assert (waiting.state, waiting.asked) == (InvoiceState.WAITING, 1)
    assert await issue_due(sessions, service) == 0  # not before its time
    await lease_ends(sessions)
    await issue_due(sessions, service)

    assert (await the_invoice(sessions)).state is InvoiceState.ISSUED
    assert len(books.issued) == 1


async def test_cut_off_between_the_answer_and_our_commit_there_is_one_invoice(sessions):
    await an_invoice(sessions)
    books = Books()

    async def cut(point):
        raise asyncio.CancelledError(point)

    with pytest.raises(asyncio.CancelledError):
        await issue_due(sessions, sandbox_service(books), pause=cut)
    assert (await the_invoice(sessions)).state is InvoiceState.WAITING
    await lease_ends(sessions)
    await issue_due(sessions, sandbox_service(books))

    invoice = await the_invoice(sessions)
    assert books.issued == {str(invoice.id): invoice.authority_code}


async def test_two_workers_share_what_is_due(sessions):
    async with short(sessions) as session:
        bowl = await goods(session, 50)
        await seller(session, bowl)
        for _ in range(6):
            await invoiced(session, bowl)
    books = Books()

    asked = await asyncio.gather(*(issue_due(sessions, sandbox_service(books)) for _ in range(3)))

    assert (sum(asked), len(books.issued)) == (6, 6)


async def test_a_refused_one_waits_for_its_seller_and_is_sent_again_as_it_is_now(sessions):
    await an_invoice(sessions, tax_code=None)
    service = sandbox_service()
    await issue_due(sessions, service)
    refused = await the_invoice(sessions)
    assert (refused.state, refused.refusal) == (InvoiceState.REFUSED, "seller_tax_code")

    async with short(sessions) as session:
        producer = await session.get(Producer, refused.producer_id)
        producer.tax_code = TAX_CODE
        actor = await member_of(session, producer)
        await send_again(session, actor, producer, refused.id)
        await send_again(session, actor, producer, refused.id)
    await issue_due(sessions, service)

    invoice = await the_invoice(sessions)
    assert (invoice.state, invoice.number, invoice.seller_tax_code) == (InvoiceState.ISSUED, 1, TAX_CODE)


async def test_only_its_own_seller_sends_it_again(session):
    bowl = await goods(session, 5)
    _, invoice = await invoiced(session, bowl)
    own = await session.get(Producer, invoice.producer_id)
    other = await producers.producer(session, "Hợp tác xã khác")
    stranger = await member_of(session, other)

    with pytest.raises(Forbidden):
        await send_again(session, stranger, own, invoice.id)
    with pytest.raises(InvoiceUnknown):
        await send_again(session, stranger, other, invoice.id)


def test_without_an_address_production_issues_nothing(settings):
    assert open_service(replace(settings, env="production")) is None
