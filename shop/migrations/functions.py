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
    "catalog/note_certificate",
    "catalog/note_producer",
    "catalog/note_place",
    "inventory/weigh_batches",
    "inventory/block_batch",
    "settlement/check_entry",
    "settlement/rate_ahead",
)

APPEND_ONLY = (
    "audit_entry",
    "cash_movement",
    "certificate_history",
    "complaint_history",
    "commission_rate",
    "draw_winner",
    "invoice_line",
    "ledger_entry",
    "ledger_line",
    "ledger_posting",
    "movement",
    "order_history",
    "parcel_history",
    "payment_history",
    "payment_receipt",
    "practice_act",
    "question_answer",
    "return_history",
    "review_history",
    "segment_skip",
    "segment_turn",
    "wholesale_history",
)

TRIGGERS = (
    "CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain()",
    (
        "CREATE TRIGGER note_certificate AFTER UPDATE ON certificate FOR EACH ROW "
        "WHEN ((OLD.status, OLD.stars, OLD.potential_five, OLD.decision_no, OLD.in_force_from, OLD.in_force_until) "
        "IS DISTINCT FROM (NEW.status, NEW.stars, NEW.potential_five, NEW.decision_no, NEW.in_force_from, "
        "NEW.in_force_until)) EXECUTE FUNCTION note_certificate()"
    ),
    (
        "CREATE TRIGGER note_producer AFTER UPDATE OF state ON producer FOR EACH ROW "
        "WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION note_producer()"
    ),
    "CREATE TRIGGER note_new_place AFTER INSERT ON place FOR EACH STATEMENT EXECUTE FUNCTION note_place()",
    (
        "CREATE TRIGGER note_place AFTER UPDATE ON place FOR EACH ROW "
        "WHEN ((OLD.name, OLD.lat, OLD.lon, OLD.closed_from) IS DISTINCT FROM "
        "(NEW.name, NEW.lat, NEW.lon, NEW.closed_from)) EXECUTE FUNCTION note_place()"
    ),
    (
        "CREATE TRIGGER weigh_batches AFTER INSERT OR DELETE OR UPDATE ON stock_batch FOR EACH ROW "
        "EXECUTE FUNCTION weigh_batches()"
    ),
    (
        "CREATE TRIGGER block_batch AFTER UPDATE OF recalled_at ON batch FOR EACH ROW "
        "WHEN (OLD.recalled_at IS NULL AND NEW.recalled_at IS NOT NULL) EXECUTE FUNCTION block_batch()"
    ),
    (
        "CREATE TRIGGER invoice_frozen BEFORE UPDATE ON invoice FOR EACH ROW WHEN (OLD.state = 'issued' "
        "OR (OLD.parcel_id, OLD.producer_id, OLD.year, OLD.number, OLD.form, OLD.sold_on, OLD.buyer_name, "
        "OLD.buyer_tax_code, OLD.total, OLD.vat, OLD.adjusts_id, OLD.about) IS DISTINCT FROM (NEW.parcel_id, "
        "NEW.producer_id, NEW.year, NEW.number, NEW.form, NEW.sold_on, NEW.buyer_name, NEW.buyer_tax_code, "
        "NEW.total, NEW.vat, NEW.adjusts_id, NEW.about)) "
        "EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE CONSTRAINT TRIGGER ledger_balanced AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION check_entry()"
    ),
    (
        "CREATE TRIGGER bank_account_of_producer_frozen BEFORE UPDATE ON bank_account_of_producer FOR EACH ROW "
        "WHEN ((OLD.producer_id, OLD.bank_bin, OLD.number, OLD.holder, OLD.stripe_account, OLD.proposed_by) "
        "IS DISTINCT FROM (NEW.producer_id, NEW.bank_bin, NEW.number, NEW.holder, NEW.stripe_account, "
        "NEW.proposed_by)) EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE TRIGGER payout_frozen BEFORE UPDATE ON payout FOR EACH ROW "
        "WHEN ((OLD.batch_id, OLD.number, OLD.code, OLD.producer_id, OLD.account_id, OLD.amount, OLD.method) "
        "IS DISTINCT FROM (NEW.batch_id, NEW.number, NEW.code, NEW.producer_id, NEW.account_id, NEW.amount, "
        "NEW.method)) EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE TRIGGER livestream_rules_frozen BEFORE UPDATE ON livestream_rules FOR EACH ROW "
        "WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    ),
    "CREATE TRIGGER rate_ahead BEFORE INSERT ON commission_rate FOR EACH ROW EXECUTE FUNCTION rate_ahead()",
    (
        "CREATE TRIGGER draw_frozen BEFORE UPDATE ON draw FOR EACH ROW WHEN (OLD.drawn_at IS NOT NULL "
        "OR (OLD.session_id, OLD.code, OLD.prize, OLD.winners, OLD.closes_at, OLD.commitment, OLD.sealed) "
        "IS DISTINCT FROM (NEW.session_id, NEW.code, NEW.prize, NEW.winners, NEW.closes_at, NEW.commitment, "
        "NEW.sealed)) EXECUTE FUNCTION refuse_change()"
    ),
    (
        "CREATE TRIGGER draw_entry_frozen BEFORE UPDATE ON draw_entry FOR EACH ROW WHEN ((NEW.phone IS NOT NULL "
        "AND OLD.phone IS DISTINCT FROM NEW.phone) "
        "OR (OLD.draw_id, OLD.ticket, OLD.name, OLD.person_id, OLD.phone_digest) "
        "IS DISTINCT FROM (NEW.draw_id, NEW.ticket, NEW.name, NEW.person_id, NEW.phone_digest)) "
        "EXECUTE FUNCTION refuse_change()"
    ),
    "CREATE TRIGGER draw_kept BEFORE DELETE ON draw FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER draw_entry_kept BEFORE DELETE ON draw_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    *(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
)

EXTENSIONS = ("unaccent", "pg_trgm", "cube", "earthdistance", "btree_gist")
