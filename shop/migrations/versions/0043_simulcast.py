"""Places a session's picture is sent to; where a comment was said; lines of orders by the price they came at."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

PLATFORMS = ("facebook", "youtube", "tiktok", "other")
STATES = ("waiting", "connecting", "live", "failing", "stopped")
WHY = (
    "new",
    "asked",
    "no_picture",
    "begun",
    "flows",
    "broke_off",
    "stalled",
    "unknown_host",
    "private_host",
    "no_ffmpeg",
    "key_lost",
    "gave_up",
    "by_host",
    "session_ended",
    "unserved",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("comment", sa.Column("origin", sa.String(40), nullable=True))
    op.create_check_constraint("platform", "comment", sa.column("origin").in_(PLATFORMS))  # no row has one yet
    op.create_table(
        "simulcast_target",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("platform", _words("platform", *PLATFORMS), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_digest", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", _words("targetstate", *STATES), nullable=False),
        sa.Column("why", _words("why", *WHY), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("runner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("NOT wanted OR key_sealed IS NOT NULL", name=op.f("simulcast_target_wanted_with_key_check")),
        sa.CheckConstraint("attempts BETWEEN 0 AND 100", name=op.f("simulcast_target_attempts_bounded_check")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("simulcast_target_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("simulcast_target_made_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("simulcast_target_pkey")),
        sa.UniqueConstraint("session_id", "key_digest", name=op.f("simulcast_target_session_id_key_digest_key")),
    )
    op.create_index(
        "simulcast_target_wanted_idx", "simulcast_target", ["session_id"], postgresql_where=sa.text("wanted")
    )
    op.create_index(
        "order_line_campaign_idx",
        "order_line",
        ["campaign_id"],
        postgresql_where=sa.text("campaign_id IS NOT NULL"),
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_index("order_line_campaign_idx", "order_line")
    op.drop_table("simulcast_target")
    op.drop_column("comment", "origin")
