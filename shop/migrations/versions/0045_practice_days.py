"""Practice that counts for a course."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("course", sa.Column("practice_days", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_check_constraint(op.f("course_practice_bounded_check"), "course", "practice_days BETWEEN 0 AND 31")
    op.create_table(
        "practice_day",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("practice_day_enrolment_id_fkey")),
        sa.PrimaryKeyConstraint("enrolment_id", "day", name=op.f("practice_day_pkey")),
    )
