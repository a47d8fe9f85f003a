"""The SQL functions and triggers of the database: what migrations load and the drift test compares."""

BEFORE_TABLES = (
    "core/shop_now",
    "core/shop_today",
    "core/refuse_change",
    "catalog/vn_fold",
    "catalog/vn_words",
    "catalog/vn_letters",
)

AFTER_TABLES = (
    "core/audit_hash",
    "core/audit_chain",
)

APPEND_ONLY = (
    "audit_entry",
    "certificate_history",
    "movement",
    "order_history",
    "payment_history",
)

TRIGGERS = (
    "CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain()",
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
)

EXTENSIONS = ("unaccent", "pg_trgm", "cube", "earthdistance")
