"""The foundation: every table, function and trigger of the first release."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shop.core.db import sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EXTENSIONS = ("unaccent", "pg_trgm", "cube", "earthdistance")
BEFORE_TABLES = ("core/shop_now", "core/shop_today", "core/refuse_change", "catalog/vn_fold", "catalog/vn_words")
AFTER_TABLES = ("core/audit_hash", "core/audit_chain")
APPEND_ONLY = ("audit_entry", "certificate_history", "movement", "order_history", "payment_history")


def upgrade() -> None:
    op.execute("SET LOCAL check_function_bodies = off")
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    for function in BEFORE_TABLES:
        op.execute(sql(function))
    make_tables()
    for function in AFTER_TABLES:
        op.execute(sql(function))
    op.execute("CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain()")
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def make_tables() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_entry_pkey")),
    )
    op.create_table(
        "catalog_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("catalog_change_pkey")),
    )
    op.create_index(op.f("catalog_change_at_idx"), "catalog_change", ["at"], unique=False)
    op.create_table(
        "clock_warp",
        sa.Column("singleton", sa.Boolean(), nullable=False),
        sa.Column("anchor_real", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anchor_shop", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.CheckConstraint("singleton", name=op.f("clock_warp_one_row_check")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("clock_warp_pkey")),
    )
    op.create_table(
        "data_load",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("data_load_pkey")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("idempotency_key_pkey")),
        sa.UniqueConstraint("scope", "route", "key", name=op.f("idempotency_key_scope_route_key_key")),
    )
    op.create_table(
        "market",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("market_forward_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("market_pkey")),
        sa.UniqueConstraint("slug", name=op.f("market_slug_key")),
    )
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("relayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_event_pkey")),
    )
    op.create_index(
        "outbox_event_waiting_idx", "outbox_event", ["id"], unique=False, postgresql_where=sa.text("relayed_at IS NULL")
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("cod", name="paymentmethod", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "to_collect",
                "collected",
                "remitted",
                "settled",
                "refused",
                "cancelled",
                name="paymentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("payment_amount_not_negative_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_pkey")),
        sa.UniqueConstraint("reference", name=op.f("payment_reference_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), server_default=sa.text("'vi'"), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("locale IN ('vi', 'en')", name=op.f("person_locale_known_check")),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name=op.f("person_reachable_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("person_pkey")),
        sa.UniqueConstraint("email", name=op.f("person_email_key")),
        sa.UniqueConstraint("phone", name=op.f("person_phone_key")),
    )
    op.create_table(
        "product_group",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.Column("today_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["today_id"], ["product_group.id"], name=op.f("product_group_today_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("product_group_pkey")),
        sa.UniqueConstraint("scheme", "code", name=op.f("product_group_scheme_code_key")),
    )
    op.create_table(
        "programme_figure",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("programme_figure_pkey")),
        sa.UniqueConstraint(
            "metric", "as_of", "scope", "source", name=op.f("programme_figure_metric_as_of_scope_source_key")
        ),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "district",
                "commune",
                name="regionlevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_alt", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("area_km2", sa.Float(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("region_parent_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("region_pkey")),
        sa.UniqueConstraint(
            "level",
            "code",
            "valid_from",
            name=op.f("region_level_code_valid_from_key"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("region_parent_id_idx"), "region", ["parent_id"], unique=False)
    op.create_index("region_slug_idx", "region", ["level", "slug"], unique=False)
    op.create_table(
        "cart",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("ordered", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("cart_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("cart_pkey")),
    )
    op.create_index(op.f("cart_person_id_idx"), "cart", ["person_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "in_app", name="channel", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("channel = 'in_app' OR email IS NOT NULL", name=op.f("notice_email_has_address_check")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("notice_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("notice_pkey")),
        sa.UniqueConstraint("event_id", "channel", "reader", name=op.f("notice_event_id_channel_reader_key")),
    )
    op.create_index("notice_person_idx", "notice", ["person_id", "id"], unique=False)
    op.create_index(
        "notice_waiting_idx",
        "notice",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_table(
        "outbox_delivery",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("subscriber", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["outbox_event.id"], name=op.f("outbox_delivery_event_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("outbox_delivery_pkey")),
        sa.UniqueConstraint("event_id", "subscriber", name=op.f("outbox_delivery_event_id_subscriber_key")),
    )
    op.create_index(
        "outbox_delivery_dead_idx",
        "outbox_delivery",
        ["dead_at"],
        unique=False,
        postgresql_where=sa.text("dead_at IS NOT NULL"),
    )
    op.create_index(
        "outbox_delivery_open_idx",
        "outbox_delivery",
        ["sent_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
    )
    op.create_table(
        "payment_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "to_collect",
                "collected",
                "remitted",
                "settled",
                "refused",
                "cancelled",
                name="paymentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("payment_history_payment_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("payment_history_pkey")),
    )
    op.create_index(op.f("payment_history_payment_id_idx"), "payment_history", ["payment_id"], unique=False)
    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "consumer",
                "producer",
                "host",
                "staff",
                "officer",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("person_role_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("person_role_pkey")),
    )
    op.create_table(
        "producer",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "company",
                "cooperative",
                "household",
                "group",
                "unknown",
                name="producerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("active", "suspended", name="producerstate", native_enum=False, create_constraint=True, length=40),
            server_default=sa.text("'active'"),
            nullable=False,
        ),
        sa.Column("commune_written", sa.Text(), nullable=True),
        sa.Column("district_written", sa.Text(), nullable=True),
        sa.Column("province_written", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("commune_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["region.id"], name=op.f("producer_commune_id_fkey")),
        sa.ForeignKeyConstraint(["district_id"], ["region.id"], name=op.f("producer_district_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("producer_pkey")),
        sa.UniqueConstraint("slug", name=op.f("producer_slug_key")),
    )
    op.create_table(
        "region_succession",
        sa.Column("old_id", sa.Uuid(), nullable=False),
        sa.Column("new_id", sa.Uuid(), nullable=False),
        sa.Column("divided", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["new_id"], ["region.id"], name=op.f("region_succession_new_id_fkey")),
        sa.ForeignKeyConstraint(["old_id"], ["region.id"], name=op.f("region_succession_old_id_fkey")),
        sa.PrimaryKeyConstraint("old_id", "new_id", name=op.f("region_succession_pkey")),
    )
    op.create_index(op.f("region_succession_new_id_idx"), "region_succession", ["new_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("sign_in_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("sign_in_pkey")),
    )
    op.create_index(op.f("sign_in_person_id_idx"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sales_point", "producer_store", name="placekind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("commune_written", sa.Text(), nullable=True),
        sa.Column("district_written", sa.Text(), nullable=True),
        sa.Column("commune_id", sa.Uuid(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("location_exact", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("opened_year", sa.SmallInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["region.id"], name=op.f("place_commune_id_fkey")),
        sa.ForeignKeyConstraint(["district_id"], ["region.id"], name=op.f("place_district_id_fkey")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("place_producer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("place_pkey")),
        sa.UniqueConstraint("slug", name=op.f("place_slug_key")),
    )
    op.create_index(op.f("place_producer_id_idx"), "place", ["producer_id"], unique=False)
    op.create_table(
        "producer_member",
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("producer_member_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("producer_member_producer_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("producer_id", "person_id", name=op.f("producer_member_pkey")),
    )
    op.create_index(op.f("producer_member_person_id_idx"), "producer_member", ["person_id"], unique=False)
    op.create_table(
        "registered_product",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("criteria_set_hint", sa.Text(), nullable=True),
        sa.Column("commune_written", sa.Text(), nullable=True),
        sa.Column("district_written", sa.Text(), nullable=True),
        sa.Column("province_written", sa.Text(), nullable=True),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("commune_id", sa.Uuid(), nullable=True),
        sa.Column("province_id", sa.Uuid(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["region.id"], name=op.f("registered_product_commune_id_fkey")),
        sa.ForeignKeyConstraint(["district_id"], ["region.id"], name=op.f("registered_product_district_id_fkey")),
        sa.ForeignKeyConstraint(["group_id"], ["product_group.id"], name=op.f("registered_product_group_id_fkey")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("registered_product_producer_id_fkey")),
        sa.ForeignKeyConstraint(["province_id"], ["region.id"], name=op.f("registered_product_province_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("registered_product_pkey")),
        sa.UniqueConstraint("slug", name=op.f("registered_product_slug_key")),
    )
    op.create_index("registered_product_producer_idx", "registered_product", ["producer_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("registered_product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "assessed",
                "certified",
                "revoked",
                "lapsed",
                name="certificatestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("potential_five", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("decision_no", sa.Text(), nullable=True),
        sa.Column(
            "date_precision",
            sa.Enum("day", "year", "none", name="dateprecision", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("register_row", sa.Integer(), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(in_force_from IS NULL) = (in_force_until IS NULL)", name=op.f("certificate_window_whole_check")
        ),
        sa.CheckConstraint("NOT potential_five OR stars = 4", name=op.f("certificate_potential_five_is_four_check")),
        sa.CheckConstraint("in_force_from <= in_force_until", name=op.f("certificate_window_forward_check")),
        sa.CheckConstraint("stars BETWEEN 3 AND 5", name=op.f("certificate_stars_known_check")),
        sa.ForeignKeyConstraint(
            ["registered_product_id"], ["registered_product.id"], name=op.f("certificate_registered_product_id_fkey")
        ),
        sa.ForeignKeyConstraint(["supersedes_id"], ["certificate.id"], name=op.f("certificate_supersedes_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("certificate_pkey")),
        sa.UniqueConstraint("code", name=op.f("certificate_code_key")),
        sa.UniqueConstraint("register_row", name=op.f("certificate_register_row_key")),
    )
    op.create_index("certificate_product_idx", "certificate", ["registered_product_id", "in_force_until"], unique=False)
    op.create_index(
        "certificate_until_idx",
        "certificate",
        ["in_force_until"],
        unique=False,
        postgresql_where=sa.text("status = 'certified'"),
    )
    op.create_table(
        "live_session",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("market_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "on_air",
                "ended",
                name="sessionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'scheduled'"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("host_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("live_session_ended_once_check")),
        sa.CheckConstraint(
            "(state = 'scheduled') = (started_at IS NULL)", name=op.f("live_session_started_once_check")
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("live_session_forward_check")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("live_session_host_id_fkey")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("live_session_market_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("live_session_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("live_session_pkey")),
        sa.UniqueConstraint("slug", name=op.f("live_session_slug_key")),
    )
    op.create_index(op.f("live_session_market_id_idx"), "live_session", ["market_id"], unique=False)
    op.create_index(
        "live_session_one_on_air_per_host",
        "live_session",
        ["host_id"],
        unique=True,
        postgresql_where=sa.text("state = 'on_air'"),
    )
    op.create_index(
        "live_session_one_on_air_per_place",
        "live_session",
        ["place_id"],
        unique=True,
        postgresql_where=sa.text("state = 'on_air'"),
    )
    op.create_table(
        "place_hours",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("place_hours_forward_check")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("place_hours_weekday_known_check")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("place_hours_place_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("place_hours_pkey")),
        sa.UniqueConstraint("place_id", "weekday", "opens", name=op.f("place_hours_place_id_weekday_opens_key")),
    )
    op.create_table(
        "place_staff",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("place_staff_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("place_staff_place_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("place_id", "person_id", name=op.f("place_staff_pkey")),
    )
    op.create_index(op.f("place_staff_person_id_idx"), "place_staff", ["person_id"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("registered_product_id", sa.Uuid(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("summary_vi", sa.Text(), nullable=True),
        sa.Column("summary_en", sa.Text(), nullable=True),
        sa.Column("image", sa.Text(), nullable=False),
        sa.Column("min_price", sa.BigInteger(), nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("fold", sa.Text(), sa.Computed("vn_words(name)", persisted=True), nullable=False),
        sa.Column(
            "tsv",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(to_tsvector('simple', vn_words(name)), 'A') || setweight(to_tsvector('simple', vn_words(search_text)), 'B')",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("product_producer_id_fkey")),
        sa.ForeignKeyConstraint(
            ["registered_product_id"], ["registered_product.id"], name=op.f("product_registered_product_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("product_pkey")),
        sa.UniqueConstraint("registered_product_id", name=op.f("product_registered_product_id_key")),
        sa.UniqueConstraint("slug", name=op.f("product_slug_key")),
    )
    op.create_index(
        "product_fold_idx",
        "product",
        ["fold"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"fold": "gin_trgm_ops"},
    )
    op.create_index(
        "product_listed_idx",
        "product",
        [sa.literal_column("listed_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index("product_name_idx", "product", ["fold", "id"], unique=False)
    op.create_index("product_price_idx", "product", ["min_price", "id"], unique=False)
    op.create_index(op.f("product_producer_id_idx"), "product", ["producer_id"], unique=False)
    op.create_index("product_tsv_idx", "product", ["tsv"], unique=False, postgresql_using="gin")
    op.create_table(
        "shop_order",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "confirmed",
                "packed",
                "handed_over",
                "shipped",
                "delivered",
                "refused",
                "cancelled",
                "expired",
                name="orderstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column(
            "delivery",
            sa.Enum("pickup", "ship", name="deliverymethod", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("address_line", sa.Text(), nullable=True),
        sa.Column("address_commune_id", sa.Uuid(), nullable=True),
        sa.Column(
            "payment_method",
            sa.Enum("cod", name="paymentmethod", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("hold_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pickup_code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("pickup_attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("pickup_locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(delivery = 'pickup') = (place_id IS NOT NULL)", name=op.f("shop_order_pickup_has_place_check")
        ),
        sa.CheckConstraint(
            "(status = 'held') = (hold_expires_at IS NOT NULL)", name=op.f("shop_order_only_held_expires_check")
        ),
        sa.CheckConstraint("total = subtotal + shipping - discount", name=op.f("shop_order_total_adds_up_check")),
        sa.ForeignKeyConstraint(["address_commune_id"], ["region.id"], name=op.f("shop_order_address_commune_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("shop_order_person_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("shop_order_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("shop_order_pkey")),
        sa.UniqueConstraint("code", name=op.f("shop_order_code_key")),
    )
    op.create_index(
        "shop_order_expiry_idx",
        "shop_order",
        ["hold_expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'held'"),
    )
    op.create_index(op.f("shop_order_person_id_idx"), "shop_order", ["person_id"], unique=False)
    op.create_index("shop_order_place_idx", "shop_order", ["place_id", "status"], unique=False)
    op.create_index(
        "shop_order_session_idx",
        "shop_order",
        ["session_id"],
        unique=False,
        postgresql_where=sa.text("session_id IS NOT NULL"),
    )
    op.create_table(
        "certificate_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "assessed",
                "certified",
                "revoked",
                "lapsed",
                name="certificatestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("certificate_history_certificate_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("certificate_history_pkey")),
    )
    op.create_index(
        op.f("certificate_history_certificate_id_idx"), "certificate_history", ["certificate_id"], unique=False
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("order_code", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("comment_person_id_fkey")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("comment_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("comment_pkey")),
        sa.UniqueConstraint("session_id", "client_id", name=op.f("comment_session_id_client_id_key")),
    )
    op.create_index("comment_session_idx", "comment", ["session_id", "id"], unique=False)
    op.create_table(
        "order_history",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "held",
                "confirmed",
                "packed",
                "handed_over",
                "shipped",
                "delivered",
                "refused",
                "cancelled",
                "expired",
                name="orderstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("order_history_order_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("order_history_pkey")),
    )
    op.create_index(op.f("order_history_order_id_idx"), "order_history", ["order_id"], unique=False)
    op.create_table(
        "variant",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("net_weight_g", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("variant_price_not_negative_check")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("variant_product_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("variant_pkey")),
        sa.UniqueConstraint("product_id", "name", name=op.f("variant_product_id_name_key")),
        sa.UniqueConstraint("sku", name=op.f("variant_sku_key")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("campaign_price_not_negative_check")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("campaign_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("campaign_pkey")),
    )
    op.create_index(
        "campaign_open_idx", "campaign", ["variant_id"], unique=False, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "cart_line",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 999", name=op.f("cart_line_quantity_bounded_check")),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.id"], name=op.f("cart_line_cart_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("cart_line_place_id_fkey")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("cart_line_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("cart_line_pkey")),
        sa.UniqueConstraint("cart_id", "variant_id", name=op.f("cart_line_cart_id_variant_id_key")),
    )
    op.create_table(
        "line_up",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("line_up_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("line_up_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("line_up_pkey")),
        sa.UniqueConstraint("session_id", "code", name=op.f("line_up_session_id_code_key")),
        sa.UniqueConstraint("session_id", "variant_id", name=op.f("line_up_session_id_variant_id_key")),
    )
    op.create_table(
        "shelf",
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("shelf_place_id_fkey")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("shelf_variant_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("variant_id", "place_id", name=op.f("shelf_pkey")),
    )
    op.create_index(op.f("shelf_place_id_idx"), "shelf", ["place_id"], unique=False)
    op.create_table(
        "stock_level",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("on_hand", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("held BETWEEN 0 AND on_hand", name=op.f("stock_level_held_within_on_hand_check")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("stock_level_place_id_fkey")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("stock_level_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("stock_level_pkey")),
        sa.UniqueConstraint("variant_id", "place_id", name=op.f("stock_level_variant_id_place_id_key")),
        postgresql_with={"fillfactor": 50},
    )
    op.create_index(op.f("stock_level_place_id_idx"), "stock_level", ["place_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receive",
                "hold",
                "release",
                "sell",
                "return",
                "adjust",
                name="movementkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["level_id"], ["stock_level.id"], name=op.f("movement_level_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("movement_pkey")),
    )
    op.create_index("movement_level_idx", "movement", ["level_id", "id"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("product_name", sa.Text(), nullable=False),
        sa.Column("variant_name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("order_line_some_check")),
        sa.CheckConstraint("total = price * quantity", name=op.f("order_line_total_adds_up_check")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("order_line_campaign_id_fkey")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("order_line_order_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("order_line_place_id_fkey")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("order_line_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("order_line_pkey")),
        sa.UniqueConstraint(
            "order_id", "variant_id", "place_id", name=op.f("order_line_order_id_variant_id_place_id_key")
        ),
    )
    op.create_index(op.f("order_line_variant_id_idx"), "order_line", ["variant_id"], unique=False)
    op.create_table(
        "pin",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("unpinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unpin_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("pin_campaign_id_fkey")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("pin_session_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("pin_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pin_pkey")),
    )
    op.create_index(
        "pin_open_once",
        "pin",
        ["session_id", "variant_id"],
        unique=True,
        postgresql_where=sa.text("unpinned_at IS NULL"),
    )
    op.create_table(
        "stock_hold",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "released",
                "consumed",
                "returned",
                name="holdstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'open'"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("stock_hold_some_check")),
        sa.ForeignKeyConstraint(["level_id"], ["stock_level.id"], name=op.f("stock_hold_level_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("stock_hold_pkey")),
        sa.UniqueConstraint("reference", "level_id", name=op.f("stock_hold_reference_level_id_key")),
    )
    op.create_index(
        "stock_hold_open_idx", "stock_hold", ["level_id"], unique=False, postgresql_where=sa.text("state = 'open'")
    )


def downgrade() -> None:
    op.drop_index("stock_hold_open_idx", table_name="stock_hold", postgresql_where=sa.text("state = 'open'"))
    op.drop_table("stock_hold")
    op.drop_index("pin_open_once", table_name="pin", postgresql_where=sa.text("unpinned_at IS NULL"))
    op.drop_table("pin")
    op.drop_index(op.f("order_line_variant_id_idx"), table_name="order_line")
    op.drop_table("order_line")
    op.drop_index("movement_level_idx", table_name="movement")
    op.drop_table("movement")
    op.drop_index(op.f("stock_level_place_id_idx"), table_name="stock_level")
    op.drop_table("stock_level")
    op.drop_index(op.f("shelf_place_id_idx"), table_name="shelf")
    op.drop_table("shelf")
    op.drop_table("line_up")
    op.drop_table("cart_line")
    op.drop_index("campaign_open_idx", table_name="campaign", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("campaign")
    op.drop_table("variant")
    op.drop_index(op.f("order_history_order_id_idx"), table_name="order_history")
    op.drop_table("order_history")
    op.drop_index("comment_session_idx", table_name="comment")
    op.drop_table("comment")
    op.drop_index(op.f("certificate_history_certificate_id_idx"), table_name="certificate_history")
    op.drop_table("certificate_history")
    op.drop_index("shop_order_session_idx", table_name="shop_order", postgresql_where=sa.text("session_id IS NOT NULL"))
    op.drop_index("shop_order_place_idx", table_name="shop_order")
    op.drop_index(op.f("shop_order_person_id_idx"), table_name="shop_order")
    op.drop_index("shop_order_expiry_idx", table_name="shop_order", postgresql_where=sa.text("status = 'held'"))
    op.drop_table("shop_order")
    op.drop_index("product_tsv_idx", table_name="product", postgresql_using="gin")
    op.drop_index(op.f("product_producer_id_idx"), table_name="product")
    op.drop_index("product_price_idx", table_name="product")
    op.drop_index("product_name_idx", table_name="product")
    op.drop_index("product_listed_idx", table_name="product")
    op.drop_index(
        "product_fold_idx", table_name="product", postgresql_using="gin", postgresql_ops={"fold": "gin_trgm_ops"}
    )
    op.drop_table("product")
    op.drop_index(op.f("place_staff_person_id_idx"), table_name="place_staff")
    op.drop_table("place_staff")
    op.drop_table("place_hours")
    op.drop_index(
        "live_session_one_on_air_per_place", table_name="live_session", postgresql_where=sa.text("state = 'on_air'")
    )
    op.drop_index(
        "live_session_one_on_air_per_host", table_name="live_session", postgresql_where=sa.text("state = 'on_air'")
    )
    op.drop_index(op.f("live_session_market_id_idx"), table_name="live_session")
    op.drop_table("live_session")
    op.drop_index("certificate_until_idx", table_name="certificate", postgresql_where=sa.text("status = 'certified'"))
    op.drop_index("certificate_product_idx", table_name="certificate")
    op.drop_table("certificate")
    op.drop_index("registered_product_producer_idx", table_name="registered_product")
    op.drop_table("registered_product")
    op.drop_index(op.f("producer_member_person_id_idx"), table_name="producer_member")
    op.drop_table("producer_member")
    op.drop_index(op.f("place_producer_id_idx"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("sign_in_person_id_idx"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("region_succession_new_id_idx"), table_name="region_succession")
    op.drop_table("region_succession")
    op.drop_table("producer")
    op.drop_table("person_role")
    op.drop_index(op.f("payment_history_payment_id_idx"), table_name="payment_history")
    op.drop_table("payment_history")
    op.drop_index(
        "outbox_delivery_open_idx",
        table_name="outbox_delivery",
        postgresql_where=sa.text("done_at IS NULL AND dead_at IS NULL"),
    )
    op.drop_index(
        "outbox_delivery_dead_idx", table_name="outbox_delivery", postgresql_where=sa.text("dead_at IS NOT NULL")
    )
    op.drop_table("outbox_delivery")
    op.drop_index(
        "notice_waiting_idx", table_name="notice", postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL")
    )
    op.drop_index("notice_person_idx", table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("cart_person_id_idx"), table_name="cart")
    op.drop_table("cart")
    op.drop_index("region_slug_idx", table_name="region")
    op.drop_index(op.f("region_parent_id_idx"), table_name="region")
    op.drop_table("region")
    op.drop_table("programme_figure")
    op.drop_table("product_group")
    op.drop_table("person")
    op.drop_table("payment")
    op.drop_index("outbox_event_waiting_idx", table_name="outbox_event", postgresql_where=sa.text("relayed_at IS NULL"))
    op.drop_table("outbox_event")
    op.drop_table("market")
    op.drop_table("idempotency_key")
    op.drop_table("data_load")
    op.drop_table("clock_warp")
    op.drop_index(op.f("catalog_change_at_idx"), table_name="catalog_change")
    op.drop_table("catalog_change")
    op.drop_table("audit_entry")
    for function in reversed((*BEFORE_TABLES, *AFTER_TABLES)):
        name = function.partition("/")[2]
        op.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
