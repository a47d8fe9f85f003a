"""Parcels with carriers: when one is asked, who took a parcel away, and cash parcel by parcel."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _add_to_shipment()
    _add_to_parcel()
    _add_to_cash_movement()
    _name_parcels_of_cash()


def _add_to_shipment() -> None:
    op.add_column("shipment", sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("shipment", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("shipment", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "shipment",
        sa.Column(
            "trouble",
            sa.Enum("away", "refused", "area", name="trouble", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
    )
    op.add_column("shipment", sa.Column("told", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("shipment_told_in_trouble_check"), "shipment", "told IS NULL OR trouble IS NOT NULL"
    )
    op.create_index("shipment_due_idx", "shipment", ["due_at"], postgresql_where=sa.text("due_at IS NOT NULL"))


def _add_to_parcel() -> None:
    op.add_column(
        "parcel",
        sa.Column(
            "carrier",
            sa.Enum(
                "ghn", "ghtk", "viettel_post", name="carriername", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
    )
    op.create_check_constraint(
        op.f("parcel_carried_has_left_check"),
        "parcel",
        "carrier IS NULL OR status IN ('shipped', 'delivered', 'refused')",
    )


def _add_to_cash_movement() -> None:
    op.add_column("cash_movement", sa.Column("parcel_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("cash_movement_parcel_id_fkey"), "cash_movement", "parcel", ["parcel_id"], ["id"])
    op.create_unique_constraint(op.f("cash_movement_parcel_id_key"), "cash_movement", ["parcel_id"])
    op.create_check_constraint(
        op.f("cash_movement_parcel_of_order_check"), "cash_movement", "parcel_id IS NULL OR order_id IS NOT NULL"
    )
    op.drop_constraint(op.f("cash_movement_order_id_key"), "cash_movement", type_="unique")
    op.create_index(op.f("cash_movement_order_id_idx"), "cash_movement", ["order_id"])


def _name_parcels_of_cash() -> None:
    """The cash of an order of one parcel is that parcel's; what was written of several in one line stays so."""
    op.execute("ALTER TABLE cash_movement DISABLE TRIGGER cash_movement_append_only")
    op.execute(
        "UPDATE cash_movement SET parcel_id = one.id FROM ("
        "  SELECT min(parcel.id::text)::uuid AS id, parcel.order_id FROM parcel"
        "  WHERE EXISTS (SELECT FROM order_line WHERE order_line.parcel_id = parcel.id)"
        "  GROUP BY parcel.order_id HAVING count(*) = 1"
        ") AS one WHERE one.order_id = cash_movement.order_id"
    )
    op.execute("ALTER TABLE cash_movement ENABLE TRIGGER cash_movement_append_only")
    op.create_index(
        "cash_movement_whole_order_idx",
        "cash_movement",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("order_id IS NOT NULL AND parcel_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("cash_movement_whole_order_idx", table_name="cash_movement")
    op.drop_index(op.f("cash_movement_order_id_idx"), table_name="cash_movement")
    op.drop_column("cash_movement", "parcel_id")
    op.create_unique_constraint(op.f("cash_movement_order_id_key"), "cash_movement", ["order_id"])
    op.drop_column("parcel", "carrier")
    op.drop_index("shipment_due_idx", table_name="shipment")
    for column in ("told", "trouble", "dropped_at", "due_at", "attempts"):
        op.drop_column("shipment", column)
