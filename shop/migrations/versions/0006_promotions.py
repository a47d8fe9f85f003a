"""Vouchers, and how much of a live price or a voucher may be taken, in all and by one buyer."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = ("producer", "platform", "shipping")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_allowance()
    op.add_column("campaign", sa.Column("allowance_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("campaign_allowance_id_fkey"), "campaign", "allowance", ["allowance_id"], ["id"])
    op.create_unique_constraint(op.f("campaign_allowance_id_key"), "campaign", ["allowance_id"])
    _create_voucher()
    _create_use()
    for name in ("discount", "producer_discount"):
        column = sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)
        op.add_column("order_line", column)
    op.create_check_constraint(
        op.f("order_line_discount_within_total_check"),
        "order_line",
        "producer_discount >= 0 AND producer_discount <= discount AND discount <= total",
    )


def _create_allowance() -> None:
    op.create_table(
        "allowance",
        _id(),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("buyer_limit", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _sample(),
        _created(),
        sa.CheckConstraint("quota > 0", name=op.f("allowance_some_check")),
        sa.CheckConstraint("buyer_limit > 0", name=op.f("allowance_some_each_check")),
        sa.CheckConstraint(
            "taken >= 0 AND (quota IS NULL OR taken <= quota)", name=op.f("allowance_taken_within_quota_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("allowance_pkey")),
    )
    op.create_table(
        "allowance_buyer",
        sa.Column("allowance_id", sa.Uuid(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0", name=op.f("allowance_buyer_taken_not_negative_check")),
        sa.ForeignKeyConstraint(["allowance_id"], ["allowance.id"], name=op.f("allowance_buyer_allowance_id_fkey")),
        sa.PrimaryKeyConstraint("allowance_id", "buyer", name=op.f("allowance_buyer_pkey")),
    )


def _create_voucher() -> None:
    checks = {
        "producer_has_one": "(kind = 'producer') = (producer_id IS NOT NULL)",
        "amount_or_percent": "(amount IS NULL) <> (percent IS NULL)",
        "amount_some": "amount > 0",
        "percent_whole": "percent BETWEEN 1 AND 100",
        "cap_of_percent": "cap IS NULL OR (cap > 0 AND percent IS NOT NULL)",
        "minimum_not_negative": "minimum >= 0",
        "forward": "starts_at < ends_at",
        "code_normal": "code ~ '^[A-Z0-9]{4,20}$'",
    }
    op.create_table(
        "voucher",
        _id(),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _kind(nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("allowance_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.SmallInteger(), nullable=True),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        sa.Column("minimum", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("public", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        _sample(),
        _created(),
        *(sa.CheckConstraint(rule, name=op.f(f"voucher_{name}_check")) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("voucher_producer_id_fkey")),
        sa.ForeignKeyConstraint(["allowance_id"], ["allowance.id"], name=op.f("voucher_allowance_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("voucher_pkey")),
        sa.UniqueConstraint("code", name=op.f("voucher_code_key")),
        sa.UniqueConstraint("allowance_id", name=op.f("voucher_allowance_id_key")),
    )
    op.create_index("voucher_producer_idx", "voucher", ["producer_id", "id"])
    offered = sa.text("public AND ended_at IS NULL")
    op.create_index("voucher_public_idx", "voucher", ["ends_at"], postgresql_where=offered)


def _create_use() -> None:
    op.create_table(
        "promotion_use",
        _id(),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("allowance_id", sa.Uuid(), nullable=False),
        sa.Column("voucher_id", sa.Uuid(), nullable=True),
        _kind(nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("buyers", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        _created(),
        sa.CheckConstraint("pieces > 0", name=op.f("promotion_use_some_check")),
        sa.CheckConstraint("amount >= 0", name=op.f("promotion_use_amount_not_negative_check")),
        sa.CheckConstraint("(voucher_id IS NULL) = (kind IS NULL)", name=op.f("promotion_use_kind_of_voucher_check")),
        sa.ForeignKeyConstraint(["allowance_id"], ["allowance.id"], name=op.f("promotion_use_allowance_id_fkey")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("promotion_use_voucher_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("promotion_use_pkey")),
        sa.UniqueConstraint("order_id", "allowance_id", name=op.f("promotion_use_order_id_allowance_id_key")),
        sa.UniqueConstraint("order_id", "kind", name=op.f("promotion_use_order_id_kind_key")),
    )
    op.create_index("promotion_use_allowance_idx", "promotion_use", ["allowance_id", "id"])
    op.create_index(op.f("promotion_use_voucher_id_idx"), "promotion_use", ["voucher_id"])


def _id() -> sa.Column[UUID]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _created() -> sa.Column[datetime]:
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False)


def _sample() -> sa.Column[bool]:
    return sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False)


def _kind(*, nullable: bool) -> sa.Column[str]:
    kind = sa.Enum(*KINDS, name="voucherkind", native_enum=False, create_constraint=True, length=40)
    return sa.Column("kind", kind, nullable=nullable)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup: discounts of orders would stand for nothing")
