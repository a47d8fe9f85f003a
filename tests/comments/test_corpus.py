"""How well the grammar agrees with people: precision and recall of what touches an order.

What the kept part gave when it was first read stands beside it, in corpus/README.md.
"""

import pytest

from tests.comments.labelled import ACTING, labelled, score


@pytest.mark.parametrize(("part", "recall"), [("developing", 0.95), ("kept", 0.95), ("held_out", 0.92)])
def test_what_is_taken_for_an_order_is_one(part, recall, record_property):
    found = score(part)
    record_property(
        "figure",
        f"comments, {part} part: {len(labelled(part))} comments, precision {found.precision:.2%},"
        f" recall {found.recall:.2%}, intents {found.intents:.2%}",
    )

    assert found.precision >= 0.995, found.wrong
    assert found.recall >= recall


def test_the_corpus_is_large_and_no_comment_stands_in_two_parts():
    developing, kept, held_out = (
        {(row.line_up, row.pinned, row.text.casefold()) for row in labelled(part)}
        for part in ("developing", "kept", "held_out")
    )

    assert len(developing) + len(kept) >= 450
    assert len(held_out) >= 80
    assert developing.isdisjoint(kept)
    assert (developing | kept).isdisjoint(held_out)
    assert sum(row.intent in ACTING for row in labelled("kept")) >= 100
    assert sum(row.intent not in ACTING for row in labelled("kept")) >= 100
