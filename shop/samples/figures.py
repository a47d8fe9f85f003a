"""The programme's published figures, each with its day and its source. Pure."""

from typing import Any

from shop.samples.read import rows

SEED_ARTICLE = "seed_facts.csv (bài viết về chương trình OCOP Hà Nội, tháng 12/2021)"
EVENT_FACTS = {
    "participants": "người",
    "views": "lượt xem",
    "reach": "lượt tiếp cận",
    "orders": "đơn",
    "revenue_vnd": "đồng",
}


def figure_rows() -> list[dict[str, Any]]:
    """All figures: never one number without its date."""
    return _statistics() + _seed_facts() + _events()


def _statistics() -> list[dict[str, Any]]:
    return [
        _figure(
            row["metric"],
            row["value"],
            row["unit"],
            as_of=row["as_of"],
            scope=row["scope"],
            note=None,
            source=row["source_url"],
        )
        for row in rows("hanoi_programme_stats")
    ]


def _seed_facts() -> list[dict[str, Any]]:
    return [
        _figure(
            row["fact_key"],
            row["value"],
            row["unit"],
            as_of=row["as_of"],
            scope=row["scope"],
            note=". ".join(part for part in (row["sentence_paraphrase"], row["consistency_note"]) if part),
            source=SEED_ARTICLE,
        )
        for row in rows("seed_facts")
    ]


def _events() -> list[dict[str, Any]]:
    found = []
    for row in rows("livestream_events"):
        note = "; ".join(part for part in (row["organiser"], row["platform"], row["duration"], row["note"]) if part)
        told = {"as_of": row["date"], "scope": row["event"], "note": note, "source": row["source_url"]}
        found.append(_figure("event", row["event"], None, **told))
        found += [_figure(f"event_{fact}", row[fact], unit, **told) for fact, unit in EVENT_FACTS.items() if row[fact]]
    return found


def _figure(
    metric: str, value: str, unit: str | None, *, as_of: str, scope: str, note: str | None, source: str
) -> dict[str, Any]:
    return {
        "metric": metric,
        "value": value,
        "unit": unit or None,
        "as_of": as_of,
        "scope": scope,
        "note": note or None,
        "source": source,
    }
