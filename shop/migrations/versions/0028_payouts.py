"""Payouts to producers: their bank accounts, batches, payouts, and the entries of the ledger they make."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STATES = ("draft", "dropped", "approved", "sent", "paid", "failed")
FROZEN_ACCOUNT = ("producer_id", "bank_bin", "number", "holder", "stripe_account", "proposed_by")
FROZEN_PAYOUT = ("batch_id", "number", "code", "producer_id", "account_id", "amount", "method")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_account()
    _create_batch()
    _create_payout()
    _name_payouts()
    for table, columns in (("bank_account_of_producer", FROZEN_ACCOUNT), ("payout", FROZEN_PAYOUT)):
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION refuse_change()"
        )


def _record() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"{table}_{column}_fkey"))


def _create_account() -> None:
    table = "bank_account_of_producer"
    op.create_table(
        table,
        *_record(),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("bank_bin", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("stripe_account", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "bank_bin ~ '^[0-9]{6}$' AND number ~ '^[0-9A-Z]{4,19}$' AND holder <> ''",
            name=op.f(f"{table}_written_check"),
        ),
        sa.CheckConstraint("stripe_account ~ '^acct_[0-9A-Za-z]{1,60}$'", name=op.f(f"{table}_stripe_written_check")),
        sa.CheckConstraint("confirmed_by <> proposed_by", name=op.f(f"{table}_two_persons_check")),
        sa.CheckConstraint(
            "num_nulls(confirmed_by, confirmed_at) IN (0, 2)", name=op.f(f"{table}_confirmed_whole_check")
        ),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f(f"{table}_producer_id_fkey")),
        _person(table, "proposed_by"),
        _person(table, "confirmed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )
    op.create_index(op.f(f"{table}_producer_id_idx"), table, ["producer_id"])
    op.create_index(
        f"{table}_current_idx", table, ["producer_id"], unique=True, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_index(
        f"{table}_proposed_idx", table, ["id"], postgresql_where=sa.text("ended_at IS NULL AND confirmed_at IS NULL")
    )


def _create_batch() -> None:
    op.create_table(
        "payout_batch",
        *_record(),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approved_by <> made_by", name=op.f("payout_batch_two_persons_check")),
        sa.CheckConstraint(
            "num_nulls(approved_by, approved_at) IN (0, 2)", name=op.f("payout_batch_approved_whole_check")
        ),
        sa.CheckConstraint(
            "num_nulls(dropped_by, dropped_at) IN (0, 2)", name=op.f("payout_batch_dropped_whole_check")
        ),
        sa.CheckConstraint(
            "num_nonnulls(approved_at, dropped_at) < 2", name=op.f("payout_batch_approved_or_dropped_check")
        ),
        *(_person("payout_batch", column) for column in ("made_by", "approved_by", "dropped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("payout_batch_pkey")),
    )


def _create_payout() -> None:
    op.create_table(
        "payout",
        *_record(),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", _choice("payoutmethod", ("transfer", "stripe")), nullable=False),
        sa.Column("state", _choice("payoutstate", STATES), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0 AND number > 0", name=op.f("payout_some_check")),
        sa.CheckConstraint("(state = 'paid') = (reference IS NOT NULL)", name=op.f("payout_paid_as_check")),
        sa.CheckConstraint(
            "(state IN ('failed', 'dropped')) = (reason IS NOT NULL)", name=op.f("payout_ended_why_check")
        ),
        sa.CheckConstraint(
            "num_nulls(ended_by, ended_at) IN (0, 2) "
            "AND (state IN ('paid', 'failed', 'dropped')) = (ended_at IS NOT NULL)",
            name=op.f("payout_ended_whole_check"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'paid') OR sent_at IS NOT NULL", name=op.f("payout_sent_dated_check")
        ),
        sa.CheckConstraint(
            "state NOT IN ('draft', 'dropped', 'approved') OR sent_at IS NULL",
            name=op.f("payout_not_sent_before_check"),
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["payout_batch.id"], name=op.f("payout_batch_id_fkey")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("payout_producer_id_fkey")),
        sa.ForeignKeyConstraint(["account_id"], ["bank_account_of_producer.id"], name=op.f("payout_account_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("payout_pkey")),
        sa.UniqueConstraint("batch_id", "producer_id", name=op.f("payout_batch_id_producer_id_key")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("payout_batch_id_number_key")),
        sa.UniqueConstraint("code", name=op.f("payout_code_key")),
    )
    for column in ("producer_id", "account_id"):
        op.create_index(op.f(f"payout_{column}_idx"), "payout", [column])
    op.create_index(
        "payout_draft_idx", "payout", ["producer_id"], unique=True, postgresql_where=sa.text("state = 'draft'")
    )
    op.create_index(
        "payout_to_send_idx",
        "payout",
        ["id"],
        postgresql_where=sa.text("method = 'stripe' AND state IN ('approved', 'sent')"),
    )


def _name_payouts() -> None:
    """Entries of payouts name them with a reference that is kept, so that both go together."""
    op.add_column("ledger_entry", sa.Column("payout_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("ledger_entry_payout_id_fkey"), "ledger_entry", "payout", ["payout_id"], ["id"])
    op.create_index(op.f("ledger_entry_payout_id_idx"), "ledger_entry", ["payout_id"])
    op.create_check_constraint(
        op.f("ledger_entry_payout_of_payouts_check"),
        "ledger_entry",
        "payout_id IS NULL OR payout_id = reference AND kind IN ('payout', 'payout_back')",
    )


def downgrade() -> None:
    op.drop_column("ledger_entry", "payout_id")
    for table in ("payout", "payout_batch", "bank_account_of_producer"):
        op.drop_table(table)
