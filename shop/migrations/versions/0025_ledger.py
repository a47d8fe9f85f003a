"""The ledger of money, and the dated rates of what the platform takes."""

import sqlalchemy as sa
from alembic import op

from shop.core.db import sql

revision = "0025"
down_revision = "0018"
branch_labels = None
depends_on = None

_ACCOUNTS = (
    "money", "cash", "buyer", "producer", "carrier", "commission", "fee", "vat", "pit", "voucher", "shortfall",
)  # fmt: skip
_ENTRIES = ("receipt", "cash", "remitted", "sale", "reversal", "refund", "payout", "payout_back")
_CARRIERS = ("ghn", "ghtk", "viettel_post")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_account()
    _create_entry()
    _create_posting()
    _create_line()
    _create_rate()
    for name in ("check_entry", "rate_ahead"):
        op.execute(sql(f"settlement/{name}"))
    op.execute(
        "CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION check_entry()"
    )
    op.execute("CREATE TRIGGER rate_ahead BEFORE INSERT ON commission_rate FOR EACH ROW EXECUTE FUNCTION rate_ahead()")
    for table in ("commission_rate", "ledger_entry", "ledger_line", "ledger_posting"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _create_account() -> None:
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", _enum(*_ACCOUNTS, name="accountkind"), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("carrier", _enum(*_CARRIERS, name="carriername"), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "producer_id IS NULL OR kind = 'producer'", name=op.f("ledger_account_producer_of_producers_check")
        ),
        sa.CheckConstraint(
            "carrier IS NULL OR kind IN ('cash', 'carrier')", name=op.f("ledger_account_carrier_of_carriers_check")
        ),
        sa.CheckConstraint(
            "place_id IS NULL OR kind = 'cash' AND carrier IS NULL", name=op.f("ledger_account_place_of_cash_check")
        ),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("ledger_account_producer_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("ledger_account_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("ledger_account_pkey")),
        sa.UniqueConstraint(
            "kind",
            "producer_id",
            "carrier",
            "place_id",
            name=op.f("ledger_account_kind_producer_id_carrier_place_id_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ledger_account_producer_id_idx"), "ledger_account", ["producer_id"])
    op.create_index(op.f("ledger_account_place_id_idx"), "ledger_account", ["place_id"])


def _create_entry() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", _enum(*_ENTRIES, name="entrykind"), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("ledger_entry_order_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("ledger_entry_pkey")),
        sa.UniqueConstraint("kind", "reference", name=op.f("ledger_entry_kind_reference_key")),
    )
    op.create_index(op.f("ledger_entry_order_id_idx"), "ledger_entry", ["order_id"])


def _create_posting() -> None:
    op.create_table(
        "ledger_posting",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ledger_posting_some_check")),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_account.id"], name=op.f("ledger_posting_account_id_fkey")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("ledger_posting_entry_id_fkey")),
        sa.PrimaryKeyConstraint("entry_id", "account_id", name=op.f("ledger_posting_pkey")),
    )
    op.create_index(
        "ledger_posting_account_idx", "ledger_posting", ["account_id", "entry_id"], postgresql_include=["amount"]
    )


def _create_line() -> None:
    amounts = ("paid", "funded", "gross", "commission", "fee", "vat", "pit")
    op.create_table(
        "ledger_line",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in amounts),
        sa.CheckConstraint("gross = paid + funded", name=op.f("ledger_line_gross_adds_up_check")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("ledger_line_entry_id_fkey")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("ledger_line_order_line_id_fkey")),
        sa.PrimaryKeyConstraint("entry_id", "order_line_id", name=op.f("ledger_line_pkey")),
    )
    op.create_index(op.f("ledger_line_order_line_id_idx"), "ledger_line", ["order_line_id"])


def _create_rate() -> None:
    op.create_table(
        "commission_rate",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("commission", sa.SmallInteger(), nullable=False),
        sa.Column("fee", sa.SmallInteger(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "commission BETWEEN 0 AND 5000 AND fee BETWEEN 0 AND 1000", name=op.f("commission_rate_bounded_check")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("commission_rate_set_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("commission_rate_pkey")),
        sa.UniqueConstraint("starts_on", name=op.f("commission_rate_starts_on_key")),
    )


def _enum(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    for table in ("commission_rate", "ledger_line", "ledger_posting", "ledger_entry", "ledger_account"):
        op.drop_table(table)
    op.execute("DROP FUNCTION check_entry(), rate_ahead()")
