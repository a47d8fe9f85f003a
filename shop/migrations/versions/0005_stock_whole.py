"""Stock made whole: batches, what is kept for the counter, what runs low, goods shipped, and the auditor's runs."""

import sqlalchemy as sa
from alembic import op

from shop.core.db import sql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = ("receive", "hold", "release", "sell", "ship", "return", "adjust", "transfer", "count")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE movement DROP CONSTRAINT IF EXISTS movement_movementkind_check")
    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    op.execute(f"ALTER TABLE movement ADD CONSTRAINT movement_movementkind_check CHECK (kind IN ({listed}))")
    _widen_level()
    _create_batches()
    _create_audits()
    op.execute(sql("inventory/weigh_batches"))
    op.execute(
        "CREATE TRIGGER weigh_batches AFTER INSERT OR DELETE OR UPDATE ON stock_batch FOR EACH ROW "
        "EXECUTE FUNCTION weigh_batches()"
    )
    op.execute(sql("inventory/block_batch"))
    op.execute(
        "CREATE TRIGGER block_batch AFTER UPDATE OF recalled_at ON batch FOR EACH ROW "
        "WHEN (OLD.recalled_at IS NULL AND NEW.recalled_at IS NOT NULL) EXECUTE FUNCTION block_batch()"
    )


def _widen_level() -> None:
    for column in ("batched", "blocked", "counter_quota"):
        op.add_column("stock_level", sa.Column(column, sa.Integer(), server_default=sa.text("0"), nullable=False))
    free = sa.Computed("greatest(on_hand - held - blocked - counter_quota, 0)", persisted=False)
    op.add_column("stock_level", sa.Column("free", sa.Integer(), free, nullable=True))
    op.add_column("stock_level", sa.Column("low_at", sa.Integer(), nullable=True))
    op.add_column("stock_level", sa.Column("low_since", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE stock_level SET low_since = shop_now() WHERE on_hand - held <= 3")  # no letters about the past
    for name, rule in (
        ("batched_within_on_hand", "batched BETWEEN 0 AND on_hand"),
        ("blocked_within_batched", "blocked BETWEEN 0 AND batched"),
        ("quota_not_negative", "counter_quota >= 0"),
        ("low_not_negative", "low_at >= 0"),
    ):
        op.create_check_constraint(op.f(f"stock_level_{name}_check"), "stock_level", rule)


def _create_batches() -> None:
    op.create_table(
        "stock_batch",
        *_record(),
        sa.Column("level_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("stock_batch_not_negative_check")),
        sa.ForeignKeyConstraint(["level_id"], ["stock_level.id"], name=op.f("stock_batch_level_id_fkey")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("stock_batch_batch_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("stock_batch_pkey")),
        sa.UniqueConstraint("level_id", "batch_id", name=op.f("stock_batch_level_id_batch_id_key")),
    )
    op.create_index(op.f("stock_batch_batch_id_idx"), "stock_batch", ["batch_id"])
    op.add_column("movement", sa.Column("batch_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("movement_batch_id_fkey"), "movement", "batch", ["batch_id"], ["id"])
    known = sa.text("batch_id IS NOT NULL")
    op.create_index("movement_batch_idx", "movement", ["batch_id", "reference"], postgresql_where=known)
    op.create_index("movement_batched_idx", "movement", ["reference"], postgresql_where=known)


def _create_audits() -> None:
    op.create_table(
        "audit_run",
        *_record(),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differences", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (differences IS NULL)", name=op.f("audit_run_counted_when_over_check")
        ),
        sa.CheckConstraint("differences >= 0", name=op.f("audit_run_not_negative_check")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("audit_run_asked_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_run_pkey")),
    )
    waits = sa.text("ended_at IS NULL")
    op.create_index("audit_run_open_idx", "audit_run", ["asked_by"], unique=True, postgresql_where=waits)
    op.create_table(
        "audit_finding",
        *_record(),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("check_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["audit_run.id"], name=op.f("audit_finding_run_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_finding_pkey")),
    )
    op.create_index("audit_finding_run_idx", "audit_finding", ["run_id", "id"])


def _record() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
    )


def downgrade() -> None:
    raise NotImplementedError("go back by restoring a backup: the batches of goods would be forgotten")
