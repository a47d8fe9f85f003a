import pytest
from sqlalchemy import text

from shop.orders.audit import audit_books
from shop.stockroom.cancel import cancel_transfer
from shop.stockroom.receive import Arrived, receive_transfer
from shop.stockroom.rules import Shortfall
from tests.make.inventory import goods
from tests.make.stockroom import ends, fresh_key, sent

IN_TRANSIT = "(SELECT level.id FROM stock_level level JOIN place ON place.id = place_id WHERE place.kind = 'transit')"


async def test_transfers_of_every_kind_leave_honest_books(session):
    await transfers(session)

    assert await audit_books(session) == []


@pytest.mark.parametrize(
    ("corruption", "check"),
    [
        (f"UPDATE stock_level SET on_hand = on_hand - 1 WHERE id = {IN_TRANSIT}", "goods in transit"),
        (f"UPDATE stock_level SET held = 1 WHERE id = {IN_TRANSIT}", "goods in transit"),
        ("UPDATE stock_transfer_line SET pieces = pieces + 1", "goods in transit"),
        ("DELETE FROM stock_transfer_line WHERE received IS NULL", "goods in transit"),
        ("UPDATE stock_transfer SET status = 'sent', ended_at = NULL, ended_by = NULL", "goods in transit"),
        (
            "UPDATE stock_transfer SET status = 'received', ended_at = created_at, ended_by = '' WHERE status = 'sent'",
            "goods in transit",
        ),
        ("UPDATE stock_transfer SET status = 'cancelled' WHERE status = 'received'", "transfers and ledger"),
        ("UPDATE stock_transfer_line SET received = 0 WHERE received = 2", "transfers and ledger"),
        ("UPDATE stock_transfer_line SET received = pieces WHERE received = 1", "transfers and ledger"),
        ("UPDATE stock_transfer SET to_place_id = :elsewhere", "transfers and ledger"),
        ("UPDATE stock_transfer SET from_place_id = :elsewhere", "transfers and ledger"),
    ],
)
async def test_a_seeded_corruption_is_found(session, corruption, check):
    await transfers(session)
    elsewhere = await goods(session, name="Tranh Hàng Trống", point="quay-bat-trang")

    named = {"elsewhere": elsewhere.place_id} if ":elsewhere" in corruption else {}
    await session.execute(text(corruption), named)

    assert check in {difference.check for difference in await audit_books(session)}


async def test_a_line_of_the_ledger_that_nobody_can_explain_is_found(session):
    await transfers(session)
    await session.execute(text("ALTER TABLE movement DISABLE TRIGGER USER"))
    await session.execute(text("UPDATE movement SET reference = NULL WHERE kind = 'transfer' AND on_hand > 0"))

    assert {"transfers and ledger"} == {difference.check for difference in await audit_books(session)}


async def transfers(session):
    """One under way, one received, one received in part, one taken back."""
    both = await ends(session, 20)
    await sent(session, both, 4)
    whole, part, back = [await sent(session, both, 2) for _ in range(3)]
    await receive_transfer(session, both.receiver, whole.code, Arrived(), fresh_key())
    short = Arrived(pieces={both.goods.variant_id: 1}, shortfall=Shortfall.LOST)
    await receive_transfer(session, both.receiver, part.code, short, fresh_key())
    await cancel_transfer(session, both.sender, back.code)
