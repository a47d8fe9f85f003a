"""Conditional GET."""

import pytest

from shop.http.etag import conditional, etag_of, has_tag

TAG = etag_of(b"body")


@pytest.mark.parametrize("header", [TAG, f"W/{TAG}", f'"x", {TAG}', "*", f" {TAG} "])
def test_a_reader_who_has_it_is_told_so(header):
    assert has_tag(header, TAG)
    assert conditional(header, b"body").status_code == 304
    assert conditional(header, b"body").content == b""


@pytest.mark.parametrize("header", [None, "", '"x"', TAG.strip('"'), "W/"])
def test_a_reader_who_has_it_not_gets_it(header):
    assert conditional(header, b"body").content == b"body"


def test_other_bytes_have_another_tag():
    assert etag_of(b"a") != etag_of(b"b")
