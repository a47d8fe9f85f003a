"""What a buyer says with an order; guests' orders are found by their phone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "shop_order_guest_phone_idx", "shop_order", ["contact_phone"], postgresql_where=sa.text("person_id IS NULL")
    )


def downgrade() -> None:
    op.drop_index("shop_order_guest_phone_idx", "shop_order")
