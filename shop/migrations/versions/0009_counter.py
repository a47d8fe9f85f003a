"""The counter: walk-in sales, what comes back, and the cash drawer of a place."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_counter_sale()
    _create_counter_sale_line()
    _create_counter_return()
    _create_counter_return_line()
    _create_cash_shift()
    _create_cash_movement()
    op.execute(
        "CREATE TRIGGER cash_movement_append_only BEFORE UPDATE OR DELETE ON cash_movement "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _create_counter_sale() -> None:
    op.create_table(
        "counter_sale",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("sold_by", sa.Uuid(), nullable=False),
        sa.Column(
            "paid_by",
            sa.Enum("cash", "transfer", name="paidby", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("confirmed_age", sa.SmallInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("(paid_by = 'cash') = (given IS NOT NULL)", name=op.f("counter_sale_cash_was_given_check")),
        sa.CheckConstraint("given >= total", name=op.f("counter_sale_given_covers_total_check")),
        sa.CheckConstraint("total >= 0", name=op.f("counter_sale_total_not_negative_check")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("counter_sale_place_id_fkey")),
        sa.ForeignKeyConstraint(["sold_by"], ["person.id"], name=op.f("counter_sale_sold_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("counter_sale_pkey")),
        sa.UniqueConstraint("code", name=op.f("counter_sale_code_key")),
    )
    op.create_index("counter_sale_place_idx", "counter_sale", ["place_id", "id"], unique=False)


def _create_counter_sale_line() -> None:
    op.create_table(
        "counter_sale_line",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("sale_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("product_name", sa.Text(), nullable=False),
        sa.Column("variant_name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("counter_sale_line_some_check")),
        sa.CheckConstraint("returned BETWEEN 0 AND quantity", name=op.f("counter_sale_line_returned_of_sold_check")),
        sa.CheckConstraint("total = price * quantity", name=op.f("counter_sale_line_total_adds_up_check")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("counter_sale_line_batch_id_fkey")),
        sa.ForeignKeyConstraint(["sale_id"], ["counter_sale.id"], name=op.f("counter_sale_line_sale_id_fkey")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("counter_sale_line_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("counter_sale_line_pkey")),
        sa.UniqueConstraint("sale_id", "variant_id", name=op.f("counter_sale_line_sale_id_variant_id_key")),
    )
    op.create_index(op.f("counter_sale_line_batch_id_idx"), "counter_sale_line", ["batch_id"], unique=False)
    op.create_index(op.f("counter_sale_line_variant_id_idx"), "counter_sale_line", ["variant_id"], unique=False)


def _create_counter_return() -> None:
    op.create_table(
        "counter_return",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("sale_id", sa.Uuid(), nullable=False),
        sa.Column("returned_by", sa.Uuid(), nullable=False),
        sa.Column(
            "paid_by",
            sa.Enum("cash", "transfer", name="paidby", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("total >= 0", name=op.f("counter_return_total_not_negative_check")),
        sa.ForeignKeyConstraint(["returned_by"], ["person.id"], name=op.f("counter_return_returned_by_fkey")),
        sa.ForeignKeyConstraint(["sale_id"], ["counter_sale.id"], name=op.f("counter_return_sale_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("counter_return_pkey")),
    )
    op.create_index(op.f("counter_return_sale_id_idx"), "counter_return", ["sale_id"], unique=False)


def _create_counter_return_line() -> None:
    op.create_table(
        "counter_return_line",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column(
            "fate",
            sa.Enum("shelf", "damaged", name="fate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("counter_return_line_some_check")),
        sa.ForeignKeyConstraint(["line_id"], ["counter_sale_line.id"], name=op.f("counter_return_line_line_id_fkey")),
        sa.ForeignKeyConstraint(["return_id"], ["counter_return.id"], name=op.f("counter_return_line_return_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("counter_return_line_pkey")),
        sa.UniqueConstraint("return_id", "line_id", name=op.f("counter_return_line_return_id_line_id_key")),
    )
    op.create_index(op.f("counter_return_line_line_id_idx"), "counter_return_line", ["line_id"], unique=False)


def _create_cash_shift() -> None:
    op.create_table(
        "cash_shift",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("counted_by", sa.Uuid(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("cash_shift_closed_by_somebody_check")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR counted IS NOT NULL", name=op.f("cash_shift_closed_when_counted_check")
        ),
        sa.CheckConstraint(
            "counted = expected OR reason IS NOT NULL", name=op.f("cash_shift_difference_has_reason_check")
        ),
        sa.CheckConstraint("counted >= 0", name=op.f("cash_shift_counted_not_negative_check")),
        sa.CheckConstraint(
            "num_nulls(counted, expected, counted_by, counted_at) IN (0, 4)",
            name=op.f("cash_shift_counted_whole_check"),
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("cash_shift_closed_by_fkey")),
        sa.ForeignKeyConstraint(["counted_by"], ["person.id"], name=op.f("cash_shift_counted_by_fkey")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("cash_shift_opened_by_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("cash_shift_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("cash_shift_pkey")),
    )
    op.create_index(
        "cash_shift_open_idx", "cash_shift", ["place_id"], unique=True, postgresql_where=sa.text("closed_at IS NULL")
    )
    op.create_index("cash_shift_place_idx", "cash_shift", ["place_id", "id"], unique=False)


def _create_cash_movement() -> None:
    op.create_table(
        "cash_movement",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("shift_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "float",
                "sale",
                "return",
                "order",
                "paid_in",
                "paid_out",
                name="cashkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("sale_id", sa.Uuid(), nullable=True),
        sa.Column("return_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("(kind = 'order') = (order_id IS NOT NULL)", name=op.f("cash_movement_order_named_check")),
        sa.CheckConstraint(
            "(kind = 'return') = (return_id IS NOT NULL)", name=op.f("cash_movement_return_named_check")
        ),
        sa.CheckConstraint("(kind = 'sale') = (sale_id IS NOT NULL)", name=op.f("cash_movement_sale_named_check")),
        sa.CheckConstraint(
            "(kind IN ('paid_in', 'paid_out')) = (reason IS NOT NULL)", name=op.f("cash_movement_reason_said_check")
        ),
        sa.CheckConstraint(
            "amount <> 0 AND (kind IN ('return', 'paid_out')) = (amount < 0)",
            name=op.f("cash_movement_sign_of_kind_check"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("cash_movement_order_id_fkey")),
        sa.ForeignKeyConstraint(["return_id"], ["counter_return.id"], name=op.f("cash_movement_return_id_fkey")),
        sa.ForeignKeyConstraint(["sale_id"], ["counter_sale.id"], name=op.f("cash_movement_sale_id_fkey")),
        sa.ForeignKeyConstraint(["shift_id"], ["cash_shift.id"], name=op.f("cash_movement_shift_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("cash_movement_pkey")),
        sa.UniqueConstraint("order_id", name=op.f("cash_movement_order_id_key")),
        sa.UniqueConstraint("return_id", name=op.f("cash_movement_return_id_key")),
        sa.UniqueConstraint("sale_id", name=op.f("cash_movement_sale_id_key")),
    )
    op.create_index(
        "cash_movement_float_idx",
        "cash_movement",
        ["shift_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'float'"),
    )
    op.create_index(op.f("cash_movement_shift_id_idx"), "cash_movement", ["shift_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup: sales and cash would be forgotten")
