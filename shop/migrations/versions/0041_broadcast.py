"""Stream keys of sessions, takes of their picture, captions."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_key()
    _create_take()
    _create_caption()


def _common() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _keys(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f(f"{table}_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _create_key() -> None:
    op.create_table(
        "stream_key",
        *_common(),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("stream_key"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("stream_key_made_by_fkey")),
        sa.UniqueConstraint("key_hash", name=op.f("stream_key_key_hash_key")),
    )
    op.create_index(
        "stream_key_one_open",
        "stream_key",
        ["session_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def _create_take() -> None:
    ends = _words("takeend", "left", "lost", "revoked", "taken_over", "session_ended", "broken")
    op.create_table(
        "take",
        *_common(),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("source", _words("source", "browser", "rtmp", "nginx_rtmp", "mediamtx", "srs"), nullable=False),
        sa.Column("sound", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", ends, nullable=True),
        sa.CheckConstraint("number BETWEEN 1 AND 999", name=op.f("take_number_bounded_check")),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name=op.f("take_ended_whole_check")),
        *_keys("take"),
        sa.ForeignKeyConstraint(["key_id"], ["stream_key.id"], name=op.f("take_key_id_fkey"), ondelete="CASCADE"),
        sa.UniqueConstraint("session_id", "number", name=op.f("take_session_id_number_key")),
    )
    op.create_index("take_external_idx", "take", ["source", "external_id"])
    op.create_index("take_one_open", "take", ["session_id"], unique=True, postgresql_where=sa.text("ended_at IS NULL"))


def _create_caption() -> None:
    op.create_table(
        "caption",
        *_common(),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seconds", sa.SmallInteger(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("seconds BETWEEN 1 AND 30", name=op.f("caption_seconds_bounded_check")),
        *_keys("caption"),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("caption_said_by_fkey")),
        sa.UniqueConstraint("session_id", "client_id", name=op.f("caption_session_id_client_id_key")),
    )
    op.create_index("caption_session_idx", "caption", ["session_id", "created_at"])


def downgrade() -> None:
    for table in ("caption", "take", "stream_key"):
        op.drop_table(table)
