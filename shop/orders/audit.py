"""Prove that stock, transfers, certificates, orders and money tell one story, and that nobody rewrote it."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.grade import overstated
from shop.core.audit import verify_chain
from shop.core.db import sql
from shop.orders.rules import SUMMARY

_CHECKS = (
    ("ledger", text(sql("inventory/audit_ledger"))),
    ("holds", text(sql("inventory/audit_holds"))),
    ("batches", text(sql("inventory/audit_batches"))),
    ("shelf", text(sql("inventory/audit_shelf"))),
    ("goods in transit", text(sql("stockroom/audit_transit"))),
    ("transfers and ledger", text(sql("stockroom/audit_transfers"))),
    ("certificates", text(sql("certification/audit_history"))),
    ("orders and holds", text(sql("orders/audit_holds"))),
    ("money of orders", text(sql("orders/audit_money"))),
    ("orders and parcels", text(sql("orders/audit_parcels")).bindparams(order=[status.value for status in SUMMARY])),
    ("payments and orders", text(sql("orders/audit_payments"))),
    ("bank transfers", text(sql("bank/audit_transfers"))),
    ("pre-orders", text(sql("preorders/audit_claims"))),
    ("pre-orders and parcels", text(sql("orders/audit_preorders"))),
    ("promotions", text(sql("promotions/audit_allowances"))),
    ("discounts of orders", text(sql("orders/audit_discounts"))),
    ("sales at the counter", text(sql("counter/audit_sales"))),
    ("cash in drawers", text(sql("counter/audit_cash"))),
    ("cash on delivery", text(sql("remittance/audit_cash"))),
    ("reviews", text(sql("reviews/audit_sums"))),
    ("pieces going back", text(sql("returns/audit_pieces"))),
    ("refunds", text(sql("returns/audit_refunds"))),
    ("goods of returns", text(sql("returns/audit_goods"))),
    ("entries of the ledger", text(sql("settlement/audit_ledger"))),
    ("money and ledger", text(sql("settlement/audit_orders"))),
    ("payouts and ledger", text(sql("settlement/audit_payouts"))),
    ("figures of sessions", text(sql("reports/audit_sessions"))),
)


class Difference(msgspec.Struct, frozen=True):
    """Two books that do not agree: which check, about what, and both figures."""

    check: str
    subject: str
    expected: str
    found: str


async def audit_books(session: AsyncSession) -> Sequence[Difference]:
    """Compare Σ ledger with balances, open holds with what is held, parcels with holds, orders and money with both.

    Batches are compared with their lines of the ledger and with the level they stand at, the shelf with what is free,
    certificates with their history and with the stars products are shown with. What stands in transit is compared
    with the open transfers, and each transfer with its lines of the ledger; sales at counters with the ledger, and the
    books of drawers with all cash that changed hands; who holds cash of parcels with what was handed over; notices of
    banks with the money they brought; what lists show of reviews with a recount. Returns are compared with what was
    bought and collected, and with the ledger; what windows of pre-orders count as taken with the parcels it is for.
    Entries of the ledger of money add up to nothing, and its Σ for each order is what was captured less what was
    refunded; it has each payout, and no producer was paid more than it was owed. Reports of live sessions are compared
    with their orders and with what the ledger has of them. The hash chain of the audit log is followed too.

    All checks read one snapshot: call it in a REPEATABLE READ transaction when the shop is running.
    """
    differences: list[Difference] = []
    for check, statement in (*_CHECKS, ("grades on sale", overstated())):
        rows = await session.execute(statement)
        differences += [Difference(check, str(row.subject), str(row.expected), str(row.found)) for row in rows]
    forged = await verify_chain(session)
    if forged is not None:
        differences.append(Difference("audit log", f"entry {forged}", "its hash over the one before", "another"))
    return differences
