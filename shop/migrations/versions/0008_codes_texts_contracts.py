"""One-time codes and consent, texts to phones, and the contract of an order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CHANNELS = ("email", "in_app", "text")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _widen_people()
    _create_codes()
    _widen_notices()
    _create_contracts()


def _widen_people() -> None:
    op.add_column("person", sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("phone_verified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("texts_off", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("person", sa.Column("mail_off", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("sign_in", sa.Column("device", sa.Text(), nullable=True))
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("consent_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("consent_pkey")),
        sa.UniqueConstraint("person_id", "purpose", "version", name=op.f("consent_person_id_purpose_version_key")),
    )


def _create_codes() -> None:
    op.create_table(
        "sign_in_code",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("challenge", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("sign_in_code_attempts_counted_check")),
        sa.PrimaryKeyConstraint("login", name=op.f("sign_in_code_pkey")),
        sa.UniqueConstraint("challenge", name=op.f("sign_in_code_challenge_key")),
    )


def _widen_notices() -> None:
    op.add_column("notice", sa.Column("phone", sa.Text(), nullable=True))
    op.add_column("notice", sa.Column("news", sa.Text(), nullable=True))
    op.add_column("notice", sa.Column("facts", postgresql.JSONB(), nullable=True))
    via = sa.Enum("zalo", "sms", name="via", native_enum=False, create_constraint=True, length=40)
    op.add_column("notice", sa.Column("via", via, nullable=True))
    listed = ", ".join(f"'{word}'" for word in CHANNELS)
    for name in ("notice_channel_check", "notice_email_has_address_check"):
        op.execute(f"ALTER TABLE notice DROP CONSTRAINT IF EXISTS {name}")
    op.execute(f"ALTER TABLE notice ADD CONSTRAINT notice_channel_check CHECK (channel IN ({listed}))")
    op.create_check_constraint(
        op.f("notice_email_has_address_check"), "notice", "channel <> 'email' OR email IS NOT NULL"
    )
    op.create_check_constraint(
        op.f("notice_text_has_number_check"), "notice", "channel <> 'text' OR (phone IS NOT NULL AND news IS NOT NULL)"
    )
    op.create_table(
        "zalo_token",
        sa.Column("singleton", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("singleton", name=op.f("zalo_token_one_row_check")),
        sa.PrimaryKeyConstraint("singleton", name=op.f("zalo_token_pkey")),
    )


def _create_contracts() -> None:
    op.create_table(
        "order_contract",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("order_contract_version_positive_check")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["shop_order.id"], name=op.f("order_contract_order_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("order_contract_pkey")),
        sa.UniqueConstraint("order_id", name=op.f("order_contract_order_id_key")),
    )
