"""What comments of rooms wish for, and which orders of a room are a guest's own."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0036"
branch_labels = None
depends_on = None

_STATES = (
    "question",
    "asked",
    "pending",
    "placed",
    "changed",
    "cancelled",
    "refused",
    "repeated",
    "dropped",
    "lapsed",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table("comment_wish", *_columns(), *_rules())
    _index_wishes()
    op.create_table(
        "guest_purchase",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("buyer_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("guest_purchase_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("guest_purchase_order_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("guest_purchase_pkey")),
        sa.UniqueConstraint("order_id", name=op.f("guest_purchase_order_id_key")),
    )
    op.create_index("guest_purchase_buyer_idx", "guest_purchase", ["buyer_key", "session_id"])


def _columns() -> list[sa.Column[object]]:
    states = sa.Enum(*_STATES, name="wishstate", native_enum=False, create_constraint=True, length=40)
    return [
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("buyer_key", sa.LargeBinary(), nullable=True),
        sa.Column("guest_key", sa.LargeBinary(), nullable=True),
        sa.Column("shadow", sa.Boolean(), nullable=False),
        sa.Column("meaning_key", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ask_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("age_confirmed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("question", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    ]


def _rules() -> list[sa.Constraint]:
    checks = {
        "asked_in_time": "(state = 'asked') = (ask_until IS NOT NULL)",
        "refused_why": "(state = 'refused') = (why IS NOT NULL)",
        "only_questions_are_answered": "answered_at IS NULL OR question",
        "answered_whole": "(answered_at IS NULL) = (answered_by IS NULL)",
    }
    return [
        *(sa.CheckConstraint(rule, name=op.f(f"comment_wish_{name}_check")) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("comment_wish_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("comment_wish_comment_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("comment_wish_person_id_fkey")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("comment_wish_answered_by_fkey")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("comment_wish_order_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("comment_wish_pkey")),
        sa.UniqueConstraint("comment_id", name=op.f("comment_wish_comment_id_key")),
    ]


def _index_wishes() -> None:
    op.create_index("comment_wish_session_idx", "comment_wish", ["session_id", "id"])
    op.create_index("comment_wish_key_idx", "comment_wish", ["session_id", "meaning_key", "created_at"])
    op.create_index(op.f("comment_wish_order_id_idx"), "comment_wish", ["order_id"])
    partly = {
        "comment_wish_person_idx": (["person_id", "session_id"], "person_id IS NOT NULL"),
        "comment_wish_buyer_idx": (["buyer_key", "session_id"], "buyer_key IS NOT NULL"),
        "comment_wish_asked_idx": (["ask_until"], "state = 'asked'"),
        "comment_wish_pending_idx": (["id"], "state = 'pending'"),
    }
    for name, (columns, rule) in partly.items():
        op.create_index(name, "comment_wish", columns, postgresql_where=sa.text(rule))


def downgrade() -> None:
    op.drop_table("guest_purchase")
    op.drop_table("comment_wish")
