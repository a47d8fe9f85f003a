"""What players are told of the pieces."""

from hypothesis import given
from hypothesis import strategies as st

from shop.video.names import Piece, piece_of
from shop.video.playlist import (
    WINDOW,
    Parts,
    live_captions,
    live_playlist,
    main_playlist,
    whole_captions,
    whole_playlist,
)

NINE = 1_790_000_000_000  # when the first was filmed: 2026-09-21 14:13:20 UTC


def pieces(count: int, *, take: int = 1, first: int = 1, lasting: int = 1000) -> list[Piece]:
    return [Piece(take, number, NINE + 1000 * number, lasting) for number in range(first, first + count)]


def test_a_live_playlist_reads_so() -> None:
    shown = [Piece(1, 1, NINE, 1006), *pieces(1, take=2, first=2)]

    assert live_playlist(shown, ended=True).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:8",
        "#EXT-X-TARGETDURATION:1",
        "#EXT-X-MEDIA-SEQUENCE:1",
        "#EXT-X-DISCONTINUITY-SEQUENCE:0",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MAP:URI="001/init.mp4"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-09-21T14:13:20.000Z",
        "#EXTINF:1.006,",
        "001/000001-1790000000000-1006.m4s",
        "#EXT-X-DISCONTINUITY",
        '#EXT-X-MAP:URI="002/init.mp4"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-09-21T14:13:22.000Z",
        "#EXTINF:1.000,",
        "002/000002-1790000002000-1000.m4s",
        "#EXT-X-ENDLIST",
    ]


def test_a_live_playlist_names_the_newest() -> None:
    lines = live_playlist(pieces(40)).splitlines()

    assert "#EXT-X-MEDIA-SEQUENCE:29" in lines
    assert sum(line.endswith(".m4s") for line in lines) == WINDOW
    assert "#EXT-X-ENDLIST" not in lines


def test_the_target_is_rounded_to_the_nearest_second() -> None:
    targets = {
        lasting: next(line for line in live_playlist(pieces(1, lasting=lasting)).splitlines() if "TARGET" in line)
        for lasting in (200, 1499, 1500, 2500)
    }

    assert [target.rpartition(":")[2] for target in targets.values()] == ["1", "1", "2", "3"]


def test_a_piece_that_was_lost_keeps_its_place_while_it_goes_on() -> None:
    shown = [*pieces(2), *pieces(2, first=5)]

    assert live_playlist(shown).count("#EXT-X-GAP") == 2
    assert "#EXT-X-GAP" not in whole_playlist(shown)


def test_takes_that_brought_nothing_are_counted() -> None:
    shown = [*pieces(2), *pieces(2, take=4, first=3)]

    assert live_playlist(shown).count("#EXT-X-DISCONTINUITY\n") == 3


def test_addresses_are_given_by_who_asks() -> None:
    text = whole_playlist(pieces(1), address=lambda name: f"https://cdn.example/{name}?signed")

    assert '#EXT-X-MAP:URI="https://cdn.example/001/init.mp4?signed"' in text
    assert "\nhttps://cdn.example/001/000001-1790000001000-1000.m4s?signed\n" in text


def test_nothing_filmed_yet_is_a_playlist_all_the_same() -> None:
    assert live_playlist([]).splitlines()[:3] == ["#EXTM3U", "#EXT-X-VERSION:8", "#EXT-X-TARGETDURATION:1"]


def test_the_main_playlist_names_the_sound_alone() -> None:
    assert main_playlist("avc1.42C015,opus", (720, 1280), 2_600_000).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:8",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-STREAM-INF:BANDWIDTH=2600000,CODECS="avc1.42C015,opus",RESOLUTION=720x1280',
        "live.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="opus"',
        "sound.m3u8",
    ]


def test_captions_are_named_beside_the_picture_and_the_sound() -> None:
    lines = main_playlist("avc1.42C015,opus", (720, 1280), 2_600_000, Parts(captions="captions.m3u8")).splitlines()

    assert lines[3:] == [
        (
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",LANGUAGE="vi",NAME="Tiếng Việt",DEFAULT=YES,'
            'AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog",'
            'URI="captions.m3u8"'
        ),
        '#EXT-X-STREAM-INF:BANDWIDTH=2600000,CODECS="avc1.42C015,opus",RESOLUTION=720x1280,SUBTITLES="captions"',
        "live.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="opus",SUBTITLES="captions"',
        "sound.m3u8",
    ]


def test_captions_follow_each_other_as_the_pictures_do() -> None:
    shown = [*pieces(20), *pieces(2, first=23), *pieces(2, take=3, first=25)]

    film, words = live_playlist(shown).splitlines(), live_captions(shown).splitlines()

    assert words == [line.replace(".m4s", ".vtt") for line in film if not line.startswith("#EXT-X-MAP")]
    assert whole_captions(shown, address=lambda name: f"captions/{name}").endswith(
        "\ncaptions/003/000026-1790000026000-1000.vtt\n#EXT-X-ENDLIST\n"
    )


def test_a_silent_session_has_no_playlist_of_sound() -> None:
    assert "sound.m3u8" not in main_playlist("avc1.42C015", (720, 1280), 2_600_000)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(1, 12_000)), min_size=1, max_size=40))
def test_counting_holds_while_the_playlist_moves_on(steps: list[tuple[int, int, int]]) -> None:
    shown: list[Piece] = []
    take, number = 1, 0
    places: dict[int, int] = {}  # number -> count of discontinuities before it

    for more_takes, more_numbers, lasting in steps:
        take, number = take + more_takes, number + more_numbers
        shown.append(Piece(take, number, NINE + number, lasting))
        for counted, breaks, piece in read(live_playlist(shown)):
            assert piece is None or piece.number == counted
            assert places.setdefault(counted, breaks) == breaks


def read(text: str) -> list[tuple[int, int, Piece | None]]:
    """The pieces of a playlist, each with the number and the discontinuity a player counts for it."""
    found: list[tuple[int, int, Piece | None]] = []
    number = breaks = 0
    for line in text.splitlines():
        name, _, value = line.partition(":")
        number = int(value) if name == "#EXT-X-MEDIA-SEQUENCE" else number
        breaks = int(value) if name == "#EXT-X-DISCONTINUITY-SEQUENCE" else breaks + (line == "#EXT-X-DISCONTINUITY")
        if line and not line.startswith("#"):
            found.append((number, breaks, piece_of(line)))
            number += 1
    return found
