"""A line of a basket may be at a live price."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("cart_line", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("cart_line_campaign_id_fkey"), "cart_line", "campaign", ["campaign_id"], ["id"])
    op.create_index(op.f("cart_line_campaign_id_idx"), "cart_line", ["campaign_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("cart_line", "campaign_id")
