"""What providers tell, which sending of a refund it is of, and the books of the played Stripe."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None

METHODS = ("cod", "vietqr", "card", "vnpay", "momo")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("refund", sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("refund", sa.Column("receipt_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("refund_receipt_id_fkey"), "refund", "payment_receipt", ["receipt_id"], ["id"])
    op.create_index(op.f("refund_receipt_id_idx"), "refund", ["receipt_id"])
    _create_event()
    _create_books()


def _record() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _create_event() -> None:
    way = sa.Enum(*METHODS, name="paymentmethod", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "provider_event",
        *_record(),
        sa.Column("method", way, nullable=False),
        sa.Column("foreign_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("about", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("provider_event_pkey")),
        sa.UniqueConstraint("method", "foreign_id", name=op.f("provider_event_method_foreign_id_key")),
    )
    for name, column in (("error", "error IS NOT NULL"), ("waiting", "handled_at IS NULL")):
        where = sa.text(column)
        op.create_index(f"provider_event_{name}_idx", "provider_event", ["id"], postgresql_where=where)


def _create_books() -> None:
    op.create_table(
        "sandbox_object",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("sandbox_object_pkey")),
    )
    op.create_index("sandbox_object_kind_idx", "sandbox_object", ["kind", "number"])
    owned = sa.text("intent IS NOT NULL")
    op.create_index("sandbox_object_intent_idx", "sandbox_object", ["intent", "kind"], postgresql_where=owned)
    op.create_table(
        "sandbox_answer",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("sandbox_answer_pkey")),
    )
    op.create_table(
        "sandbox_notice",
        *_record(),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("sandbox_notice_pkey")),
    )
    unsent = sa.text("sent_at IS NULL")
    op.create_index("sandbox_notice_due_idx", "sandbox_notice", ["due_at"], postgresql_where=unsent)


def downgrade() -> None:
    for table in ("sandbox_notice", "sandbox_answer", "sandbox_object", "provider_event"):
        op.drop_table(table)
    op.drop_index(op.f("refund_receipt_id_idx"), "refund")
    op.drop_column("refund", "receipt_id")
    op.drop_column("refund", "tries")
