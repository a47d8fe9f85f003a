"""The register and the catalogue made whole: certificates' lives, producers, media, edits, batches, search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shop.core.db import sql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# -- by hand --
FUNCTIONS: tuple[str, ...] = (
    "catalog/vn_letters",
    "catalog/note_certificate",
    "catalog/note_producer",
    "catalog/note_place",
)  # made or changed by this revision
TRIGGERS: tuple[str, ...] = (
    (
        "CREATE TRIGGER note_certificate AFTER UPDATE ON certificate FOR EACH ROW "
        "WHEN ((OLD.status, OLD.stars, OLD.potential_five, OLD.decision_no, OLD.in_force_from, OLD.in_force_until) "
        "IS DISTINCT FROM (NEW.status, NEW.stars, NEW.potential_five, NEW.decision_no, NEW.in_force_from, "
        "NEW.in_force_until)) EXECUTE FUNCTION note_certificate()"
    ),
    (
        "CREATE TRIGGER note_producer AFTER UPDATE OF state ON producer FOR EACH ROW "
        "WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION note_producer()"
    ),
    "CREATE TRIGGER note_new_place AFTER INSERT ON place FOR EACH STATEMENT EXECUTE FUNCTION note_place()",
    (
        "CREATE TRIGGER note_place AFTER UPDATE ON place FOR EACH ROW "
        "WHEN ((OLD.name, OLD.lat, OLD.lon, OLD.closed_from) IS DISTINCT FROM "
        "(NEW.name, NEW.lat, NEW.lon, NEW.closed_from)) EXECUTE FUNCTION note_place()"
    ),
)


def backfill() -> None:
    """What older rows say in the new columns."""
    op.execute("UPDATE product SET published_at = listed_at WHERE NOT hidden")
    op.execute(
        "UPDATE variant SET producer_id = product.producer_id FROM product "
        "WHERE product.id = variant.product_id AND product.producer_id IS NOT NULL"
    )
    op.execute(
        "INSERT INTO product_text (product_id, locale, summary) "
        "SELECT id, 'vi', summary_vi FROM product WHERE summary_vi IS NOT NULL "
        "UNION ALL SELECT id, 'en', summary_en FROM product WHERE summary_en IS NOT NULL"
    )
    op.execute(  # a revocation ends the window on its day, so that figures of the past can be counted from dates
        "UPDATE certificate SET in_force_until = least(in_force_until, greatest(in_force_from, revoked.day)) "
        "FROM (SELECT certificate_id, min((created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS day "
        "FROM certificate_history WHERE status = 'revoked' GROUP BY certificate_id) AS revoked "
        "WHERE revoked.certificate_id = certificate.id AND certificate.status = 'revoked'"
    )


# -- end of by hand --


def upgrade() -> None:
    op.execute("SET LOCAL check_function_bodies = off")
    for function in FUNCTIONS:
        op.execute(sql(function))
    expand()
    backfill()
    enforce()
    for trigger in TRIGGERS:
        op.execute(trigger)


def expand() -> None:
    op.create_table(
        "asset",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("picture", "document", name="assetkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "received", "ready", "refused", name="assetstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("(width IS NULL) = (height IS NULL)", name=op.f("asset_measured_whole_check")),
        sa.CheckConstraint("bytes > 0", name=op.f("asset_not_empty_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("asset_pkey")),
        sa.UniqueConstraint("owner", "kind", "digest", name=op.f("asset_owner_kind_digest_key")),
    )
    op.create_index(
        "asset_waiting_idx", "asset", ["created_at"], unique=False, postgresql_where=sa.text("state = 'received'")
    )
    op.create_table(
        "completion",
        sa.Column("fold", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "producer",
                "group",
                "district",
                name="completionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("products", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fold", "kind", "slug", name=op.f("completion_pkey")),
    )
    op.create_table(
        "learned_words",
        sa.Column("singleton", sa.Boolean(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("singleton", name=op.f("learned_words_one_row_check")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("learned_words_pkey")),
    )
    op.create_table(
        "lexeme",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("products", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("lexeme_pkey")),
    )
    op.create_index(
        "lexeme_word_trgm_idx",
        "lexeme",
        ["word"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
    )
    op.create_table(
        "synonym",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("phrase_shown", sa.Text(), nullable=False),
        sa.Column("means_shown", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint('phrase < means COLLATE "C"', name=op.f("synonym_in_order_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("synonym_pkey")),
        sa.UniqueConstraint("phrase", "means", name=op.f("synonym_phrase_means_key")),
    )
    op.create_index("synonym_means_idx", "synonym", ["means"], unique=False)
    op.create_table(
        "import_run",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "checked",
                "done",
                "failed",
                "cancelled",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'queued'"),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("updated", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("refused", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("broken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column(
            "failure_facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("done BETWEEN 0 AND total", name=op.f("import_run_done_within_total_check")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("import_run_person_id_fkey")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("import_run_producer_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("import_run_pkey")),
    )
    op.create_index(
        "import_run_open_idx",
        "import_run",
        ["state"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_index("import_run_producer_idx", "import_run", ["producer_id", "id"], unique=False)
    op.create_table(
        "producer_closure",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("producer_closure_forward_check")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("producer_closure_producer_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("producer_closure_pkey")),
    )
    op.create_index("producer_closure_producer_idx", "producer_closure", ["producer_id", "until_on"], unique=False)
    op.create_table(
        "producer_invitation",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner", "editor", "viewer", name="memberrole", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("producer_invitation_invited_by_fkey")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("producer_invitation_producer_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("producer_invitation_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("producer_invitation_token_hash_key")),
    )
    op.create_index(
        "producer_invitation_open_idx",
        "producer_invitation",
        ["producer_id", "email"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "producer_registration",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("claim", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sells_food", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "approved",
                "declined",
                "withdrawn",
                name="registrationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'draft'"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("producer_registration_decided_by_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("producer_registration_person_id_fkey")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("producer_registration_producer_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("producer_registration_pkey")),
    )
    op.create_index(
        "producer_registration_open_idx",
        "producer_registration",
        ["producer_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'submitted', 'returned')"),
    )
    op.create_index(op.f("producer_registration_person_id_idx"), "producer_registration", ["person_id"], unique=False)
    op.create_index(
        op.f("producer_registration_producer_id_idx"), "producer_registration", ["producer_id"], unique=False
    )
    op.create_index("producer_registration_state_idx", "producer_registration", ["state", "submitted_at"], unique=False)
    op.create_table(
        "import_problem",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("import_problem_run_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "row", "column", name=op.f("import_problem_pkey")),
    )
    op.create_table(
        "registration_paper",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "business_registration",
                "household_registration",
                "cooperation_contract",
                "tax_code",
                "representative",
                "food_safety",
                name="paperkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "missing",
                "given",
                "accepted",
                "declined",
                "expired",
                name="paperstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'missing'"),
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("registration_paper_decided_by_fkey")),
        sa.ForeignKeyConstraint(["document_id"], ["asset.id"], name=op.f("registration_paper_document_id_fkey")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["producer_registration.id"],
            name=op.f("registration_paper_registration_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("registration_paper_pkey")),
        sa.UniqueConstraint("registration_id", "kind", name=op.f("registration_paper_registration_id_kind_key")),
    )
    op.create_table(
        "airing",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("airing_product_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "session_id", name=op.f("airing_pkey")),
    )
    op.create_index(op.f("airing_session_id_idx"), "airing", ["session_id"], unique=False)
    op.create_table(
        "certificate_notice",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("days IN (90, 60, 30)", name=op.f("certificate_notice_days_known_check")),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificate.id"],
            name=op.f("certificate_notice_certificate_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("certificate_id", "days", name=op.f("certificate_notice_pkey")),
    )
    op.create_table(
        "listing_edit",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "approved",
                "declined",
                "withdrawn",
                name="editstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'draft'"),
            nullable=False,
        ),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("listing_edit_decided_by_fkey")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("listing_edit_made_by_fkey")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("listing_edit_product_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("listing_edit_pkey")),
    )
    op.create_index(
        "listing_edit_open_idx",
        "listing_edit",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'submitted')"),
    )
    op.create_index(op.f("listing_edit_product_id_idx"), "listing_edit", ["product_id"], unique=False)
    op.create_index("listing_edit_state_idx", "listing_edit", ["state", "submitted_at"], unique=False)
    op.create_table(
        "product_media",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("alt_vi", sa.Text(), nullable=False),
        sa.Column("alt_en", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("product_media_asset_id_fkey")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("product_media_product_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "asset_id", name=op.f("product_media_pkey")),
        sa.UniqueConstraint(
            "product_id",
            "position",
            deferrable=True,
            initially="DEFERRED",
            name=op.f("product_media_product_id_position_key"),
        ),
    )
    op.create_index(op.f("product_media_asset_id_idx"), "product_media", ["asset_id"], unique=False)
    op.create_table(
        "product_text",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("ingredients", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("storage", sa.Text(), nullable=True),
        sa.Column("usage", sa.Text(), nullable=True),
        sa.Column("warning", sa.Text(), nullable=True),
        sa.CheckConstraint("locale IN ('vi', 'en')", name=op.f("product_text_locale_known_check")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("product_text_product_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "locale", name=op.f("product_text_pkey")),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("produced_on", sa.Date(), nullable=False),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recall_reason", sa.Text(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(recalled_at IS NULL) = (recall_reason IS NULL)", name=op.f("batch_recalled_with_reason_check")
        ),
        sa.CheckConstraint("pieces > 0", name=op.f("batch_some_check")),
        sa.CheckConstraint("produced_on <= best_before", name=op.f("batch_dates_forward_check")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("batch_made_by_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("batch_place_id_fkey")),
        sa.ForeignKeyConstraint(["variant_id"], ["variant.id"], name=op.f("batch_variant_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("batch_pkey")),
        sa.UniqueConstraint("code", name=op.f("batch_code_key")),
        sa.UniqueConstraint("variant_id", "lot", name=op.f("batch_variant_id_lot_key")),
    )
    op.create_index("batch_place_idx", "batch", ["place_id"], unique=False)
    op.add_column(
        "certificate",
        sa.Column(
            "issuer_level",
            sa.Enum(
                "district",
                "province",
                "centre",
                name="issuerlevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("certificate", sa.Column("document_id", sa.Uuid(), nullable=True))
    op.add_column("certificate", sa.Column("document_hash", sa.Text(), nullable=True))
    op.drop_index(
        op.f("certificate_until_idx"), table_name="certificate", postgresql_where="((status)::text = 'certified'::text)"
    )
    op.create_index(
        "certificate_running_idx",
        "certificate",
        ["in_force_until"],
        unique=False,
        postgresql_where=sa.text("status IN ('certified', 'expiring')"),
    )
    op.create_index("certificate_supersedes_idx", "certificate", ["supersedes_id"], unique=True)
    op.create_foreign_key(op.f("certificate_document_id_fkey"), "certificate", "asset", ["document_id"], ["id"])
    op.add_column("certificate_history", sa.Column("document_hash", sa.Text(), nullable=True))
    op.add_column("certificate_history", sa.Column("successor_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("certificate_history_successor_id_fkey"), "certificate_history", "certificate", ["successor_id"], ["id"]
    )
    op.add_column("place", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("place", sa.Column("closed_from", sa.Date(), nullable=True))
    op.add_column("place", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("producer", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("producer", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("producer", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("producer", sa.Column("tax_code", sa.Text(), nullable=True))
    op.add_column("producer", sa.Column("representative", sa.Text(), nullable=True))
    op.add_column("producer", sa.Column("about_vi", sa.Text(), nullable=True))
    op.add_column("producer", sa.Column("about_en", sa.Text(), nullable=True))
    op.add_column("producer", sa.Column("suspended_reason", sa.Text(), nullable=True))
    op.create_index(
        "producer_idle_idx", "producer", ["id"], unique=False, postgresql_where=sa.text("state <> 'active'")
    )
    op.add_column(
        "producer_member",
        sa.Column(
            "role",
            sa.Enum(
                "owner", "editor", "viewer", name="memberrole", native_enum=False, create_constraint=True, length=40
            ),
            server_default=sa.text("'owner'"),
            nullable=False,
        ),
    )
    op.add_column(
        "producer_member",
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )
    op.add_column("product", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("product", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("product", sa.Column("shelf_life_days", sa.Integer(), nullable=True))
    op.add_column(
        "product",
        sa.Column(
            "tax_class",
            sa.Enum(
                "goods",
                "farm_produce",
                "service",
                name="taxclass",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'goods'"),
            nullable=False,
        ),
    )
    op.add_column(
        "product",
        sa.Column(
            "shipping_class",
            sa.Enum(
                "parcel",
                "fragile",
                "fresh",
                "liquid",
                "bulky",
                "none",
                name="shippingclass",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'parcel'"),
            nullable=False,
        ),
    )
    op.add_column("product", sa.Column("min_age", sa.SmallInteger(), nullable=True))
    op.add_column("product", sa.Column("grade", sa.SmallInteger(), server_default=sa.text("0"), nullable=False))
    op.add_column("product", sa.Column("sold", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column(
        "product",
        sa.Column(
            "letters", sa.Text(), sa.Computed("vn_letters(name || ' ' || search_text)", persisted=True), nullable=False
        ),
    )
    op.create_index(
        "product_grade_idx", "product", [sa.literal_column("grade DESC"), sa.literal_column("id DESC")], unique=False
    )
    op.create_index(
        "product_sold_idx", "product", [sa.literal_column("sold DESC"), sa.literal_column("id DESC")], unique=False
    )
    op.create_index("registered_product_district_idx", "registered_product", ["district_id"], unique=False)
    op.create_index(
        "registered_product_fold_idx", "registered_product", [sa.literal_column("vn_fold(name)")], unique=False
    )
    op.create_index(
        "registered_product_written_idx",
        "registered_product",
        [sa.literal_column("replace(vn_words(district_written), ' ', '-')")],
        unique=False,
        postgresql_where=sa.text("district_id IS NULL"),
    )
    op.add_column("shop_order", sa.Column("confirmed_age", sa.SmallInteger(), nullable=True))
    op.add_column("variant", sa.Column("producer_id", sa.Uuid(), nullable=True))
    op.add_column("variant", sa.Column("barcode", sa.Text(), nullable=True))
    op.add_column(
        "variant",
        sa.Column(
            "attributes", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.drop_constraint(op.f("variant_sku_key"), "variant", type_="unique")
    op.create_unique_constraint(
        op.f("variant_producer_id_sku_key"), "variant", ["producer_id", "sku"], postgresql_nulls_not_distinct=True
    )
    op.create_foreign_key(op.f("variant_producer_id_fkey"), "variant", "producer", ["producer_id"], ["id"])


def enforce() -> None:
    op.drop_column("product", "summary_en")
    op.drop_column("product", "summary_vi")
    op.execute("ALTER TABLE certificate DROP CONSTRAINT IF EXISTS certificate_certificatestatus_check")
    op.execute("ALTER TABLE certificate_history DROP CONSTRAINT IF EXISTS certificate_history_certificatestatus_check")
    op.execute("ALTER TABLE producer DROP CONSTRAINT IF EXISTS producer_producerstate_check")
    op.execute(
        "ALTER TABLE certificate ADD CONSTRAINT certificate_certificatestatus_check CHECK (status IN ('draft', 'submitted', 'returned', 'withdrawn', 'assessed', 'rejected', 'certified', 'expiring', 'lapsed', 'renewed', 'upgraded', 'regraded', 'revoked'))"
    )
    op.execute(
        "ALTER TABLE certificate_history ADD CONSTRAINT certificate_history_certificatestatus_check CHECK (status IN ('draft', 'submitted', 'returned', 'withdrawn', 'assessed', 'rejected', 'certified', 'expiring', 'lapsed', 'renewed', 'upgraded', 'regraded', 'revoked'))"
    )
    op.execute("ALTER TABLE place ADD CONSTRAINT place_point_whole_check CHECK ((lat IS NULL) = (lon IS NULL))")
    op.execute(
        "ALTER TABLE producer ADD CONSTRAINT producer_producerstate_check CHECK (state IN ('registered', 'active', 'suspended', 'declined'))"
    )
    op.execute("ALTER TABLE product ADD CONSTRAINT product_age_known_check CHECK (min_age BETWEEN 1 AND 99)")
    op.execute("ALTER TABLE product ADD CONSTRAINT product_shelf_life_positive_check CHECK (shelf_life_days > 0)")
    op.execute(
        "ALTER TABLE product ADD CONSTRAINT product_shown_when_published_check CHECK (hidden OR published_at IS NOT NULL)"
    )
    op.execute("ALTER TABLE variant ADD CONSTRAINT variant_weight_positive_check CHECK (net_weight_g > 0)")
    op.execute(  # a key of a live order stands for the order's id, as all others do
        "UPDATE idempotency_key SET reference = shop_order.id::text FROM shop_order "
        "WHERE idempotency_key.route = 'livestream.order' AND idempotency_key.reference = shop_order.code"
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup: what this revision moved cannot be told apart again")
