"""What goes back: pickups nobody fetched, parcels nobody could supply, returns and refunds."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATES = (
    "asked", "more_info", "escalated", "accepted", "declined", "withdrawn", "received", "refunded", "closed",
)  # fmt: skip
REASONS = ("damaged", "wrong_goods", "spoiled", "not_wanted", "misinformed", "other")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _note_release()
    _note_withdrawn()
    _create_refund()
    _create_return()
    _create_lines()
    _create_history()


def _dong(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)


def _record() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _note_release() -> None:
    """When a pickup was ready. Those that wait today were ready when they were packed."""
    op.add_column("shop_order", sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("shop_order", sa.Column("reminders", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.execute(
        "UPDATE shop_order SET ready_at = (SELECT max(created_at) FROM order_history WHERE order_id = shop_order.id) "
        "WHERE status = 'packed' AND delivery = 'pickup'"
    )
    op.create_index(
        "shop_order_ready_idx",
        "shop_order",
        ["ready_at"],
        postgresql_where=sa.text("status = 'packed' AND ready_at IS NOT NULL"),
    )


def _note_withdrawn() -> None:
    op.add_column("shop_order", _dong("withdrawn"))
    op.create_check_constraint(op.f("shop_order_withdrawn_not_negative_check"), "shop_order", "withdrawn >= 0")
    op.drop_constraint(op.f("shop_order_total_adds_up_check"), "shop_order")
    op.create_check_constraint(
        op.f("shop_order_total_adds_up_check"), "shop_order", "total = subtotal + shipping - discount - withdrawn"
    )
    op.add_column("parcel", _dong("withdrawn"))
    op.create_check_constraint(
        op.f("parcel_withdrawn_costs_nothing_check"), "parcel", "withdrawn = 0 OR (withdrawn > 0 AND amount = 0)"
    )


def _create_refund() -> None:
    op.add_column("payment", _dong("refunded"))
    op.create_check_constraint(
        op.f("payment_refunded_within_collected_check"), "payment", "refunded BETWEEN 0 AND collected"
    )
    op.create_table(
        "refund",
        *_record(),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", _choice("refundstate", ("owed", "paid")), nullable=False),
        sa.Column("method", _choice("refundmethod", ("cash", "transfer")), nullable=True),
        sa.Column("voucher", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by", sa.Text(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("refund_some_check")),
        sa.CheckConstraint(
            "num_nulls(method, voucher, paid_at, paid_by) IN (0, 4)", name=op.f("refund_paid_whole_check")
        ),
        sa.CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name=op.f("refund_paid_dated_check")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("refund_payment_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("refund_pkey")),
        sa.UniqueConstraint("reference", name=op.f("refund_reference_key")),
        sa.UniqueConstraint("voucher", name=op.f("refund_voucher_key")),
    )
    op.create_index(op.f("refund_payment_id_idx"), "refund", ["payment_id"])


def _create_return() -> None:
    op.create_table(
        "return_request",
        *_record(),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("state", _choice("returnstate", STATES), nullable=False),
        sa.Column("reason", _choice("returnreason", REASONS), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("photos", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        _dong("amount"),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("return_request_amount_not_negative_check")),
        sa.CheckConstraint("photos BETWEEN 0 AND 5", name=op.f("return_request_photos_few_check")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("return_request_order_id_fkey")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("return_request_parcel_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("return_request_place_id_fkey")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("return_request_producer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("return_request_pkey")),
        sa.UniqueConstraint("code", name=op.f("return_request_code_key")),
    )
    for column in ("order_id", "parcel_id"):
        op.create_index(op.f(f"return_request_{column}_idx"), "return_request", [column])
    op.create_index("return_request_place_idx", "return_request", ["place_id", "id"])
    op.create_index("return_request_producer_idx", "return_request", ["producer_id", "id"])
    op.create_index("return_request_state_idx", "return_request", ["state", "id"])
    op.create_index(
        "return_request_due_idx", "return_request", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL")
    )


def _create_lines() -> None:
    op.add_column("order_line", sa.Column("going_back", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_check_constraint(
        op.f("order_line_going_back_within_bought_check"), "order_line", "going_back BETWEEN 0 AND quantity"
    )
    op.create_table(
        "return_line",
        *_record(),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("shelved", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("written_off", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _dong("amount"),
        sa.CheckConstraint("pieces > 0", name=op.f("return_line_some_check")),
        sa.CheckConstraint(
            "shelved >= 0 AND written_off >= 0 AND shelved + written_off <= pieces",
            name=op.f("return_line_came_within_asked_check"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("return_line_amount_not_negative_check")),
        sa.ForeignKeyConstraint(["return_id"], ["return_request.id"], name=op.f("return_line_return_id_fkey")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("return_line_order_line_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("return_line_pkey")),
        sa.UniqueConstraint("return_id", "order_line_id", name=op.f("return_line_return_id_order_line_id_key")),
    )
    op.create_index(op.f("return_line_order_line_id_idx"), "return_line", ["order_line_id"])


def _create_history() -> None:
    op.create_table(
        "return_photo",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["return_request.id"], name=op.f("return_photo_return_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("return_photo_asset_id_fkey")),
        sa.PrimaryKeyConstraint("return_id", "asset_id", name=op.f("return_photo_pkey")),
        sa.UniqueConstraint("return_id", "position", name=op.f("return_photo_return_id_position_key")),
    )
    op.create_index(op.f("return_photo_asset_id_idx"), "return_photo", ["asset_id"])
    op.create_table(
        "return_history",
        *_record(),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("state", _choice("returnstate", STATES), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["return_id"], ["return_request.id"], name=op.f("return_history_return_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("return_history_pkey")),
    )
    op.create_index(op.f("return_history_return_id_idx"), "return_history", ["return_id"])
    op.execute(
        "CREATE TRIGGER return_history_append_only BEFORE UPDATE OR DELETE ON return_history "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    for table in ("return_history", "return_photo", "return_line", "return_request", "refund"):
        op.drop_table(table)
    op.drop_column("order_line", "going_back")
    op.drop_column("payment", "refunded")
    op.drop_column("parcel", "withdrawn")
    op.drop_constraint(op.f("shop_order_total_adds_up_check"), "shop_order")
    op.execute("UPDATE shop_order SET total = total + withdrawn WHERE withdrawn > 0")
    op.drop_column("shop_order", "withdrawn")
    op.create_check_constraint(
        op.f("shop_order_total_adds_up_check"), "shop_order", "total = subtotal + shipping - discount"
    )
    op.drop_index("shop_order_ready_idx", "shop_order")
    for column in ("reminders", "ready_at"):
        op.drop_column("shop_order", column)
