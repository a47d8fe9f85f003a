"""Practice on air: runs, their goods, acts and marks. Wholesale: terms, price bands, enquiries and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0038"
branch_labels = None
depends_on = None

APPEND_ONLY = ("practice_act", "wholesale_history")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_practice_run()
    _create_practice_good()
    _create_practice_act()
    _create_practice_mark()
    _create_wholesale_term()
    _create_wholesale_band()
    _create_wholesale_enquiry()
    _create_wholesale_history()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _create_practice_run() -> None:
    op.create_table(
        "practice_run",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("rehearsal", "training", name="runkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("speed", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'rehearsal') = (session_id IS NOT NULL)", name=op.f("practice_run_of_a_session_check")
        ),
        sa.CheckConstraint(
            "(points IS NULL) = (passed IS NULL) AND (points IS NULL OR finished_at IS NOT NULL)",
            name=op.f("practice_run_marked_at_end_check"),
        ),
        sa.CheckConstraint("acts BETWEEN 0 AND 2000", name=op.f("practice_run_acts_bounded_check")),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("practice_run_level_bounded_check")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name=op.f("practice_run_minutes_bounded_check")),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("practice_run_points_bounded_check")),
        sa.CheckConstraint("speed BETWEEN 1 AND 20", name=op.f("practice_run_speed_bounded_check")),
        sa.CheckConstraint("started_at < ends_at", name=op.f("practice_run_forward_check")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("practice_run_person_id_fkey")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("practice_run_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_run_pkey")),
        sa.UniqueConstraint("key", name=op.f("practice_run_key_key")),
        sa.UniqueConstraint("person_id", "request_key", name=op.f("practice_run_person_id_request_key_key")),
    )
    op.create_index(
        "practice_run_one_open_per_session",
        "practice_run",
        ["session_id"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL AND session_id IS NOT NULL"),
    )
    op.create_index(
        "practice_run_open_idx",
        "practice_run",
        ["ends_at"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
    )


def _create_practice_good() -> None:
    op.create_table(
        "practice_good",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("product_slug", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("image", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("potential_five", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("floor BETWEEN 1 AND price", name=op.f("practice_good_floor_below_price_check")),
        sa.CheckConstraint("stock >= 0", name=op.f("practice_good_stock_counted_check")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["practice_run.id"], name=op.f("practice_good_run_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_good_pkey")),
        sa.UniqueConstraint("run_id", "code", name=op.f("practice_good_run_id_code_key")),
    )


def _create_practice_act() -> None:
    op.create_table(
        "practice_act",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "greet",
                "pin",
                "unpin",
                "sold_out",
                "reply",
                "refuse",
                "take",
                "remove",
                "mute",
                "lift",
                "slow",
                "hand_over",
                "say",
                "buy",
                name="actkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["practice_run.id"], name=op.f("practice_act_run_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_act_pkey")),
        sa.UniqueConstraint("run_id", "key", name=op.f("practice_act_run_id_key_key")),
        sa.UniqueConstraint("run_id", "number", name=op.f("practice_act_run_id_number_key")),
    )


def _create_practice_mark() -> None:
    op.create_table(
        "practice_mark",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "skill",
            sa.Enum(
                "greet",
                "pin",
                "answer",
                "orders",
                "sold_out",
                "orderly",
                "claims",
                "price",
                "hand_over",
                name="skill",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("done BETWEEN 0 AND most", name=op.f("practice_mark_done_within_most_check")),
        sa.CheckConstraint("points BETWEEN 0 AND worth", name=op.f("practice_mark_points_within_worth_check")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["practice_run.id"], name=op.f("practice_mark_run_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_mark_pkey")),
        sa.UniqueConstraint("run_id", "skill", name=op.f("practice_mark_run_id_skill_key")),
    )


def _create_wholesale_term() -> None:
    op.create_table(
        "wholesale_term",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("min_quantity", sa.Integer(), nullable=False),
        sa.Column("public", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("min_quantity BETWEEN 2 AND 100000", name=op.f("wholesale_term_quantity_bounded_check")),
        sa.ForeignKeyConstraint(["updated_by"], ["person.id"], name=op.f("wholesale_term_updated_by_fkey")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("wholesale_term_variant_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("wholesale_term_pkey")),
        sa.UniqueConstraint("variant_id", name=op.f("wholesale_term_variant_id_key")),
    )


def _create_wholesale_band() -> None:
    op.create_table(
        "wholesale_band",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("from_quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("from_quantity BETWEEN 2 AND 100000", name=op.f("wholesale_band_quantity_bounded_check")),
        sa.CheckConstraint("price BETWEEN 1 AND 10000000000000", name=op.f("wholesale_band_price_bounded_check")),
        sa.ForeignKeyConstraint(
            ["term_id"], ["wholesale_term.id"], name=op.f("wholesale_band_term_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("wholesale_band_pkey")),
        sa.UniqueConstraint("term_id", "from_quantity", name=op.f("wholesale_band_term_id_from_quantity_key")),
    )


def _create_wholesale_enquiry() -> None:
    op.create_table(
        "wholesale_enquiry",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "quoted",
                "refused",
                "accepted",
                "declined",
                "expired",
                name="enquirystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'new'"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('quoted', 'accepted', 'declined') OR price IS NOT NULL",
            name=op.f("wholesale_enquiry_quoted_first_check"),
        ),
        sa.CheckConstraint("(price IS NULL) = (valid_until IS NULL)", name=op.f("wholesale_enquiry_quote_whole_check")),
        sa.CheckConstraint("price BETWEEN 1 AND 10000000000000", name=op.f("wholesale_enquiry_price_bounded_check")),
        sa.CheckConstraint("quantity BETWEEN 2 AND 1000000", name=op.f("wholesale_enquiry_quantity_bounded_check")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("wholesale_enquiry_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("wholesale_enquiry_producer_id_fkey")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("wholesale_enquiry_session_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("wholesale_enquiry_variant_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("wholesale_enquiry_pkey")),
        sa.UniqueConstraint("asker", "request_key", name=op.f("wholesale_enquiry_asker_request_key_key")),
    )
    op.create_index(
        "wholesale_enquiry_open_idx",
        "wholesale_enquiry",
        ["lapses_on"],
        unique=False,
        postgresql_where=sa.text("state IN ('new', 'quoted')"),
    )
    op.create_index(op.f("wholesale_enquiry_person_id_idx"), "wholesale_enquiry", ["person_id"], unique=False)
    op.create_index("wholesale_enquiry_producer_idx", "wholesale_enquiry", ["producer_id", "state", "id"], unique=False)


def _create_wholesale_history() -> None:
    op.create_table(
        "wholesale_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("enquiry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "quoted",
                "refused",
                "accepted",
                "declined",
                "expired",
                name="enquirystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["wholesale_enquiry.id"], name=op.f("wholesale_history_enquiry_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("wholesale_history_pkey")),
        sa.UniqueConstraint("enquiry_id", "version", name=op.f("wholesale_history_enquiry_id_version_key")),
    )


def downgrade() -> None:
    op.drop_table("wholesale_history")
    op.drop_table("wholesale_enquiry")
    op.drop_table("wholesale_band")
    op.drop_table("wholesale_term")
    op.drop_table("practice_mark")
    op.drop_table("practice_act")
    op.drop_table("practice_good")
    op.drop_table("practice_run")
