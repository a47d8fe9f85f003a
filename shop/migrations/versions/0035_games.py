"""What rooms play: polls, lucky draws with a committed seed, vouchers dropped into a room."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0031"
branch_labels = None
depends_on = None

TRIGGERS = (
    """
    CREATE TRIGGER draw_frozen BEFORE UPDATE ON draw FOR EACH ROW WHEN (OLD.drawn_at IS NOT NULL
    OR (OLD.session_id, OLD.code, OLD.prize, OLD.winners, OLD.closes_at, OLD.commitment, OLD.sealed)
    IS DISTINCT FROM (NEW.session_id, NEW.code, NEW.prize, NEW.winners, NEW.closes_at, NEW.commitment, NEW.sealed))
    EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER draw_entry_frozen BEFORE UPDATE ON draw_entry FOR EACH ROW WHEN ((NEW.phone IS NOT NULL
    AND OLD.phone IS DISTINCT FROM NEW.phone) OR (OLD.draw_id, OLD.ticket, OLD.name, OLD.person_id, OLD.phone_digest)
    IS DISTINCT FROM (NEW.draw_id, NEW.ticket, NEW.name, NEW.person_id, NEW.phone_digest))
    EXECUTE FUNCTION refuse_change()
    """,
    "CREATE TRIGGER draw_kept BEFORE DELETE ON draw FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER draw_entry_kept BEFORE DELETE ON draw_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    """
    CREATE TRIGGER draw_winner_append_only BEFORE UPDATE OR DELETE ON draw_winner FOR EACH ROW
    EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_poll()
    _create_draw()
    _create_entries()
    _create_drop()
    for trigger in TRIGGERS:
        op.execute(trigger)


def _create_poll() -> None:
    op.create_table(
        "poll",
        *_head("poll"),
        *_of_room("poll"),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cardinality(options) BETWEEN 2 AND 6", name=op.f("poll_some_options_check")),
    )
    _one_open("poll", "closed_at")
    op.create_table(
        "poll_vote",
        *_head("poll_vote"),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        *_somebody("poll_vote", "poll_id"),
        sa.Column("choice", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("num_nonnulls(person_id, guest_key) = 1", name=op.f("poll_vote_one_voter_check")),
        sa.CheckConstraint("choice BETWEEN 0 AND 5", name=op.f("poll_vote_choice_bounded_check")),
        _parent("poll_vote", "poll_id", "poll"),
    )


def _create_draw() -> None:
    op.create_table(
        "draw",
        *_head("draw"),
        *_of_room("draw"),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("prize", sa.Text(), nullable=False),
        sa.Column("winners", sa.SmallInteger(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("code", name=op.f("draw_code_key")),
        sa.CheckConstraint("winners BETWEEN 1 AND 20", name=op.f("draw_winners_bounded_check")),
        sa.CheckConstraint(
            "octet_length(commitment) = 32 AND octet_length(sealed) = 32", name=op.f("draw_seed_whole_check")
        ),
        sa.CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", name=op.f("draw_drawn_whole_check")),
        sa.CheckConstraint("seed IS NULL OR sha256(seed) = commitment", name=op.f("draw_seed_as_committed_check")),
        sa.CheckConstraint("drawn_at >= closes_at", name=op.f("draw_drawn_after_close_check")),
    )
    op.create_index(op.f("draw_closes_at_idx"), "draw", ["closes_at"])
    _one_open("draw", "drawn_at")


def _create_entries() -> None:
    op.create_table(
        "draw_entry",
        *_head("draw_entry"),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_digest", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.CheckConstraint("num_nonnulls(person_id, phone_digest) > 0", name=op.f("draw_entry_somebody_check")),
        *(
            sa.UniqueConstraint("draw_id", column, name=op.f(f"draw_entry_draw_id_{column}_key"))
            for column in ("ticket", "person_id", "phone_digest")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("draw_entry_person_id_fkey")),
        _parent("draw_entry", "draw_id", "draw"),
    )
    op.create_table(
        "draw_winner",
        *_head("draw_winner"),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.UniqueConstraint("draw_id", "rank", name=op.f("draw_winner_draw_id_rank_key")),
        sa.UniqueConstraint("entry_id", name=op.f("draw_winner_entry_id_key")),
        sa.CheckConstraint("rank BETWEEN 1 AND 20", name=op.f("draw_winner_ranked_check")),
        _parent("draw_winner", "draw_id", "draw"),
        _parent("draw_winner", "entry_id", "draw_entry"),
    )


def _create_drop() -> None:
    op.create_table(
        "voucher_drop",
        *_head("voucher_drop"),
        *_of_room("voucher_drop"),
        sa.Column("voucher_id", sa.Uuid(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quota BETWEEN 1 AND 500", name=op.f("voucher_drop_quota_bounded_check")),
        sa.CheckConstraint("taken BETWEEN 0 AND quota", name=op.f("voucher_drop_taken_within_quota_check")),
        sa.ForeignKeyConstraint(["voucher_id"], ["voucher.id"], name=op.f("voucher_drop_voucher_id_fkey")),
    )
    _one_open("voucher_drop", "closed_at")
    op.create_table(
        "kept_drop",
        *_head("kept_drop"),
        sa.Column("drop_id", sa.Uuid(), nullable=False),
        *_somebody("kept_drop", "drop_id"),
        sa.CheckConstraint("num_nonnulls(person_id, guest_key) = 1", name=op.f("kept_drop_one_keeper_check")),
        _parent("kept_drop", "drop_id", "voucher_drop"),
    )
    op.create_index(op.f("kept_drop_person_id_idx"), "kept_drop", ["person_id"])


def _head(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What every row has."""
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{table}_pkey")),
    )


def _of_room(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What a host begins in a room, once for each id of theirs."""
    return (
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.UniqueConstraint("session_id", "client_id", name=op.f(f"{table}_session_id_client_id_key")),
        _parent(table, "session_id", "live_session"),
    )


def _somebody(table: str, parent: str) -> tuple[sa.schema.SchemaItem, ...]:
    """A person or a guest, once for each parent."""
    return (
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("guest_key", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint(parent, "person_id", name=op.f(f"{table}_{parent}_person_id_key")),
        sa.UniqueConstraint(parent, "guest_key", name=op.f(f"{table}_{parent}_guest_key_key")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"{table}_person_id_fkey")),
    )


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"{table}_{column}_fkey"), ondelete="CASCADE")


def _one_open(table: str, closed: str) -> None:
    op.create_index(
        f"{table}_one_open", table, ["session_id"], unique=True, postgresql_where=sa.text(f"{closed} IS NULL")
    )


def downgrade() -> None:
    for table in ("kept_drop", "voucher_drop", "draw_winner", "draw_entry", "draw", "poll_vote", "poll"):
        op.drop_table(table)
