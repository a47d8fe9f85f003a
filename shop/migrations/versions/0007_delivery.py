"""Delivery: saved addresses, quoted ways, shipments and what carriers tell of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CARRIERS = ("ghn", "ghtk", "viettel_post")
STATUSES = (
    "asked", "created", "picked", "in_transit", "out_for_delivery", "failed_attempt", "returning", "delivered",
    "returned", "lost", "damaged", "cancelled",
)  # fmt: skip


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_address()
    _create_quote()
    _create_shipment()
    _create_report()
    _create_area()


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _create_address() -> None:
    op.create_table(
        "saved_address",
        *_record(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("commune_id", sa.Uuid(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("saved_address_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["region.id"], name=op.f("saved_address_commune_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("saved_address_pkey")),
        sa.UniqueConstraint(
            "person_id",
            "commune_id",
            "line",
            "name",
            "phone",
            name=op.f("saved_address_person_id_commune_id_line_name_phone_key"),
        ),
    )
    op.create_index(
        "saved_address_default_idx", "saved_address", ["person_id"], unique=True, postgresql_where=sa.text("is_default")
    )


def _create_quote() -> None:
    op.create_table(
        "delivery_quote",
        *_record(),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("asked_hash", sa.LargeBinary(), nullable=False),
        sa.Column("commune_id", sa.Uuid(), nullable=False),
        sa.Column("carrier", _words("carriername", CARRIERS), nullable=True),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("parts", sa.dialects.postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=True),
        sa.CheckConstraint("fee >= 0", name=op.f("delivery_quote_fee_not_negative_check")),
        sa.CheckConstraint("days >= 0", name=op.f("delivery_quote_days_not_negative_check")),
        sa.ForeignKeyConstraint(["commune_id"], ["region.id"], name=op.f("delivery_quote_commune_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("delivery_quote_pkey")),
        sa.UniqueConstraint("ask_id", "position", name=op.f("delivery_quote_ask_id_position_key")),
    )
    taken = sa.text("reference IS NOT NULL")
    op.create_index(
        "delivery_quote_reference_idx", "delivery_quote", ["reference"], unique=True, postgresql_where=taken
    )
    waiting = sa.text("reference IS NULL")
    op.create_index("delivery_quote_expiry_idx", "delivery_quote", ["expires_at"], postgresql_where=waiting)


def _create_shipment() -> None:
    op.create_table(
        "shipment",
        *_record(),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("carrier", _words("carriername", CARRIERS), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.Column("label_url", sa.Text(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("status", _words("shipmentstatus", STATUSES), nullable=False),
        sa.Column("carrier_code", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("(status = 'asked') <= (tracking IS NULL)", name=op.f("shipment_asked_has_no_label_check")),
        sa.CheckConstraint("fee >= 0", name=op.f("shipment_fee_not_negative_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("shipment_pkey")),
        sa.UniqueConstraint("carrier", "tracking", name=op.f("shipment_carrier_tracking_key")),
    )
    open_one = sa.text("status <> 'cancelled'")
    op.create_index("shipment_reference_idx", "shipment", ["reference"], unique=True, postgresql_where=open_one)


def _create_report() -> None:
    op.create_table(
        "shipment_report",
        *_record(),
        sa.Column("carrier", _words("carriername", CARRIERS), nullable=False),
        sa.Column("foreign_id", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("status", _words("shipmentstatus", STATUSES), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("shipment_report_pkey")),
        sa.UniqueConstraint("carrier", "foreign_id", name=op.f("shipment_report_carrier_foreign_id_key")),
    )
    waiting = sa.text("handled_at IS NULL")
    op.create_index("shipment_report_waiting_idx", "shipment_report", ["carrier", "tracking"], postgresql_where=waiting)
    op.create_index("shipment_report_tracking_idx", "shipment_report", ["carrier", "tracking", "told_at"])


def _create_area() -> None:
    names = ("province_code", "district_code", "ward_code", "province", "district", "ward")
    op.create_table(
        "carrier_region",
        sa.Column("carrier", _words("carriername", CARRIERS), nullable=False),
        sa.Column("commune_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.ForeignKeyConstraint(["commune_id"], ["region.id"], name=op.f("carrier_region_commune_id_fkey")),
        sa.PrimaryKeyConstraint("carrier", "commune_id", name=op.f("carrier_region_pkey")),
    )
    op.create_index(op.f("carrier_region_commune_id_idx"), "carrier_region", ["commune_id"])


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup: parcels under way would be nobody's")
