"""Cash after it was taken in: who holds it, carriers' lists, what was handed in; and refunds by persons."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0020"
branch_labels = None
depends_on = None

CARRIERS = ("ghn", "ghtk", "viettel_post")
STATES = ("collected", "remitted", "settled")
VERDICTS = ("exact", "under", "over", "unknown", "twice", "undelivered", "nothing_due", "unreadable")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_remittance()
    _create_collection()
    _create_file()
    _create_line()
    _write_what_was_taken_in()
    _create_claim()
    _let_refunds_leave_drawers()
    _find_phones()
    _mark_late()


def _record() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def _choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _create_remittance() -> None:
    op.create_table(
        "remittance",
        *_record(),
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("carrier", _choice("carriername", CARRIERS), nullable=True),
        sa.Column("amount", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("fee", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", _choice("cashstate", STATES), nullable=False),
        sa.Column("bank_reference", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("num_nonnulls(place_id, carrier) = 1", name=op.f("remittance_of_one_holder_check")),
        sa.CheckConstraint("amount >= 0 AND fee >= 0", name=op.f("remittance_not_negative_check")),
        sa.CheckConstraint("state <> 'collected'", name=op.f("remittance_handed_in_check")),
        sa.CheckConstraint(
            "num_nulls(bank_reference, settled_by, settled_at) IN (0, 3)", name=op.f("remittance_settled_whole_check")
        ),
        sa.CheckConstraint(
            "(state = 'settled') = (settled_at IS NOT NULL)", name=op.f("remittance_settled_dated_check")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("remittance_place_id_fkey")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("remittance_settled_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("remittance_pkey")),
        sa.UniqueConstraint("reference", name=op.f("remittance_reference_key")),
    )
    op.create_index("remittance_open_idx", "remittance", ["id"], postgresql_where=sa.text("state = 'remitted'"))


def _create_collection() -> None:
    op.create_table(
        "cod_collection",
        *_record(),
        sa.Column("parcel_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("holder", _choice("holder", ("point", "rider", "carrier")), nullable=False),
        sa.Column("carrier", _choice("carriername", CARRIERS), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", _choice("cashstate", STATES), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("handed_in", sa.BigInteger(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("remittance_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("cod_collection_some_check")),
        sa.CheckConstraint(
            "(holder = 'carrier') = (carrier IS NOT NULL)", name=op.f("cod_collection_carrier_named_check")
        ),
        sa.CheckConstraint(
            "(state = 'collected') = (remittance_id IS NULL)", name=op.f("cod_collection_handed_in_with_check")
        ),
        sa.CheckConstraint(
            "num_nulls(handed_in, fee, remittance_id) IN (0, 3)", name=op.f("cod_collection_handed_in_whole_check")
        ),
        sa.CheckConstraint("handed_in >= 0 AND fee >= 0", name=op.f("cod_collection_handed_in_not_negative_check")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("cod_collection_parcel_id_fkey")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("cod_collection_order_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("cod_collection_place_id_fkey")),
        sa.ForeignKeyConstraint(["remittance_id"], ["remittance.id"], name=op.f("cod_collection_remittance_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("cod_collection_pkey")),
        sa.UniqueConstraint("parcel_id", name=op.f("cod_collection_parcel_id_key")),
    )
    for column in ("order_id", "place_id", "remittance_id"):
        op.create_index(op.f(f"cod_collection_{column}_idx"), "cod_collection", [column])
    op.create_index(
        "cod_collection_held_idx", "cod_collection", ["carrier", "id"], postgresql_where=sa.text("state = 'collected'")
    )


def _create_file() -> None:
    op.create_table(
        "remittance_file",
        *_record(),
        sa.Column("carrier", _choice("carriername", CARRIERS), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("state", _choice("filestate", ("checked", "applied")), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nulls(applied_by, applied_at) IN (0, 2)", name=op.f("remittance_file_applied_whole_check")
        ),
        sa.CheckConstraint(
            "(state = 'applied') = (applied_at IS NOT NULL)", name=op.f("remittance_file_applied_dated_check")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("remittance_file_sent_by_fkey")),
        sa.ForeignKeyConstraint(["applied_by"], ["person.id"], name=op.f("remittance_file_applied_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("remittance_file_pkey")),
        sa.UniqueConstraint("digest", name=op.f("remittance_file_digest_key")),
    )


def _create_line() -> None:
    op.create_table(
        "remittance_line",
        *_record(),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("verdict", _choice("verdict", VERDICTS), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("quoted", sa.BigInteger(), nullable=True),
        sa.Column("collection_id", sa.Uuid(), nullable=True),
        sa.Column("decision", _choice("decision", ("taken", "declined")), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("amount >= 0 AND fee >= 0", name=op.f("remittance_line_not_negative_check")),
        sa.CheckConstraint(
            "(decision = 'taken') <= (collection_id IS NOT NULL)",
            name=op.f("remittance_line_taken_for_something_check"),
        ),
        sa.CheckConstraint(
            "num_nulls(decision, decided_by, decided_at) IN (0, 3)", name=op.f("remittance_line_decided_whole_check")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["remittance_file.id"], name=op.f("remittance_line_file_id_fkey")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["cod_collection.id"], name=op.f("remittance_line_collection_id_fkey")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("remittance_line_decided_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("remittance_line_pkey")),
        sa.UniqueConstraint("file_id", "row", name=op.f("remittance_line_file_id_row_key")),
    )
    op.create_index(
        "remittance_line_taken_idx",
        "remittance_line",
        ["collection_id"],
        unique=True,
        postgresql_where=sa.text("decision = 'taken'"),
    )
    op.create_index(
        "remittance_line_open_idx", "remittance_line", ["file_id"], postgresql_where=sa.text("decision IS NULL")
    )


def _write_what_was_taken_in() -> None:
    """Cash that was taken in before: what lay in a drawer that is closed was handed in with it."""
    op.execute("""
        INSERT INTO cod_collection (parcel_id, order_id, place_id, holder, carrier, amount, state, actor, created_at)
        SELECT parcel.id, parcel.order_id, parcel.place_id,
          CASE WHEN parcel.carrier IS NOT NULL THEN 'carrier' WHEN parcel.status = 'delivered' THEN 'rider'
            ELSE 'point' END,
          parcel.carrier, parcel.amount, 'collected', coalesce(took.actor, 'shop'), coalesce(took.created_at, shop_now())
        FROM parcel
        JOIN shop_order ON shop_order.id = parcel.order_id AND shop_order.payment_method = 'cod'
        LEFT JOIN LATERAL (
          SELECT actor, created_at FROM parcel_history
          WHERE parcel_id = parcel.id AND status IN ('handed_over', 'delivered') ORDER BY id LIMIT 1
        ) AS took ON true
        WHERE parcel.status IN ('handed_over', 'delivered') AND parcel.amount > 0
    """)
    op.execute("""
        WITH inside AS (
          SELECT DISTINCT ON (held.id) held.id, held.amount, shift.id AS shift_id, shift.place_id
          FROM cod_collection AS held
          JOIN cash_movement AS line ON line.parcel_id = held.parcel_id
            OR (line.parcel_id IS NULL AND line.order_id = held.order_id)
          JOIN cash_shift AS shift ON shift.id = line.shift_id AND shift.closed_at IS NOT NULL
          ORDER BY held.id, shift.id
        ),
        made AS (
          INSERT INTO remittance (reference, place_id, amount, state)
          SELECT shift_id, place_id, sum(amount), 'remitted' FROM inside GROUP BY shift_id, place_id
          RETURNING id, reference
        )
        UPDATE cod_collection
        SET state = 'remitted', handed_in = inside.amount, fee = 0, remittance_id = made.id
        FROM inside JOIN made ON made.reference = inside.shift_id
        WHERE cod_collection.id = inside.id
    """)
    op.execute("""
        UPDATE payment SET state = 'remitted', version = version + 1
        WHERE method = 'cod' AND state = 'collected'
          AND EXISTS (SELECT FROM cod_collection WHERE order_id = payment.reference)
          AND NOT EXISTS (SELECT FROM cod_collection WHERE order_id = payment.reference AND state = 'collected')
    """)


def _create_claim() -> None:
    op.create_table(
        "refund_claim",
        *_record(),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("refund_claim_some_check")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_order.id"], name=op.f("refund_claim_order_id_fkey")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("refund_claim_line_id_fkey")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("refund_claim_asked_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("refund_claim_pkey")),
    )
    for column in ("order_id", "line_id"):
        op.create_index(op.f(f"refund_claim_{column}_idx"), "refund_claim", [column])
    op.create_check_constraint(op.f("refund_not_paid_alone_check"), "refund", "approved_by <> paid_by")


def _let_refunds_leave_drawers() -> None:
    op.add_column("cash_movement", sa.Column("refund_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("cash_movement_refund_id_fkey"), "cash_movement", "refund", ["refund_id"], ["id"])
    op.create_unique_constraint(op.f("cash_movement_refund_id_key"), "cash_movement", ["refund_id"])
    _restrict_cash(("float", "sale", "return", "order", "refund", "paid_in", "paid_out"))
    op.create_check_constraint(
        op.f("cash_movement_refund_named_check"), "cash_movement", "(kind = 'refund') = (refund_id IS NOT NULL)"
    )


def _restrict_cash(kinds: tuple[str, ...]) -> None:
    out = ", ".join(f"'{kind}'" for kind in kinds if kind in {"return", "refund", "paid_out"})
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    for name, rule in (
        ("cashkind", f"kind IN ({allowed})"),
        ("sign_of_kind", f"amount <> 0 AND (kind IN ({out})) = (amount < 0)"),
    ):
        op.drop_constraint(op.f(f"cash_movement_{name}_check"), "cash_movement")
        op.create_check_constraint(op.f(f"cash_movement_{name}_check"), "cash_movement", rule)


def _find_phones() -> None:
    """The index of what became of cash orders of a phone."""
    op.create_index(
        "shop_order_cod_phone_idx",
        "shop_order",
        ["contact_phone", "created_at"],
        postgresql_include=["status"],
        postgresql_where=sa.text("payment_method = 'cod' AND status IN ('handed_over', 'delivered', 'refused')"),
    )


def _mark_late() -> None:
    op.add_column("parcel", sa.Column("late_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "parcel_unpacked_idx",
        "parcel",
        ["id"],
        postgresql_where=sa.text("status = 'confirmed' AND late_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("parcel_unpacked_idx", "parcel")
    op.drop_column("parcel", "late_at")
    op.drop_index("shop_order_cod_phone_idx", "shop_order")
    op.drop_constraint(op.f("cash_movement_refund_named_check"), "cash_movement")
    op.execute("ALTER TABLE cash_movement DISABLE TRIGGER USER")
    op.execute("UPDATE cash_movement SET kind = 'paid_out', reason = 'refund' WHERE kind = 'refund'")
    op.execute("ALTER TABLE cash_movement ENABLE TRIGGER USER")
    _restrict_cash(("float", "sale", "return", "order", "paid_in", "paid_out"))
    op.drop_column("cash_movement", "refund_id")
    op.drop_constraint(op.f("refund_not_paid_alone_check"), "refund")
    op.drop_table("refund_claim")
    for table in ("remittance_line", "remittance_file", "cod_collection", "remittance"):
        op.drop_table(table)
    op.execute("UPDATE payment SET state = 'collected' WHERE method = 'cod' AND state IN ('remitted', 'settled')")
