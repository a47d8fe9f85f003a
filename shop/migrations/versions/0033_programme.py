"""The run of show: segments, their turns, co-hosts, floor prices, hand-overs, goods asked for."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

APPEND_ONLY = ("segment_turn", "segment_skip")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_co_host()
    _create_floor()
    _create_segment()
    _create_good()
    _create_turn()
    _create_skip()
    _create_move()
    _create_ask()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _id() -> sa.Column[UUID]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _made() -> sa.Column[datetime]:
    return sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False)


def _refers(table: str, column: str, to: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"{table}_{column}_fkey"), ondelete="CASCADE" if cascade else None
    )


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey"))


def _unique(table: str, *columns: str, late: bool = False) -> sa.UniqueConstraint:
    name = op.f(f"{table}_{'_'.join(columns)}_key")
    return sa.UniqueConstraint(*columns, name=name, deferrable=late or None, initially="DEFERRED" if late else None)


def _create_co_host() -> None:
    op.create_table(
        "co_host",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        _made(),
        _refers("co_host", "session_id", "live_session", cascade=True),
        _refers("co_host", "person_id", "person"),
        _refers("co_host", "named_by", "person"),
        _key("co_host"),
        _unique("co_host", "session_id", "person_id"),
    )
    op.create_index(op.f("co_host_person_id_idx"), "co_host", ["person_id"])


def _create_floor() -> None:
    op.create_table(
        "price_floor",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        _made(),
        sa.CheckConstraint("price > 0", name=op.f("price_floor_price_some_check")),
        _refers("price_floor", "session_id", "live_session", cascade=True),
        _refers("price_floor", "variant_id", "variant"),
        _key("price_floor"),
        _unique("price_floor", "session_id", "variant_id"),
    )


def _create_segment() -> None:
    op.create_table(
        "segment",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("presenter", sa.Text(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        _made(),
        sa.CheckConstraint("minutes BETWEEN 1 AND 240", name=op.f("segment_minutes_bounded_check")),
        _refers("segment", "session_id", "live_session", cascade=True),
        _refers("segment", "producer_id", "producer"),
        _key("segment"),
        _unique("segment", "session_id", "position", late=True),
        _unique("segment", "session_id", "client_id"),
    )


def _create_good() -> None:
    op.create_table(
        "segment_good",
        _id(),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("buyer_limit", sa.Integer(), nullable=True),
        _made(),
        *(
            sa.CheckConstraint(f"{column} > 0", name=op.f(f"segment_good_{column}_some_check"))
            for column in ("price", "quota", "buyer_limit")
        ),
        _refers("segment_good", "segment_id", "segment", cascade=True),
        _refers("segment_good", "variant_id", "variant"),
        _key("segment_good"),
        _unique("segment_good", "segment_id", "variant_id"),
    )


def _create_turn() -> None:
    op.create_table(
        "segment_turn",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=True),
        _made(),
        _refers("segment_turn", "session_id", "live_session", cascade=True),
        _refers("segment_turn", "segment_id", "segment"),
        _key("segment_turn"),
        _unique("segment_turn", "session_id", "number"),
    )


def _create_skip() -> None:
    op.create_table(
        "segment_skip",
        _id(),
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        _made(),
        _refers("segment_skip", "turn_id", "segment_turn", cascade=True),
        _refers("segment_skip", "variant_id", "variant"),
        _key("segment_skip"),
        _unique("segment_skip", "turn_id", "variant_id"),
    )


def _create_move() -> None:
    op.create_table(
        "stall_move",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        _made(),
        sa.CheckConstraint("session_id <> to_id", name=op.f("stall_move_goes_elsewhere_check")),
        _refers("stall_move", "session_id", "live_session", cascade=True),
        _refers("stall_move", "to_id", "live_session", cascade=True),
        _key("stall_move"),
        _unique("stall_move", "session_id"),
    )
    op.create_index(op.f("stall_move_to_id_idx"), "stall_move", ["to_id"])


def _create_ask() -> None:
    op.create_table(
        "stock_ask",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("from_place_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "sent",
                "declined",
                "withdrawn",
                name="askstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'open'"),
            nullable=False,
        ),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        _made(),
        sa.CheckConstraint("pieces > 0", name=op.f("stock_ask_some_check")),
        sa.CheckConstraint(
            "(state = 'sent') = (transfer_id IS NOT NULL)", name=op.f("stock_ask_sent_as_transfer_check")
        ),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f("stock_ask_answered_dated_check")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)", name=op.f("stock_ask_answered_by_somebody_check")
        ),
        sa.CheckConstraint("(state = 'declined') = (reason IS NOT NULL)", name=op.f("stock_ask_reason_said_check")),
        _refers("stock_ask", "session_id", "live_session", cascade=True),
        _refers("stock_ask", "from_place_id", "place"),
        _refers("stock_ask", "variant_id", "variant"),
        _refers("stock_ask", "transfer_id", "stock_transfer"),
        _refers("stock_ask", "asked_by", "person"),
        _refers("stock_ask", "answered_by", "person"),
        _key("stock_ask"),
        _unique("stock_ask", "session_id", "client_id"),
    )
    op.create_index(
        "stock_ask_open_idx", "stock_ask", ["from_place_id", "id"], postgresql_where=sa.text("state = 'open'")
    )


def downgrade() -> None:
    for table in (
        "stock_ask",
        "stall_move",
        "segment_skip",
        "segment_turn",
        "segment_good",
        "segment",
        "price_floor",
        "co_host",
    ):
        op.drop_table(table)
