"""What a buyer says with an order; guests' orders are found by their phone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXTS = ("gift_note", "invoice_name", "invoice_tax_code", "invoice_address", "invoice_email", "note")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "shop_order_guest_phone_idx", "shop_order", ["contact_phone"], postgresql_where=sa.text("person_id IS NULL")
    )
    part = sa.Enum("morning", "afternoon", name="daypart", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "order_extra",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("gift_wrap", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in TEXTS),
        sa.Column("slot_day", sa.Date(), nullable=True),
        sa.Column("slot_part", part, nullable=True),
        sa.CheckConstraint("num_nulls(slot_day, slot_part) IN (0, 2)", name=op.f("order_extra_slot_whole_check")),
        sa.CheckConstraint(
            "num_nulls(invoice_name, invoice_tax_code, invoice_address, invoice_email) IN (0, 4)",
            name=op.f("order_extra_invoice_whole_check"),
        ),
        sa.CheckConstraint(
            "gift_wrap OR num_nonnulls(gift_note, invoice_name, slot_day, note) > 0",
            name=op.f("order_extra_says_something_check"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("order_extra_order_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("order_extra_pkey")),
        sa.UniqueConstraint("order_id", name=op.f("order_extra_order_id_key")),
    )


def downgrade() -> None:
    op.drop_table("order_extra")
    op.drop_index("shop_order_guest_phone_idx", "shop_order")
