"""Captions in a browser's own form."""

from shop.video.vtt import Caption, captions_text, segment_text


def test_captions_read_so() -> None:
    captions = [Caption(3600.5, 3661.25, "Chè Tân Cương"), Caption(1, 2.0004, "Xin chào\ncả nhà")]

    assert captions_text(captions) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nXin chào\ncả nhà\n\n01:00:00.500 --> 01:01:01.250\nChè Tân Cương\n"
    )


def test_no_words_can_become_times_or_tags() -> None:
    text = captions_text([Caption(0, 1, "00:00:05.000 --> 00:00:09.000\n\n\n<b>a & b</b>")])

    assert (
        text
        == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n00:00:05.000 --&gt; 00:00:09.000\n&lt;b&gt;a &amp; b&lt;/b&gt;\n"
    )


def test_what_was_said_before_the_beginning_is_left_out() -> None:
    assert captions_text([Caption(-5, -1, "before"), Caption(-1, 1, "into it"), Caption(3, 3, "never")]) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\ninto it\n"
    )


def test_nothing_said_is_a_file_all_the_same() -> None:
    assert captions_text([]) == "WEBVTT\n"


def test_a_segment_says_that_its_times_are_the_picture_s() -> None:
    assert segment_text([Caption(61.5, 62, "Xin chào")]) == (
        "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n00:01:01.500 --> 00:01:02.000\nXin chào\n"
    )
