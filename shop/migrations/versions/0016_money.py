"""Money that comes before the goods: ways to pay, attempts, receipts, and refunds that go through a provider."""

import sqlalchemy as sa
from alembic import op

from shop.migrations.functions import TRIGGERS

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

METHODS = ("cod", "vietqr", "card", "vnpay", "momo")
STATES = (
    "to_collect", "collected", "remitted", "settled", "refused", "cancelled", "awaiting", "authorized", "paid",
)  # fmt: skip
ATTEMPTS = ("open", "succeeded", "failed", "cancelled")
REFUNDS = ("owed", "sent", "paid", "failed")
BACK = ("cash", "transfer", "card", "vnpay", "momo")
WIDENED = (
    ("payment", "paymentmethod", "method", METHODS, ("cod",)),
    ("shop_order", "paymentmethod", "payment_method", METHODS, ("cod",)),
    ("payment", "paymentstate", "state", STATES, STATES[:6]),
    ("payment_history", "paymentstate", "state", STATES, STATES[:6]),
    ("refund", "refundstate", "state", REFUNDS, ("owed", "paid")),
    ("refund", "refundmethod", "method", BACK, ("cash", "transfer")),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table, name, column, values, _ in WIDENED:
        _restrict(table, name, column, values)
    _let_money_come_first()
    _create_attempt()
    _create_receipt()
    _widen_refund()
    op.execute(next(trigger for trigger in TRIGGERS if " payment_receipt_append_only " in trigger))


def _restrict(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    check = op.f(f"{table}_{name}_check")
    op.drop_constraint(check, table)
    allowed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(check, table, f"{column} IN ({allowed})")


def _let_money_come_first() -> None:
    op.drop_constraint(op.f("payment_collected_within_amount_check"), "payment")
    op.create_check_constraint(op.f("payment_collected_not_negative_check"), "payment", "collected >= 0")
    op.create_check_constraint(op.f("payment_surplus_goes_back_check"), "payment", "collected - refunded <= amount")


def _record() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _create_attempt() -> None:
    op.create_table(
        "payment_attempt",
        *_record(),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("method", _choice("paymentmethod", METHODS), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", _choice("attemptstate", ATTEMPTS), server_default=sa.text("'open'"), nullable=False),
        sa.Column("foreign_id", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("payment_attempt_some_check")),
        sa.CheckConstraint("number > 0", name=op.f("payment_attempt_counted_check")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("payment_attempt_payment_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_attempt_pkey")),
        sa.UniqueConstraint("payment_id", "number", name=op.f("payment_attempt_payment_id_number_key")),
        sa.UniqueConstraint("method", "foreign_id", name=op.f("payment_attempt_method_foreign_id_key")),
    )


def _create_receipt() -> None:
    op.create_table(
        "payment_receipt",
        *_record(),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("method", _choice("paymentmethod", METHODS), nullable=False),
        sa.Column("foreign_id", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("payment_receipt_some_check")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("payment_receipt_payment_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_receipt_pkey")),
        sa.UniqueConstraint("method", "foreign_id", name=op.f("payment_receipt_method_foreign_id_key")),
    )
    op.create_index(op.f("payment_receipt_payment_id_idx"), "payment_receipt", ["payment_id"])


def _widen_refund() -> None:
    for name in ("foreign_id", "failure", "asked_by", "approved_by"):
        op.add_column("refund", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("refund", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("refund_paid_whole_check"), "refund")
    op.create_check_constraint(
        op.f("refund_paid_whole_check"),
        "refund",
        "state <> 'paid' OR (num_nulls(method, paid_at, paid_by) = 0 AND num_nonnulls(voucher, foreign_id) > 0)",
    )
    op.create_check_constraint(
        op.f("refund_sent_whole_check"), "refund", "state <> 'sent' OR num_nulls(method, sent_at) = 0"
    )
    op.create_check_constraint(op.f("refund_two_persons_check"), "refund", "approved_by <> asked_by")
    op.create_unique_constraint(op.f("refund_method_foreign_id_key"), "refund", ["method", "foreign_id"])


def downgrade() -> None:
    op.drop_constraint(op.f("refund_method_foreign_id_key"), "refund")
    for name in ("two_persons", "sent_whole", "paid_whole"):
        op.drop_constraint(op.f(f"refund_{name}_check"), "refund")
    op.create_check_constraint(
        op.f("refund_paid_whole_check"), "refund", "num_nulls(method, voucher, paid_at, paid_by) IN (0, 4)"
    )
    for name in ("sent_at", "approved_by", "asked_by", "failure", "foreign_id"):
        op.drop_column("refund", name)
    op.drop_table("payment_receipt")
    op.drop_table("payment_attempt")
    for name in ("surplus_goes_back", "collected_not_negative"):
        op.drop_constraint(op.f(f"payment_{name}_check"), "payment")
    op.create_check_constraint(
        op.f("payment_collected_within_amount_check"), "payment", "collected BETWEEN 0 AND amount"
    )
    for table, name, column, _, values in WIDENED:
        _restrict(table, name, column, values)
