"""Books of payouts that were changed past all guards are found."""

import pytest
from sqlalchemy import select

from shop.models import metadata
from shop.orders.audit import audit_books
from shop.payouts.mark import mark_failed, mark_paid
from shop.samples.purge import purge_samples
from shop.settlement.models import EntryKind, LedgerEntry
from tests.make.payouts import approved, drafted, past_guards, payouts, reversed_sale, sent, sold, with_account

CHECK = "payouts and ledger"


async def _found(session):
    return [(one.subject, one.expected, one.found) for one in await audit_books(session) if one.check == CHECK]


@pytest.fixture
async def paid(session):
    """One payout that was paid, one that failed, one that is under way, one draft; and the books agree."""
    makers = [(await with_account(session, 300_000, name=name))[0] for name in ("An", "Bình", "Chi")]
    _, who = await sent(session)
    first, second, _ = await payouts(session)
    await mark_paid(session, who, first.id, "FT1")
    await mark_failed(session, who, second.id, "sai số tài khoản")
    await session.flush()
    await drafted(session)
    assert await _found(session) == []
    return makers


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    "corruption",
    [
        "UPDATE payout SET amount = amount + 1 WHERE state = 'sent'",
        "UPDATE payout SET state = 'sent', ended_at = NULL, ended_by = NULL, reason = NULL WHERE state = 'failed'",
        "UPDATE payout SET state = 'approved' WHERE state = 'draft'",
        "UPDATE payout SET state = 'draft', sent_at = NULL WHERE state = 'sent'",
        "DELETE FROM ledger_posting WHERE entry_id IN (SELECT id FROM ledger_entry WHERE kind = 'payout_back')",
        "UPDATE ledger_posting SET amount = 2 * amount FROM ledger_entry WHERE entry_id = id AND kind = 'payout'",
        "UPDATE ledger_entry SET kind = 'reversal', payout_id = NULL WHERE kind = 'payout'",
    ],
)
async def test_each_corruption_is_found(session, corruption):
    await past_guards(session, corruption)

    assert await _found(session) != []


async def test_more_than_was_owed_is_found_though_the_entries_are_right(session):
    maker, _ = await with_account(session, 300_000)
    await approved(session)
    of_sales = "FROM ledger_entry WHERE entry_id = id AND kind = 'sale'"
    await past_guards(session, f"UPDATE ledger_posting SET amount = amount - sign(amount) {of_sales}")

    assert await _found(session) == [(maker.slug, "at most 299999 paid", "300000 paid")]


async def test_goods_that_go_back_after_the_payout_are_no_fault_of_it(session):
    maker, _ = await with_account(session, 300_000)
    await sent(session)
    await reversed_sale(session, maker, 300_000, age="-2 minutes")

    assert await _found(session) == []


async def test_what_went_back_before_the_payout_counts(session):
    maker, _ = await with_account(session)
    await sold(session, maker, 300_000, age="2 days")
    await approved(session)
    await reversed_sale(session, maker, 1, age="1 day")

    assert [one[0] for one in await _found(session)] == [maker.slug]


async def test_samples_go_with_their_payouts_and_entries_and_what_is_real_stays(session):
    await with_account(session, 300_000, name="An")
    gone, _ = await with_account(session, 400_000, name="Bình")
    _, who = await sent(session)
    _, payout = await payouts(session)
    await mark_failed(session, who, payout.id, "sai số tài khoản")
    gone.sample = True
    await session.flush()

    await purge_samples(session, metadata)

    assert [one.amount for one in await payouts(session)] == [300_000]
    left = await session.scalars(select(LedgerEntry.kind).where(LedgerEntry.payout_id.is_not(None)))
    assert list(left) == [EntryKind.PAYOUT]
    assert await _found(session) == []
