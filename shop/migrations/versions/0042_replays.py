"""Replays of sessions, clips of what they showed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_replay()
    _create_clip()


def _common() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _create_replay() -> None:
    states = _words("replaystate", "building", "ready", "empty", "removed", "expired")
    op.create_table(
        "replay",
        *_common(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("state", states, server_default=sa.text("'building'"), nullable=False),
        sa.Column("progress", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=True),
        _moment("claimed_until"),
        sa.Column("course", postgresql.JSONB(), nullable=True),
        _moment("built_at"),
        _moment("closed_at"),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=True),
        _moment("cleared_at"),
        sa.Column("held", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"replay_{name}_check")) for name, rule in _REPLAY_RULES),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("replay_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("replay_pkey")),
        sa.UniqueConstraint("session_id", name=op.f("replay_session_id_key")),
    )
    for name, column, where in (
        ("replay_building_idx", "created_at", "state = 'building'"),
        ("replay_uncleared_idx", "closed_at", "closed_at IS NOT NULL AND cleared_at IS NULL"),
        ("replay_held_idx", "id", "held"),
    ):
        op.create_index(name, "replay", [column], postgresql_where=sa.text(where))


_REPLAY_RULES = (
    ("progress_percent", "progress BETWEEN 0 AND 100"),
    ("claimed_whole", "(claim IS NULL) = (claimed_until IS NULL)"),
    ("ready_with_course", "state <> 'ready' OR course IS NOT NULL"),
    ("closed_dated", "(state IN ('removed', 'expired')) = (closed_at IS NOT NULL)"),
    ("closed_whole", "num_nulls(closed_at, closed_by, closed_why) IN (0, 3)"),
    ("cleared_once_closed", "cleared_at IS NULL OR closed_at IS NOT NULL"),
)


def _create_clip() -> None:
    op.create_table(
        "replay_clip",
        *_common(),
        sa.Column("replay_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _words("clipstate", "cutting", "ready", "broken", "removed"),
            server_default=sa.text("'cutting'"),
            nullable=False,
        ),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("still", sa.BigInteger(), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        _moment("claimed_until"),
        _moment("cleared_at"),
        sa.CheckConstraint("starts < ends", name=op.f("replay_clip_forward_check")),
        sa.CheckConstraint("(state = 'ready') <= (size IS NOT NULL)", name=op.f("replay_clip_ready_with_size_check")),
        sa.ForeignKeyConstraint(
            ["replay_id"], ["replay.id"], name=op.f("replay_clip_replay_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("replay_clip_variant_id_fkey")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("replay_clip_published_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("replay_clip_pkey")),
        sa.UniqueConstraint(
            "replay_id", "variant_id", "starts", name=op.f("replay_clip_replay_id_variant_id_starts_key")
        ),
    )
    ready, cutting = sa.text("state = 'ready'"), sa.text("state = 'cutting'")
    op.create_index("replay_clip_variant_idx", "replay_clip", ["variant_id", "id"], postgresql_where=ready)
    op.create_index("replay_clip_cutting_idx", "replay_clip", ["id"], postgresql_where=cutting)


def downgrade() -> None:
    op.drop_table("replay_clip")
    op.drop_table("replay")
