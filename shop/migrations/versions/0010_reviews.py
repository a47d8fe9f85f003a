"""Reviews of what was received, with every wording they had and their sum on the product; wishes for goods; questions."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SIDES = ("review", "reply", "removal")
APPEND_ONLY = ("review_history", "question_answer")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _count_on_product()
    _create_review()
    _create_photo()
    _create_history()
    _create_restock()
    _create_question()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _count_on_product() -> None:
    for name in ("review_count", "review_points"):
        op.add_column("product", sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_check_constraint(
        op.f("product_reviews_add_up_check"), "product", "review_points BETWEEN review_count AND 5 * review_count"
    )


def _record() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _create_review() -> None:
    op.create_table(
        "review",
        *_record(),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("points", sa.SmallInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("photos", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("reply_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.Column("removal_basis", sa.Text(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("points BETWEEN 1 AND 5", name=op.f("review_points_known_check")),
        sa.CheckConstraint("photos BETWEEN 0 AND 5", name=op.f("review_photos_few_check")),
        sa.CheckConstraint("(reply IS NULL) = (replied_at IS NULL)", name=op.f("review_reply_dated_check")),
        sa.CheckConstraint("(reply IS NULL) = (reply_version = 0)", name=op.f("review_reply_counted_check")),
        sa.CheckConstraint(
            "num_nulls(removed_at, removed_by, removal_basis, removal_reason) IN (0, 4)",
            name=op.f("review_removal_whole_check"),
        ),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("review_order_line_id_fkey")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("review_order_id_fkey")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("review_product_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("review_pkey")),
        sa.UniqueConstraint("order_line_id", name=op.f("review_order_line_id_key")),
    )
    op.create_index(op.f("review_order_id_idx"), "review", ["order_id"])
    op.create_index("review_product_idx", "review", ["product_id", "id"])
    op.create_index("review_points_idx", "review", ["product_id", "points", "id"])
    op.create_index("review_photos_idx", "review", ["product_id", "id"], postgresql_where=sa.text("photos > 0"))
    op.create_index(
        "review_waiting_idx",
        "review",
        ["product_id", "id"],
        postgresql_where=sa.text("reply IS NULL AND removed_at IS NULL"),
    )


def _create_photo() -> None:
    op.create_table(
        "review_photo",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("review_photo_review_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("review_photo_asset_id_fkey")),
        sa.PrimaryKeyConstraint("review_id", "asset_id", name=op.f("review_photo_pkey")),
        sa.UniqueConstraint("review_id", "position", name=op.f("review_photo_review_id_position_key")),
    )
    op.create_index(op.f("review_photo_asset_id_idx"), "review_photo", ["asset_id"])


def _create_history() -> None:
    side = sa.Enum(*SIDES, name="side", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "review_history",
        *_record(),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("side", side, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("points", sa.SmallInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("photos", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("review_history_review_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("review_history_pkey")),
        sa.UniqueConstraint("review_id", "side", "version", name=op.f("review_history_review_id_side_version_key")),
    )


def _create_restock() -> None:
    op.create_table(
        "restock_wish",
        *_record(),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("num_nonnulls(person_id, email) = 1", name=op.f("restock_wish_one_reader_check")),
        sa.CheckConstraint("told_at IS NULL OR stopped_at IS NULL", name=op.f("restock_wish_ends_once_check")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("restock_wish_variant_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("restock_wish_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("restock_wish_pkey")),
    )
    for reader in ("person", "email"):
        op.create_index(
            f"restock_wish_{reader}_idx",
            "restock_wish",
            ["variant_id", "person_id" if reader == "person" else "email"],
            unique=True,
            postgresql_where=sa.text("told_at IS NULL AND stopped_at IS NULL"),
        )
    op.create_index(op.f("restock_wish_person_id_idx"), "restock_wish", ["person_id"])


def _create_question() -> None:
    op.create_table(
        "question",
        *_record(),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answer_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("question_answer_dated_check")),
        sa.CheckConstraint("(answer IS NULL) = (answer_version = 0)", name=op.f("question_answer_counted_check")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("question_product_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("question_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("question_pkey")),
        sa.UniqueConstraint("product_id", "asker", "words", name=op.f("question_product_id_asker_words_key")),
    )
    op.create_index(op.f("question_person_id_idx"), "question", ["person_id"])
    for name, what in (("answered", "IS NOT NULL"), ("waiting", "IS NULL")):
        op.create_index(
            f"question_{name}_idx", "question", ["product_id", "id"], postgresql_where=sa.text(f"answer {what}")
        )
    op.create_table(
        "question_answer",
        *_record(),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("question_answer_question_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("question_answer_pkey")),
        sa.UniqueConstraint("question_id", "version", name=op.f("question_answer_question_id_version_key")),
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup: what buyers said would be lost")
