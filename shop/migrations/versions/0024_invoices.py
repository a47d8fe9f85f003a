"""Invoices of sellers: numbers without a gap, lines, and the state with the service that issues them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BUYER = "num_nulls(buyer_name, buyer_tax_code, buyer_address, buyer_email) IN (0, 4)"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_number()
    _create_invoice()
    _create_line()
    _freeze()


def _create_number() -> None:
    op.create_table(
        "invoice_number",
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("invoice_number_counted_check")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("invoice_number_producer_id_fkey")),
        sa.PrimaryKeyConstraint("producer_id", "year", name=op.f("invoice_number_pkey")),
    )


def _create_invoice() -> None:
    op.create_table(
        "invoice",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", _enum("vat", "sales", name="invoiceform"), nullable=False),
        sa.Column("sold_on", sa.Date(), nullable=False),
        sa.Column("order_code", sa.Text(), nullable=False),
        sa.Column("parcel_number", sa.SmallInteger(), nullable=False),
        sa.Column("seller_name", sa.Text(), nullable=False),
        sa.Column("seller_tax_code", sa.Text(), nullable=True),
        sa.Column("seller_address", sa.Text(), nullable=True),
        sa.Column("buyer_name", sa.Text(), nullable=True),
        sa.Column("buyer_tax_code", sa.Text(), nullable=True),
        sa.Column("buyer_address", sa.Text(), nullable=True),
        sa.Column("buyer_email", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("payment_method", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.Column("delivery", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            _enum("waiting", "issued", "refused", name="invoicestate"),
            server_default=sa.text("'waiting'"),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=True),
        sa.Column("asked", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("invoice_counted_check")),
        sa.CheckConstraint("total >= 0 AND vat BETWEEN 0 AND total", name=op.f("invoice_vat_within_total_check")),
        sa.CheckConstraint("form = 'vat' OR vat = 0", name=op.f("invoice_sales_name_no_vat_check")),
        sa.CheckConstraint(
            "(state = 'waiting') = (due_at IS NOT NULL)", name=op.f("invoice_only_waiting_is_due_check")
        ),
        sa.CheckConstraint(
            "(state = 'issued') = (authority_code IS NOT NULL)", name=op.f("invoice_issued_has_code_check")
        ),
        sa.CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL)", name=op.f("invoice_issued_dated_check")),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal IS NOT NULL)", name=op.f("invoice_refused_for_a_reason_check")
        ),
        sa.CheckConstraint(BUYER, name=op.f("invoice_buyer_whole_check")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("invoice_parcel_id_fkey")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("invoice_order_id_fkey")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("invoice_producer_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("invoice_pkey")),
        sa.UniqueConstraint("parcel_id", name=op.f("invoice_parcel_id_key")),
        sa.UniqueConstraint("producer_id", "year", "number", name=op.f("invoice_producer_id_year_number_key")),
    )
    op.create_index(op.f("invoice_order_id_idx"), "invoice", ["order_id"])
    op.create_index("invoice_due_idx", "invoice", ["due_at"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_index(
        "invoice_refused_idx", "invoice", ["producer_id", "id"], postgresql_where=sa.text("state = 'refused'")
    )


def _create_line() -> None:
    op.create_table(
        "invoice_line",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("producer_discount", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax_class", _enum("goods", "farm_produce", "service", name="taxclass"), nullable=False),
        sa.Column("vat_rate", sa.SmallInteger(), nullable=True),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("invoice_line_some_check")),
        sa.CheckConstraint(
            "amount = price * quantity - discount AND amount >= 0", name=op.f("invoice_line_amount_adds_up_check")
        ),
        sa.CheckConstraint("producer_discount BETWEEN 0 AND discount", name=op.f("invoice_line_discount_shares_check")),
        sa.CheckConstraint("vat BETWEEN 0 AND amount", name=op.f("invoice_line_vat_within_amount_check")),
        sa.CheckConstraint("vat_rate IS NOT NULL OR vat = 0", name=op.f("invoice_line_vat_has_rate_check")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("invoice_line_invoice_id_fkey")),
        sa.PrimaryKeyConstraint("invoice_id", "position", name=op.f("invoice_line_pkey")),
    )


def _freeze() -> None:
    op.execute(
        "CREATE TRIGGER invoice_frozen BEFORE UPDATE ON invoice FOR EACH ROW WHEN (OLD.state = 'issued' "
        "OR (OLD.parcel_id, OLD.producer_id, OLD.year, OLD.number, OLD.form, OLD.sold_on, OLD.buyer_name, "
        "OLD.buyer_tax_code, OLD.total, OLD.vat) IS DISTINCT FROM (NEW.parcel_id, NEW.producer_id, NEW.year, "
        "NEW.number, NEW.form, NEW.sold_on, NEW.buyer_name, NEW.buyer_tax_code, NEW.total, NEW.vat)) "
        "EXECUTE FUNCTION refuse_change()"
    )
    op.execute("CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    op.execute(
        "CREATE TRIGGER invoice_line_append_only BEFORE UPDATE OR DELETE ON invoice_line "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def _enum(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_table("invoice_line")
    op.drop_table("invoice")
    op.drop_table("invoice_number")
