"""The request id: the caller's when it may stand in a log, else our own."""

import pytest

from shop.core.request_id import begin_request, current_request_id


def test_a_fit_id_is_kept():
    assert begin_request("abc-123_x.9") == "abc-123_x.9" == current_request_id()


@pytest.mark.parametrize("offered", [None, "", "short", "x" * 65, "line\nbreak!", "với dấu tiếng", "a b c d e f"])
def test_an_unfit_id_is_replaced(offered):
    made = begin_request(offered)

    assert made != offered
    assert len(made) == 16
