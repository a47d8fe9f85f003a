"""Courses of the programme, their learners, licences to go on air, and the identity of hosts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _create_course()
    _create_course_session()
    _create_enrolment()
    _create_attendance()
    _create_licence()
    _create_host_identity()


def _create_course() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("licence_months", sa.Integer(), nullable=True),
        sa.Column("attendance_percent", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("attendance_percent BETWEEN 1 AND 100", name=op.f("course_share_of_days_check")),
        sa.CheckConstraint("hours BETWEEN 1 AND 400", name=op.f("course_hours_counted_check")),
        sa.CheckConstraint("licence_months BETWEEN 1 AND 120", name=op.f("course_licence_bounded_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("course_pkey")),
        sa.UniqueConstraint("slug", name=op.f("course_slug_key")),
    )


def _create_course_session() -> None:
    op.create_table(
        "course_session",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("days", postgresql.ARRAY(sa.Date()), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("trainer", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "finished", name="coursesessionstate", native_enum=False, create_constraint=True, length=40
            ),
            server_default=sa.text("'open'"),
            nullable=False,
        ),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.Uuid(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(state = 'finished') = (finished_at IS NOT NULL)", name=op.f("course_session_finished_once_check")
        ),
        sa.CheckConstraint("capacity BETWEEN 1 AND 500", name=op.f("course_session_some_seats_check")),
        sa.CheckConstraint("cardinality(days) BETWEEN 1 AND 31", name=op.f("course_session_some_days_check")),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name=op.f("course_session_taken_within_capacity_check")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("course_session_course_id_fkey")),
        sa.ForeignKeyConstraint(["finished_by"], ["person.id"], name=op.f("course_session_finished_by_fkey")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("course_session_opened_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("course_session_pkey")),
    )
    op.create_index("course_session_course_idx", "course_session", ["course_id", "id"], unique=False)


def _create_enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("producer_id", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "enrolled",
                "waiting",
                "withdrawn",
                "completed",
                "missed",
                name="enrolmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("num_nonnulls(producer_id, organisation) <= 1", name=op.f("enrolment_from_one_check")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("enrolment_person_id_fkey")),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("enrolment_producer_id_fkey")),
        sa.ForeignKeyConstraint(["session_id"], ["course_session.id"], name=op.f("enrolment_session_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("enrolment_pkey")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("enrolment_session_id_person_id_key")),
    )
    op.create_index("enrolment_person_idx", "enrolment", ["person_id"], unique=False)
    op.create_index(
        "enrolment_waiting_idx",
        "enrolment",
        ["session_id", "asked_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _create_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("attendance_enrolment_id_fkey")),
        sa.ForeignKeyConstraint(["marked_by"], ["person.id"], name=op.f("attendance_marked_by_fkey")),
        sa.PrimaryKeyConstraint("enrolment_id", "day", name=op.f("attendance_pkey")),
    )


def _create_licence() -> None:
    op.create_table(
        "licence",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint("granted_by <> person_id", name=op.f("licence_not_by_oneself_check")),
        sa.CheckConstraint("granted_on < expires_on", name=op.f("licence_forward_check")),
        sa.CheckConstraint(
            "num_nulls(revoked_at, revoked_by, revoked_reason) IN (0, 3)", name=op.f("licence_revoked_whole_check")
        ),
        sa.CheckConstraint("revoked_by <> person_id", name=op.f("licence_not_revoked_by_oneself_check")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("licence_course_id_fkey")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("licence_enrolment_id_fkey")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("licence_granted_by_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("licence_person_id_fkey")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("licence_revoked_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("licence_pkey")),
        sa.UniqueConstraint("enrolment_id", name=op.f("licence_enrolment_id_key")),
    )
    op.create_index("licence_person_idx", "licence", ["person_id", "granted_on"], unique=False)


def _create_host_identity() -> None:
    op.create_table(
        "host_identity",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "unverified",
                "submitted",
                "verified",
                "declined",
                "revoked",
                name="identitystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            server_default=sa.text("'unverified'"),
            nullable=False,
        ),
        sa.Column(
            "document",
            sa.Enum(
                "vneid",
                "citizen_card",
                "foreign_papers",
                name="identitypaper",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("document_end", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("shop_now()"), nullable=False),
        sa.CheckConstraint(
            "(document IS NOT DISTINCT FROM 'foreign_papers') = (country IS NOT NULL)",
            name=op.f("host_identity_from_abroad_check"),
        ),
        sa.CheckConstraint(
            "(state = 'unverified') = (document IS NULL) AND (document IS NULL) = (document_end IS NULL)",
            name=op.f("host_identity_something_shown_check"),
        ),
        sa.CheckConstraint(
            "(state IN ('declined', 'revoked')) = (reason IS NOT NULL)", name=op.f("host_identity_reason_said_check")
        ),
        sa.CheckConstraint(
            "(state IN ('verified', 'declined', 'revoked')) = (decided_by IS NOT NULL)",
            name=op.f("host_identity_decided_check"),
        ),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("host_identity_country_code_check")),
        sa.CheckConstraint("document_end ~ '^[0-9A-Z]{4}$'", name=op.f("host_identity_last_signs_check")),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("host_identity_decided_dated_check")
        ),
        sa.CheckConstraint("decided_by <> person_id", name=op.f("host_identity_not_by_oneself_check")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("host_identity_decided_by_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("host_identity_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("host_identity_pkey")),
        sa.UniqueConstraint("person_id", name=op.f("host_identity_person_id_key")),
    )
    op.create_index(
        "host_identity_waiting_idx",
        "host_identity",
        ["submitted_at"],
        unique=False,
        postgresql_where=sa.text("state = 'submitted'"),
    )
