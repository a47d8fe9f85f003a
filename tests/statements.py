"""Counting statements below SQLAlchemy, where the hot reads send theirs."""

import contextlib

from sqlalchemy import event

_OWN = ("SAVEPOINT", "ROLLBACK", "RELEASE", "BEGIN", "COMMIT", ";")
_DRIVERS_OWN = ("typeinfo_tree", "current_setting('jit')")  # asked once a connection, when a type is new to it


@contextlib.contextmanager
def logged(engine):
    """The statements that connections taken from the pool inside the block send to the server."""
    seen, watched = [], []

    def note(record):
        if not record.query.startswith(_OWN) and not any(word in record.query for word in _DRIVERS_OWN):
            seen.append(record.query)

    def attach(connection, _record, _proxy):
        driver = connection.driver_connection
        driver.add_query_logger(note)
        watched.append(driver)

    event.listen(engine.sync_engine, "checkout", attach)
    try:
        yield seen
    finally:
        event.remove(engine.sync_engine, "checkout", attach)
        for driver in watched:
            driver.remove_query_logger(note)
