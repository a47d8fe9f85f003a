"""How goods are kept in a room, who waits for them, flash drops; orders whose goods go to who pays first."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _widen_order()
    _create_offer()
    _create_flash()
    _create_entry()


def _widen_order() -> None:
    op.add_column("shop_order", sa.Column("unheld", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    for name, column in (("shop_order_lapsed_idx", "contact_phone"), ("shop_order_lapsed_person_idx", "person_id")):
        op.create_index(name, "shop_order", [column, "created_at"], postgresql_where=sa.text("status = 'expired'"))


def _common() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _keys(table: str, **others: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f(f"{table}_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f(f"{table}_variant_id_fkey")),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"{table}_{column}_fkey"))
            for column, other in others.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _create_offer() -> None:
    op.create_table(
        "offer",
        *_common(),
        sa.Column("policy", _words("policy", "hold", "first_paid"), nullable=False),
        sa.Column("hold_minutes", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("hold_minutes BETWEEN 1 AND 60", name=op.f("offer_hold_bounded_check")),
        *_keys("offer"),
        sa.UniqueConstraint("session_id", "variant_id", name=op.f("offer_session_id_variant_id_key")),
    )


def _create_entry() -> None:
    states = _words("waitstate", "waiting", "served", "left", "refused", "ended")
    methods = _words("paymentmethod", "cod", "vietqr", "card", "vnpay", "momo")
    op.create_table(
        "waiting_entry",
        *_common(),
        sa.Column("flash_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("payment_method", methods, nullable=False),
        sa.Column("age_confirmed", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("state", states, server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("waiting_entry_some_check")),
        sa.CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name=op.f("waiting_entry_closed_once_check")),
        sa.CheckConstraint(
            "(state = 'served') = (order_id IS NOT NULL)", name=op.f("waiting_entry_served_has_order_check")
        ),
        *_keys(
            "waiting_entry", campaign_id="campaign", person_id="person", order_id="shop_order", flash_id="flash_drop"
        ),
        sa.UniqueConstraint("number", name=op.f("waiting_entry_number_key")),
    )
    op.create_index(op.f("waiting_entry_person_id_idx"), "waiting_entry", ["person_id"])
    waits = "state = 'waiting'"
    for column, unique, where in (
        ("number", False, waits),
        ("contact_phone", True, waits),
        ("person_id", True, f"{waits} AND person_id IS NOT NULL"),
    ):
        name = {"number": "turn", "contact_phone": "phone", "person_id": "person"}[column]
        op.create_index(
            f"waiting_entry_{name}_idx",
            "waiting_entry",
            ["session_id", "variant_id", column],
            unique=unique,
            postgresql_where=sa.text(where),
        )


def _create_flash() -> None:
    op.create_table(
        "flash_drop",
        *_common(),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("buyer_limit", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", _words("flashend", "time", "sold_out", "called_off"), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("flash_drop_some_check")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("flash_drop_forward_check")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("flash_drop_ended_whole_check")),
        *_keys("flash_drop", campaign_id="campaign", made_by="person"),
    )
    running = sa.text("ended_at IS NULL")
    op.create_index("flash_drop_open_idx", "flash_drop", ["session_id"], unique=True, postgresql_where=running)
    op.create_index("flash_drop_due_idx", "flash_drop", ["closes_at"], postgresql_where=running)
    op.create_index("flash_drop_session_idx", "flash_drop", ["session_id", "id"])


def downgrade() -> None:
    for table in ("waiting_entry", "flash_drop", "offer"):
        op.drop_table(table)
    for name in ("shop_order_lapsed_person_idx", "shop_order_lapsed_idx"):
        op.drop_index(name, table_name="shop_order")
    op.drop_column("shop_order", "unheld")
