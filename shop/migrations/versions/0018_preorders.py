"""Windows in which a harvest is ordered before it is there, and what was claimed in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_window()
    _create_claim()


def _create_window() -> None:
    op.create_table(
        "preorder_window",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ship_from", sa.Date(), nullable=False),
        sa.Column("ship_until", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("buyer_limit", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("shelved", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("preorder_window_some_check")),
        sa.CheckConstraint("buyer_limit > 0", name=op.f("preorder_window_some_each_check")),
        sa.CheckConstraint(
            "taken >= 0 AND shelved >= 0 AND taken + shelved <= quantity",
            name=op.f("preorder_window_taken_within_quantity_check"),
        ),
        sa.CheckConstraint(
            "starts_on <= ends_on AND ship_from <= ship_until", name=op.f("preorder_window_forward_check")
        ),
        sa.CheckConstraint("starts_on <= ship_from", name=op.f("preorder_window_harvest_after_start_check")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("preorder_window_variant_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("preorder_window_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("preorder_window_pkey")),
    )
    op.create_index(
        "preorder_window_open_idx",
        "preorder_window",
        ["variant_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("preorder_window_variant_idx", "preorder_window", ["variant_id", "id"])


def _create_claim() -> None:
    op.create_table(
        "preorder_claim",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("window_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("buyers", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "allotted",
                "ended",
                name="claimstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'waiting'"),
            nullable=False,
        ),
        sa.Column("allotted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("preorder_claim_some_check")),
        sa.CheckConstraint(
            "(state = 'waiting') <= (allotted_at IS NULL)", name=op.f("preorder_claim_waiting_has_none_check")
        ),
        sa.CheckConstraint(
            "(state = 'allotted') <= (allotted_at IS NOT NULL)", name=op.f("preorder_claim_allotted_dated_check")
        ),
        sa.ForeignKeyConstraint(["window_id"], ["preorder_window.id"], name=op.f("preorder_claim_window_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("preorder_claim_pkey")),
        sa.UniqueConstraint("reference", name=op.f("preorder_claim_reference_key")),
    )
    op.create_index(
        "preorder_claim_window_idx",
        "preorder_claim",
        ["window_id", "id"],
        postgresql_where=sa.text("state <> 'ended'"),
    )
