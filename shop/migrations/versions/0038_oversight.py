"""What the law wants of a room: rules and who accepted them, confirmed advertising, stops, complaints, removals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
STATES = ("received", "in_hand", "asked", "upheld", "rejected", "withdrawn")


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False)


def _created() -> sa.Column[object]:
    return sa.Column("created_at", TIME, server_default=sa.text("shop_now()"), nullable=False)


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _fk(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"{table}_{column}_fkey")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_livestream_rules()
    _create_rules_acceptance()
    _create_ad_confirmation()
    _create_complaint()
    _create_session_opening()
    _create_session_stop()
    _create_session_tally()
    _create_takedown()
    _create_complaint_history()
    _create_complaint_statement()
    op.execute(
        "CREATE TRIGGER livestream_rules_frozen BEFORE UPDATE ON livestream_rules FOR EACH ROW "
        "WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER complaint_history_append_only BEFORE UPDATE OR DELETE ON complaint_history "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _create_livestream_rules() -> None:
    op.create_table(
        "livestream_rules",
        _id(),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("changes_vi", sa.Text(), nullable=False),
        sa.Column("changes_en", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", TIME, nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        _created(),
        sa.CheckConstraint(
            "num_nulls(number, in_force_from, published_at) IN (0, 3)",
            name=op.f("livestream_rules_published_whole_check"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("livestream_rules_counted_check")),
        _fk("livestream_rules", "published_by", "person"),
        _fk("livestream_rules", "written_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("livestream_rules_pkey")),
        sa.UniqueConstraint("in_force_from", name=op.f("livestream_rules_in_force_from_key")),
        sa.UniqueConstraint("number", name=op.f("livestream_rules_number_key")),
    )
    op.create_index(
        "livestream_rules_one_draft",
        "livestream_rules",
        [sa.literal_column("(published_at IS NULL)")],
        unique=True,
        postgresql_where=sa.text("published_at IS NULL"),
    )


def _create_rules_acceptance() -> None:
    op.create_table(
        "rules_acceptance",
        _id(),
        sa.Column("rules_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _created(),
        _fk("rules_acceptance", "person_id", "person"),
        _fk("rules_acceptance", "rules_id", "livestream_rules"),
        sa.PrimaryKeyConstraint("id", name=op.f("rules_acceptance_pkey")),
        sa.UniqueConstraint("person_id", "rules_id", name=op.f("rules_acceptance_person_id_rules_id_key")),
    )


def _create_ad_confirmation() -> None:
    op.create_table(
        "ad_confirmation",
        _id(),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _created(),
        _fk("ad_confirmation", "noted_by", "person"),
        _fk("ad_confirmation", "product_id", "product", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("ad_confirmation_pkey")),
        sa.UniqueConstraint("product_id", "document_no", name=op.f("ad_confirmation_product_id_document_no_key")),
    )


def _create_complaint() -> None:
    op.create_table(
        "complaint",
        _id(),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("guest_key", sa.LargeBinary(), nullable=True),
        sa.Column(
            "kind", _enum("complaintkind", "claim", "price", "goods", "conduct", "counterfeit", "other"), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("order_code", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(), nullable=False),
        sa.Column("state", _enum("complaintstate", *STATES), server_default=sa.text("'received'"), nullable=False),
        sa.Column("answer_due", TIME, nullable=False),
        sa.Column("decide_due", TIME, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("measures", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        _created(),
        sa.CheckConstraint(
            "(state IN ('upheld', 'rejected')) = (decided_by IS NOT NULL)", name=op.f("complaint_decided_check")
        ),
        sa.CheckConstraint("state = 'upheld' OR measures = '{}'", name=op.f("complaint_measures_of_upheld_check")),
        sa.CheckConstraint("decided_by <> person_id", name=op.f("complaint_not_by_oneself_check")),
        sa.CheckConstraint(
            "num_nulls(decided_at, decided_by, answer) IN (0, 3)", name=op.f("complaint_decided_whole_check")
        ),
        _fk("complaint", "decided_by", "person"),
        _fk("complaint", "officer_id", "person"),
        _fk("complaint", "person_id", "person"),
        _fk("complaint", "session_id", "live_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("complaint_pkey")),
        sa.UniqueConstraint("code", name=op.f("complaint_code_key")),
        sa.UniqueConstraint("session_id", "client_id", name=op.f("complaint_session_id_client_id_key")),
    )
    op.create_index(
        "complaint_open_idx",
        "complaint",
        ["decide_due"],
        unique=False,
        postgresql_where=sa.text("state IN ('received', 'in_hand', 'asked')"),
    )
    op.create_index("complaint_session_idx", "complaint", ["session_id", "id"], unique=False)


def _create_session_opening() -> None:
    op.create_table(
        "session_opening",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("document", _enum("identitypaper", "vneid", "citizen_card", "foreign_papers"), nullable=True),
        sa.Column("verified_at", TIME, nullable=True),
        sa.Column("licence_id", sa.Uuid(), nullable=True),
        sa.Column("rules_number", sa.Integer(), nullable=True),
        sa.Column("accepted_at", TIME, nullable=True),
        _created(),
        _fk("session_opening", "host_id", "person"),
        _fk("session_opening", "licence_id", "licence"),
        _fk("session_opening", "session_id", "live_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("session_opening_pkey")),
        sa.UniqueConstraint("session_id", name=op.f("session_opening_session_id_key")),
    )


def _create_session_stop() -> None:
    op.create_table(
        "session_stop",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("stopped_by", sa.Uuid(), nullable=False),
        _created(),
        _fk("session_stop", "session_id", "live_session", ondelete="CASCADE"),
        _fk("session_stop", "stopped_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("session_stop_pkey")),
        sa.UniqueConstraint("session_id", name=op.f("session_stop_session_id_key")),
    )


def _create_session_tally() -> None:
    op.create_table(
        "session_tally",
        _id(),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("pins", sa.Integer(), nullable=False),
        sa.Column("bans", sa.Integer(), nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        _created(),
        _fk("session_tally", "session_id", "live_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("session_tally_pkey")),
        sa.UniqueConstraint("session_id", name=op.f("session_tally_session_id_key")),
    )


def _create_takedown() -> None:
    op.create_table(
        "takedown",
        _id(),
        sa.Column("kind", _enum("takedownkind", "product", "link", "other"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("warned_at", TIME, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=True),
        _created(),
        sa.CheckConstraint("num_nulls(done_at, done_by, done_note) IN (0, 3)", name=op.f("takedown_done_whole_check")),
        sa.CheckConstraint("received_at < due_at", name=op.f("takedown_forward_check")),
        _fk("takedown", "done_by", "person"),
        _fk("takedown", "noted_by", "person"),
        _fk("takedown", "product_id", "product", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("takedown_pkey")),
        sa.UniqueConstraint("document_no", "subject", name=op.f("takedown_document_no_subject_key")),
    )
    op.create_index(
        "takedown_open_idx", "takedown", ["due_at"], unique=False, postgresql_where=sa.text("done_at IS NULL")
    )


def _create_complaint_history() -> None:
    op.create_table(
        "complaint_history",
        _id(),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("state", _enum("complaintstate", *STATES), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _created(),
        _fk("complaint_history", "complaint_id", "complaint"),
        sa.PrimaryKeyConstraint("id", name=op.f("complaint_history_pkey")),
    )
    op.create_index("complaint_history_complaint_idx", "complaint_history", ["complaint_id", "id"], unique=False)


def _create_complaint_statement() -> None:
    op.create_table(
        "complaint_statement",
        _id(),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("given_at", TIME, nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        _created(),
        sa.CheckConstraint("num_nonnulls(person_id, producer_id) = 1", name=op.f("complaint_statement_of_one_check")),
        sa.CheckConstraint(
            "num_nulls(words, given_at, given_by) IN (0, 3)", name=op.f("complaint_statement_given_whole_check")
        ),
        _fk("complaint_statement", "complaint_id", "complaint"),
        _fk("complaint_statement", "given_by", "person"),
        _fk("complaint_statement", "person_id", "person"),
        _fk("complaint_statement", "producer_id", "producer"),
        sa.PrimaryKeyConstraint("id", name=op.f("complaint_statement_pkey")),
        sa.UniqueConstraint("complaint_id", "person_id", name=op.f("complaint_statement_complaint_id_person_id_key")),
        sa.UniqueConstraint(
            "complaint_id", "producer_id", name=op.f("complaint_statement_complaint_id_producer_id_key")
        ),
    )


def downgrade() -> None:
    for table in (
        "complaint_statement",
        "complaint_history",
        "takedown",
        "session_tally",
        "session_stop",
        "session_opening",
        "complaint",
        "ad_confirmation",
        "rules_acceptance",
        "livestream_rules",
    ):
        op.drop_table(table)
