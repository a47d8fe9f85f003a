"""Watches of markets, stalls and producers, calls of them, and browsers that take messages."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0030"
branch_labels = None
depends_on = None

CHANNELS = ("email", "in_app", "text", "push")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _widen_notice()
    _create_push()
    _create_watch()
    _create_call()


def _widen_notice() -> None:
    listed = ", ".join(f"'{name}'" for name in CHANNELS)
    op.drop_constraint(op.f("notice_channel_check"), "notice", type_="check")
    op.execute(f"ALTER TABLE notice ADD CONSTRAINT notice_channel_check CHECK (channel IN ({listed}))")


def _create_push() -> None:
    op.create_table(
        "push_address",
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("p256dh", sa.LargeBinary(), nullable=False),
        sa.Column("auth", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("length(p256dh) = 65 AND length(auth) = 16", name=op.f("push_address_keys_whole_check")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("push_address_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("push_address_pkey")),
        sa.UniqueConstraint("endpoint", name=op.f("push_address_endpoint_key")),
    )
    op.create_index(
        "push_address_person_idx", "push_address", ["person_id"], postgresql_where=sa.text("gone_at IS NULL")
    )
    op.create_table(
        "push_key",
        sa.Column("singleton", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.CheckConstraint("singleton", name=op.f("push_key_one_row_check")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("push_key_pkey")),
    )


def _create_watch() -> None:
    op.create_table(
        "watch",
        sa.Column("market_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("push_id", sa.Uuid(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(market_id, session_id, producer_id) = 1", name=op.f("watch_one_subject_check")
        ),
        sa.CheckConstraint("num_nonnulls(person_id, email, push_id) = 1", name=op.f("watch_one_reader_check")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("watch_market_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("watch_person_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("watch_producer_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["push_id"], ["push_address.id"], name=op.f("watch_push_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("watch_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("watch_pkey")),
    )
    going_on = sa.text("stopped_at IS NULL")
    op.create_index(
        "watch_open_once",
        "watch",
        [
            sa.literal_column("coalesce(market_id, session_id, producer_id)"),
            sa.literal_column("coalesce(email, person_id::text, push_id::text)"),
        ],
        unique=True,
        postgresql_where=going_on,
    )
    for name in ("person", "producer", "session", "market"):
        op.create_index(f"watch_{name}_idx", "watch", [f"{name}_id"], postgresql_where=going_on)


def _create_call() -> None:
    op.create_table(
        "watch_call",
        sa.Column("watch_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum("day", "soon", "air", name="moment", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name=op.f("watch_call_watch_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("watch_call_pkey")),
        sa.UniqueConstraint("reader", "about", "moment", name=op.f("watch_call_reader_about_moment_key")),
    )
    op.create_index(op.f("watch_call_watch_id_idx"), "watch_call", ["watch_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("watch_call", "watch", "push_key", "push_address"):
        op.drop_table(table)
    op.execute("DELETE FROM notice WHERE channel = 'push'")
    op.drop_constraint(op.f("notice_channel_check"), "notice", type_="check")
    op.execute("ALTER TABLE notice ADD CONSTRAINT notice_channel_check CHECK (channel IN ('email', 'in_app', 'text'))")
