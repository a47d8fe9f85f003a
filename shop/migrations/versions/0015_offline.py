"""Pickups that are handed over while the net is away: lists that are taken along, and reports."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_pickup_list()
    _create_offline_hand_over()


def _create_pickup_list() -> None:
    op.create_table(
        "pickup_list",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("valid_until > created_at", name=op.f("pickup_list_valid_for_a_while_check")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("pickup_list_made_by_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("pickup_list_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pickup_list_pkey")),
    )
    op.create_index(op.f("pickup_list_place_id_idx"), "pickup_list", ["place_id"], unique=False)


def _create_offline_hand_over() -> None:
    outcomes = ("handed_over", "already_handed_over", "conflict")
    causes = ("not_packed", "elsewhere", "cancelled", "expired", "refused")
    endings = ("handed_over", "written_off", "noted")
    op.create_table(
        "offline_hand_over",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("outcome", _enum(*outcomes, name="outcome"), nullable=False),
        sa.Column("cause", _enum(*causes, name="cause"), nullable=True),
        sa.Column("ending", _enum(*endings, name="ending"), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'conflict') = (cause IS NOT NULL)", name=op.f("offline_hand_over_conflict_has_cause_check")
        ),
        sa.CheckConstraint(
            "ending IS NULL OR outcome = 'conflict'", name=op.f("offline_hand_over_conflicts_end_check")
        ),
        sa.CheckConstraint("given_at <= created_at", name=op.f("offline_hand_over_given_before_check")),
        sa.CheckConstraint(
            "num_nulls(ending, ended_by, ended_at, note) IN (0, 4)", name=op.f("offline_hand_over_ended_whole_check")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("offline_hand_over_ended_by_fkey")),
        sa.ForeignKeyConstraint(["list_id"], ["pickup_list.id"], name=op.f("offline_hand_over_list_id_fkey")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("offline_hand_over_order_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("offline_hand_over_place_id_fkey")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("offline_hand_over_sent_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("offline_hand_over_pkey")),
        sa.UniqueConstraint("list_id", "client_id", name=op.f("offline_hand_over_list_id_client_id_key")),
    )
    op.create_index(op.f("offline_hand_over_order_id_idx"), "offline_hand_over", ["order_id"], unique=False)
    op.create_index(
        "offline_hand_over_open_idx",
        "offline_hand_over",
        ["place_id", "id"],
        unique=False,
        postgresql_where=sa.text("outcome = 'conflict' AND ending IS NULL"),
    )


def _enum(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_table("offline_hand_over")
    op.drop_table("pickup_list")
