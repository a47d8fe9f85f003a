"""Deposits: what of an order is paid before its goods are kept, and what became of it; lines of rooms about orders."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

POLICIES = ("hold", "first_paid", "deposit")
ENTRIES = ("receipt", "cash", "remitted", "sale", "reversal", "refund", "forfeit", "payout", "payout_back")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _widen_offer()
    _widen_orders()
    _restrict("ledger_entry", "entrykind", "kind", ENTRIES)
    op.create_index(
        "comment_order_idx", "comment", ["session_id", "order_code"], postgresql_where=sa.text("order_code IS NOT NULL")
    )


def _restrict(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    check = op.f(f"{table}_{name}_check")
    op.drop_constraint(check, table)
    allowed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(check, table, f"{column} IN ({allowed})")


def _check(table: str, name: str, condition: str) -> None:
    op.create_check_constraint(op.f(f"{table}_{name}_check"), table, condition)


def _widen_offer() -> None:
    _restrict("offer", "policy", "policy", POLICIES)
    op.add_column("offer", sa.Column("deposit_percent", sa.SmallInteger(), nullable=True))
    op.add_column("offer", sa.Column("deposit_each", sa.BigInteger(), nullable=True))
    op.add_column("offer", _no("deposit_kept"))
    _check("offer", "percent_bounded", "deposit_percent BETWEEN 5 AND 90")
    _check("offer", "each_bounded", "deposit_each BETWEEN 10000 AND 100000000")
    _check("offer", "deposit_whole", "num_nonnulls(deposit_percent, deposit_each) = (policy = 'deposit')::int")


def _widen_orders() -> None:
    op.add_column("shop_order", _nothing("deposit"))
    op.add_column("shop_order", _no("deposit_kept"))
    _check("shop_order", "deposit_within_total", "deposit BETWEEN 0 AND total")
    op.add_column("parcel", _nothing("deposit"))
    op.add_column("parcel", _nothing("forfeited"))
    _check("parcel", "deposit_within_amount", "deposit BETWEEN 0 AND amount")
    _check("parcel", "forfeited_within_deposit", "forfeited BETWEEN 0 AND deposit")
    op.add_column("payment", _nothing("deposit"))
    _check("payment", "deposit_within_amount", "deposit BETWEEN 0 AND amount")


def _nothing(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False)
