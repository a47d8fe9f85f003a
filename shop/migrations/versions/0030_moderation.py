"""What may be said in rooms: banned words, who is kept from speaking, slow mode, comments taken down."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _widen_session()
    _widen_comment()
    _create_ban()
    _create_word()


def _widen_session() -> None:
    op.add_column("live_session", sa.Column("slow_seconds", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_check_constraint(
        op.f("live_session_slow_bounded_check"), "live_session", "slow_seconds BETWEEN 0 AND 300"
    )


def _widen_comment() -> None:
    op.add_column("comment", sa.Column("guest_key", sa.LargeBinary(), nullable=True))
    op.add_column("comment", sa.Column("shadow", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column(
        "comment",
        sa.Column("claims", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("comment", sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("comment", sa.Column("hidden_by", sa.Uuid(), nullable=True))
    op.add_column("comment", sa.Column("hidden_why", sa.Text(), nullable=True))
    op.create_foreign_key(op.f("comment_hidden_by_fkey"), "comment", "person", ["hidden_by"], ["id"])
    op.create_check_constraint(
        op.f("comment_hidden_whole_check"),
        "comment",
        "(hidden_at IS NULL) = (hidden_by IS NULL) AND (hidden_at IS NULL) = (hidden_why IS NULL)",
    )
    op.create_index(
        "comment_hidden_idx", "comment", ["session_id", "hidden_at"], postgresql_where=sa.text("hidden_at IS NOT NULL")
    )
    op.create_index(
        "comment_person_idx",
        "comment",
        ["session_id", "person_id", "created_at"],
        postgresql_where=sa.text("person_id IS NOT NULL AND order_code IS NULL"),
    )
    op.create_index(
        "comment_guest_idx",
        "comment",
        ["session_id", "guest_key", "created_at"],
        postgresql_where=sa.text("guest_key IS NOT NULL"),
    )


def _create_ban() -> None:
    op.create_table(
        "room_ban",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("guest_key", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("mute", "shadow", name="bankind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("num_nonnulls(person_id, guest_key) = 1", name=op.f("room_ban_one_subject_check")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("room_ban_lifted_whole_check")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("room_ban_session_id_fkey"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"room_ban_{column}_fkey"))
            for column in ("person_id", "made_by", "lifted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("room_ban_pkey")),
    )
    for subject in ("person_id", "guest_key"):
        op.create_index(
            f"room_ban_{subject.partition('_')[0]}_idx",
            "room_ban",
            ["session_id", subject],
            unique=True,
            postgresql_where=sa.text(f"lifted_at IS NULL AND {subject} IS NOT NULL"),
        )


def _create_word() -> None:
    op.create_table(
        "room_word",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("room_word_made_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("room_word_pkey")),
        sa.UniqueConstraint("word", name=op.f("room_word_word_key")),
    )
    op.create_index(op.f("room_word_folded_idx"), "room_word", ["folded"])


def downgrade() -> None:
    op.drop_table("room_word")
    op.drop_table("room_ban")
    for column in ("hidden_why", "hidden_by", "hidden_at", "claims", "shadow", "guest_key"):
        op.drop_column("comment", column)
    op.drop_column("live_session", "slow_seconds")
