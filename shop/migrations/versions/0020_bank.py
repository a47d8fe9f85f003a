"""What banks tell: notices of transfers, and the cases among them that a person decides."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OUTCOMES = ("ignored", "case", "part", "paid", "late", "surplus", "repeated")
REASONS = ("no_memo", "unknown_memo", "several_memos", "wrong_account", "wrong_currency")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_notice()
    _create_case()


def _create_notice() -> None:
    op.create_table(
        "bank_notice",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", _enum("sepay", "generic", name="noticekind"), nullable=False),
        sa.Column("foreign_id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("incoming", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("bank_reference", sa.Text(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", _enum(*OUTCOMES, name="noticeoutcome"), nullable=True),
        sa.Column("reference", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("bank_notice_amount_not_negative_check")),
        sa.CheckConstraint("num_nulls(handled_at, outcome) IN (0, 2)", name=op.f("bank_notice_handled_whole_check")),
        sa.CheckConstraint(
            "reference IS NULL OR outcome NOT IN ('ignored', 'case')", name=op.f("bank_notice_booked_somewhere_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("bank_notice_pkey")),
        sa.UniqueConstraint("kind", "foreign_id", name=op.f("bank_notice_kind_foreign_id_key")),
    )
    op.create_index(op.f("bank_notice_reference_idx"), "bank_notice", ["reference"])


def _create_case() -> None:
    op.create_table(
        "bank_case",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("reason", _enum(*REASONS, name="casereason"), nullable=False),
        sa.Column(
            "state",
            _enum("open", "matched", "returned", "kept", name="casestate"),
            server_default=sa.text("'open'"),
            nullable=False,
        ),
        sa.Column("reference", sa.Uuid(), nullable=True),
        sa.Column("bank_reference", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("bank_case_decided_dated_check")),
        sa.CheckConstraint("num_nulls(decided_at, decided_by) IN (0, 2)", name=op.f("bank_case_decided_whole_check")),
        sa.CheckConstraint(
            "(state = 'matched') = (reference IS NOT NULL)", name=op.f("bank_case_matched_to_an_order_check")
        ),
        sa.CheckConstraint(
            "(state = 'returned') = (bank_reference IS NOT NULL)", name=op.f("bank_case_returned_by_a_transfer_check")
        ),
        sa.CheckConstraint("state <> 'kept' OR note IS NOT NULL", name=op.f("bank_case_kept_for_a_reason_check")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("bank_case_decided_by_fkey")),
        sa.ForeignKeyConstraint(["notice_id"], ["bank_notice.id"], name=op.f("bank_case_notice_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("bank_case_pkey")),
        sa.UniqueConstraint("notice_id", name=op.f("bank_case_notice_id_key")),
    )
    op.create_index("bank_case_open_idx", "bank_case", ["id"], postgresql_where=sa.text("state = 'open'"))
    op.create_index("bank_case_decided_idx", "bank_case", ["decided_at"], postgresql_where=sa.text("state <> 'open'"))


def _enum(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_table("bank_case")
    op.drop_table("bank_notice")
