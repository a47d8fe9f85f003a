"""Complaints as the office's pages show them."""

from shop.oversight.queries import ComplaintSeen
from shop.oversight.rules import OPEN, next_due
from shop.web.views.oversight import ComplaintRow


def complaint_row(seen: ComplaintSeen) -> ComplaintRow:
    """A complaint in a list, with what is due next of an open one."""
    one = seen.complaint
    due = next_due(one.answer_due, one.decide_due, one.answered_at) if one.state in OPEN else None
    return ComplaintRow(
        code=one.code,
        kind=one.kind,
        state=one.state,
        title=seen.title,
        host=seen.host,
        received_at=one.created_at,
        due=due,
        first_word=one.answered_at is None,
        late=due is not None and due < seen.now,
        officer=seen.officer,
    )
