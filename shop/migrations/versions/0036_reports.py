"""Viewers of live sessions: a row for each minute, and the sketch that counts everybody once."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_minute()
    _create_audience()


def _create_minute() -> None:
    op.create_table(
        "session_minute",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewers", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("viewers >= 0 AND seen >= 0", name=op.f("session_minute_not_negative_check")),
        sa.CheckConstraint("extract(second FROM minute) = 0", name=op.f("session_minute_whole_check")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("session_minute_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("session_minute_pkey")),
        sa.UniqueConstraint("session_id", "minute", name=op.f("session_minute_session_id_minute_key")),
    )


def _create_audience() -> None:
    op.create_table(
        "session_audience",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("market_seen", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "octet_length(sketch) BETWEEN 1 AND 20000", name=op.f("session_audience_sketch_bounded_check")
        ),
        sa.CheckConstraint("seen >= 0 AND market_seen >= 0", name=op.f("session_audience_not_negative_check")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("session_audience_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("session_audience_pkey")),
    )


def downgrade() -> None:
    op.drop_table("session_audience")
    op.drop_table("session_minute")
