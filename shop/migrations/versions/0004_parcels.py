"""Orders in parcels: one per producer and place, with its own state, history and amount; cash counted per payment."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATUSES = (
    "held", "confirmed", "packed", "handed_over", "shipped", "delivered", "refused", "cancelled", "expired",
)  # fmt: skip
REASONS = ("pickup_point", "asked_for", "nearest_with_all", "fewest_parcels", "split", "moved", "unsaid")

# The first parcel of an order takes the order's id: its holds and the append-only ledger keep naming it.
FILL_PARCELS = """
WITH grouped AS (
  SELECT shop_order.id AS order_id, variant.producer_id, line.place_id, shop_order.status, shop_order.version,
    shop_order.delivery, shop_order.total, shop_order.created_at, sum(line.total) AS worth,
    row_number() OVER (PARTITION BY shop_order.id ORDER BY min(line.id::text)) AS number,
    sum(sum(line.total)) OVER (PARTITION BY shop_order.id) AS subtotal
  FROM shop_order
  JOIN order_line AS line ON line.order_id = shop_order.id
  JOIN variant ON variant.id = line.variant_id
  GROUP BY shop_order.id, variant.producer_id, line.place_id
),
shared AS (
  SELECT *,
    CASE WHEN subtotal = 0 THEN CASE WHEN number = 1 THEN total ELSE 0 END ELSE div(total * worth, subtotal) END AS share,
    CASE WHEN subtotal = 0 THEN 0 ELSE mod(total * worth, subtotal) END AS rest
  FROM grouped
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY order_id ORDER BY rest DESC, number) AS rank,
    total - sum(share) OVER (PARTITION BY order_id) AS missing
  FROM shared
)
INSERT INTO parcel (id, order_id, producer_id, place_id, number, status, reason, amount, version, created_at)
SELECT CASE WHEN number = 1 THEN order_id ELSE uuidv7() END, order_id, producer_id, place_id, number, status,
  CASE WHEN delivery = 'pickup' THEN 'pickup_point' ELSE 'unsaid' END,
  share + CASE WHEN rank <= missing THEN 1 ELSE 0 END, version, created_at
FROM ranked
"""
NAME_PARCELS = """
UPDATE order_line SET parcel_id = parcel.id
FROM variant, parcel
WHERE variant.id = order_line.variant_id AND parcel.order_id = order_line.order_id
  AND parcel.place_id = order_line.place_id AND parcel.producer_id IS NOT DISTINCT FROM variant.producer_id
"""
MOVE_HOLDS = """
UPDATE stock_hold SET reference = order_line.parcel_id
FROM stock_level, order_line
WHERE stock_level.id = stock_hold.level_id AND order_line.order_id = stock_hold.reference
  AND order_line.variant_id = stock_level.variant_id AND order_line.place_id = stock_level.place_id
  AND order_line.parcel_id <> stock_hold.reference
"""
FILL_HISTORY = """
INSERT INTO parcel_history (parcel_id, status, place_id, actor, reason, created_at)
SELECT parcel.id, moved.status, parcel.place_id, moved.actor, moved.reason, moved.created_at
FROM order_history AS moved JOIN parcel ON parcel.order_id = moved.order_id
ORDER BY moved.id, parcel.number
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_parcel()
    _create_history()
    op.add_column("order_line", sa.Column("parcel_id", sa.Uuid(), nullable=True))
    for statement in (FILL_PARCELS, NAME_PARCELS, MOVE_HOLDS, FILL_HISTORY):
        op.execute(statement)
    op.execute(
        "CREATE TRIGGER parcel_history_append_only BEFORE UPDATE OR DELETE ON parcel_history "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    _bind_lines()
    _count_cash()


def _create_parcel() -> None:
    op.create_table(
        "parcel",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("status", _words("orderstatus", STATUSES), nullable=False),
        sa.Column("reason", _words("sourcereason", REASONS), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("parcel_amount_not_negative_check")),
        sa.CheckConstraint("number > 0", name=op.f("parcel_counted_check")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("parcel_order_id_fkey")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("parcel_producer_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("parcel_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("parcel_pkey")),
        sa.UniqueConstraint("order_id", "number", name=op.f("parcel_order_id_number_key")),
    )
    op.create_index("parcel_place_idx", "parcel", ["place_id", "status"])


def _create_history() -> None:
    op.create_table(
        "parcel_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("status", _words("orderstatus", STATUSES), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("parcel_history_parcel_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("parcel_history_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("parcel_history_pkey")),
    )
    op.create_index(op.f("parcel_history_parcel_id_idx"), "parcel_history", ["parcel_id"])


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _bind_lines() -> None:
    op.alter_column("order_line", "parcel_id", nullable=False)
    op.create_foreign_key(op.f("order_line_parcel_id_fkey"), "order_line", "parcel", ["parcel_id"], ["id"])
    op.drop_constraint(op.f("order_line_order_id_variant_id_place_id_key"), "order_line", type_="unique")
    op.create_unique_constraint(op.f("order_line_parcel_id_variant_id_key"), "order_line", ["parcel_id", "variant_id"])
    op.create_index(op.f("order_line_order_id_idx"), "order_line", ["order_id"])


def _count_cash() -> None:
    for table in ("payment", "payment_history"):
        op.add_column(table, sa.Column("collected", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.execute("UPDATE payment SET collected = amount WHERE state IN ('collected', 'remitted', 'settled')")
    op.create_check_constraint(
        op.f("payment_collected_within_amount_check"), "payment", "collected BETWEEN 0 AND amount"
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup: the states of parcels would be lost")
