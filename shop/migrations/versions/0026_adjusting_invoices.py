"""Invoices that adjust earlier ones, after a return or a claim: negative, once for what they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

CHECKS = (
    ("invoice", "total_signed", "(adjusts_id IS NULL) = (total >= 0)"),
    ("invoice", "vat_within_total", "vat BETWEEN least(total, 0) AND greatest(total, 0)"),
    ("invoice", "adjusts_about", "num_nulls(adjusts_id, about) IN (0, 2)"),
    ("invoice", "adjusts_another", "adjusts_id <> id"),
    ("invoice_line", "signed", "quantity > 0 AND amount >= 0 OR quantity <= 0 AND amount < 0"),
    ("invoice_line", "amount_adds_up", "amount = price * quantity - discount"),
    ("invoice_line", "discount_shares", "producer_discount BETWEEN least(discount, 0) AND greatest(discount, 0)"),
    ("invoice_line", "vat_within_amount", "vat BETWEEN least(amount, 0) AND greatest(amount, 0)"),
)
CHECKS_BEFORE = (
    ("invoice", "vat_within_total", "total >= 0 AND vat BETWEEN 0 AND total"),
    ("invoice_line", "some", "quantity > 0"),
    ("invoice_line", "amount_adds_up", "amount = price * quantity - discount AND amount >= 0"),
    ("invoice_line", "discount_shares", "producer_discount BETWEEN 0 AND discount"),
    ("invoice_line", "vat_within_amount", "vat BETWEEN 0 AND amount"),
)
KEPT = (
    "parcel_id",
    "producer_id",
    "year",
    "number",
    "form",
    "sold_on",
    "buyer_name",
    "buyer_tax_code",
    "total",
    "vat",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("invoice", sa.Column("adjusts_id", sa.Uuid(), nullable=True))
    op.add_column("invoice", sa.Column("about", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("invoice_adjusts_id_fkey"), "invoice", "invoice", ["adjusts_id"], ["id"])
    op.create_unique_constraint(op.f("invoice_adjusts_id_about_key"), "invoice", ["adjusts_id", "about"])
    op.drop_constraint(op.f("invoice_parcel_id_key"), "invoice")
    op.create_index(op.f("invoice_parcel_id_idx"), "invoice", ["parcel_id"])
    op.create_index(
        "invoice_parcel_idx", "invoice", ["parcel_id"], unique=True, postgresql_where=sa.text("adjusts_id IS NULL")
    )
    _check_anew(CHECKS_BEFORE, CHECKS)
    _freeze(*KEPT, "adjusts_id", "about")


def _check_anew(before: tuple[tuple[str, str, str], ...], after: tuple[tuple[str, str, str], ...]) -> None:
    for table, name, _ in before:
        op.drop_constraint(op.f(f"{table}_{name}_check"), table)
    for table, name, rule in after:
        op.create_check_constraint(op.f(f"{table}_{name}_check"), table, rule)


def _freeze(*kept: str) -> None:
    """Let the trigger that keeps what was written keep these columns."""
    was, comes = (", ".join(f"{row}.{column}" for column in kept) for row in ("OLD", "NEW"))
    op.execute("DROP TRIGGER invoice_frozen ON invoice")
    op.execute(
        "CREATE TRIGGER invoice_frozen BEFORE UPDATE ON invoice FOR EACH ROW WHEN (OLD.state = 'issued' "
        f"OR ({was}) IS DISTINCT FROM ({comes})) EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    _freeze(*KEPT)
    _check_anew(CHECKS, CHECKS_BEFORE)
    op.drop_index("invoice_parcel_idx", "invoice")
    op.drop_index(op.f("invoice_parcel_id_idx"), "invoice")
    op.create_unique_constraint(op.f("invoice_parcel_id_key"), "invoice", ["parcel_id"])
    op.drop_column("invoice", "about")
    op.drop_column("invoice", "adjusts_id")
