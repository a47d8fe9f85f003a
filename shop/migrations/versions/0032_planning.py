"""Planned markets: weekly series, festivals, what is called off, and slots no two stalls may share."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0040"
branch_labels = None
depends_on = None

_STATES = ("scheduled", "on_air", "ended")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    _create_series()
    _create_festival()
    _widen_market()
    _widen_session()
    _create_slot()
    _fill_slots()


def _id_and_time() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _create_series() -> None:
    key, made = _id_and_time()
    op.create_table(
        "market_series",
        key,
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("teaser", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("teaser_art", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        made,
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("market_series_weekday_known_check")),
        sa.CheckConstraint("opens < closes", name=op.f("market_series_forward_check")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("market_series_days_forward_check")),
        sa.CheckConstraint("teaser_art BETWEEN 1 AND 4", name=op.f("market_series_art_known_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("market_series_pkey")),
        sa.UniqueConstraint("slug", name=op.f("market_series_slug_key")),
    )


def _create_festival() -> None:
    key, made = _id_and_time()
    op.create_table(
        "festival",
        key,
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        made,
        sa.PrimaryKeyConstraint("id", name=op.f("festival_pkey")),
        sa.UniqueConstraint("slug", name=op.f("festival_slug_key")),
    )


def _widen_market() -> None:
    state = sa.Enum("planned", "called_off", name="marketstate", native_enum=False, create_constraint=False, length=40)
    op.add_column("market", sa.Column("state", state, server_default=sa.text("'planned'"), nullable=False))
    op.add_column("market", sa.Column("called_off_reason", sa.Text(), nullable=True))
    op.add_column("market", sa.Column("teaser", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("market", sa.Column("teaser_art", sa.SmallInteger(), server_default=sa.text("1"), nullable=False))
    op.add_column("market", sa.Column("series_id", sa.Uuid(), nullable=True))
    op.add_column("market", sa.Column("series_day", sa.Date(), nullable=True))
    op.add_column("market", sa.Column("festival_id", sa.Uuid(), nullable=True))
    op.add_column("market", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    for name, rule in (
        ("marketstate", "state IN ('planned', 'called_off')"),
        ("series_whole", "(series_id IS NULL) = (series_day IS NULL)"),
        ("reason_said", "(state = 'called_off') = (called_off_reason IS NOT NULL)"),
        ("art_known", "teaser_art BETWEEN 1 AND 4"),
    ):
        op.create_check_constraint(op.f(f"market_{name}_check"), "market", rule)
    op.create_foreign_key(op.f("market_series_id_fkey"), "market", "market_series", ["series_id"], ["id"])
    op.create_foreign_key(op.f("market_festival_id_fkey"), "market", "festival", ["festival_id"], ["id"])
    op.create_unique_constraint(op.f("market_series_id_series_day_key"), "market", ["series_id", "series_day"])
    op.create_index("market_starts_at_idx", "market", ["starts_at"])
    op.create_index(op.f("market_festival_id_idx"), "market", ["festival_id"])


def _widen_session() -> None:
    op.add_column("live_session", sa.Column("called_off_reason", sa.Text(), nullable=True))
    op.add_column("live_session", sa.Column("on_stage", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("live_session", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    _rule_states((*_STATES, "called_off"), "(state IN ('scheduled', 'called_off')) = (started_at IS NULL)")
    op.create_check_constraint(
        op.f("live_session_reason_said_check"),
        "live_session",
        "(state = 'called_off') = (called_off_reason IS NOT NULL)",
    )
    op.create_index(
        "live_session_one_on_stage",
        "live_session",
        ["market_id"],
        unique=True,
        postgresql_where=sa.text("on_stage"),
    )
    op.create_index("live_session_host_idx", "live_session", ["host_id", "starts_at"])


def _rule_states(states: tuple[str, ...], started: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    for name, rule in (("sessionstate", f"state IN ({listed})"), ("started_once", started)):
        op.drop_constraint(op.f(f"live_session_{name}_check"), "live_session", type_="check")
        op.create_check_constraint(op.f(f"live_session_{name}_check"), "live_session", rule)


def _create_slot() -> None:
    key, made = _id_and_time()
    kind = sa.Enum("host", "place", "producer", name="slotkind", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "stall_slot",
        key,
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        made,
        postgresql.ExcludeConstraint(
            (sa.column("kind"), "="),
            (sa.column("subject_id"), "="),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            name="stall_slot_apart",
            using="gist",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("stall_slot_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("stall_slot_pkey")),
        sa.UniqueConstraint("session_id", "kind", "subject_id", name=op.f("stall_slot_session_id_kind_subject_id_key")),
    )


def _fill_slots() -> None:
    """What is planned already keeps its time; of what clashes already, the first keeps it."""
    open_ones = "FROM live_session WHERE state IN ('scheduled', 'on_air')"
    for kind, subject in (("host", "host_id"), ("place", "place_id")):
        op.execute(
            "INSERT INTO stall_slot (session_id, kind, subject_id, starts_at, ends_at) "
            f"SELECT id, '{kind}', {subject}, starts_at, ends_at {open_ones} ORDER BY id ON CONFLICT DO NOTHING"
        )
    op.execute(
        "INSERT INTO stall_slot (session_id, kind, subject_id, starts_at, ends_at) "
        "SELECT DISTINCT live.id, 'producer', product.producer_id, live.starts_at, live.ends_at "
        "FROM live_session AS live JOIN line_up ON line_up.session_id = live.id "
        "JOIN variant ON variant.id = line_up.variant_id JOIN product ON product.id = variant.product_id "
        "WHERE live.state IN ('scheduled', 'on_air') AND product.producer_id IS NOT NULL "
        "ON CONFLICT DO NOTHING"
    )


def downgrade() -> None:
    op.drop_table("stall_slot")
    op.drop_index("live_session_host_idx", table_name="live_session")
    op.drop_index("live_session_one_on_stage", table_name="live_session")
    op.drop_constraint(op.f("live_session_reason_said_check"), "live_session", type_="check")
    op.execute("DELETE FROM live_session WHERE state = 'called_off'")
    _rule_states(_STATES, "(state = 'scheduled') = (started_at IS NULL)")
    for column in ("version", "on_stage", "called_off_reason"):
        op.drop_column("live_session", column)
    op.drop_index("market_starts_at_idx", table_name="market")
    for column in (
        "version",
        "festival_id",
        "series_day",
        "series_id",
        "teaser_art",
        "teaser",
        "called_off_reason",
        "state",
    ):
        op.drop_column("market", column)
    op.drop_table("festival")
    op.drop_table("market_series")
