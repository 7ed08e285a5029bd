"""Records whose offsets are settled by the evidence of their file."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from annotator.core.record import Problem, Record, Verdict
from annotator.core.span import key_of
from annotator.formats import raw as settling
from annotator.formats.offsets import UTF16, Convention, Ruler
from annotator.formats.raw import RawRecord, RawRelation, settle
from tests.formats.items import ROCKET

SPANS = ((2, 14, "PERSON"), (22, 25, "ORG"))


def raw(text: str = ROCKET, unit: str = "codepoints", **item: Any) -> RawRecord:
    ruler = Ruler(text, Convention(unit))
    found = []
    for number, (start, end, label) in enumerate(SPANS):
        first, last = ruler.written(start, end)
        surface = text[start:end]
        found.append({"start": first, "end": last, "label": label, "text": surface, "id": number})
    return RawRecord(Record(text, path="a", line=1), [{**one, **item} for one in found])


def settled(raws: Sequence[Any]) -> tuple[list[Record], list[Problem], list[Verdict]]:
    items = list(settle(raws, "a"))
    kinds: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    for item in items:
        kinds[(Record, Problem, Verdict).index(type(item))].append(item)
    return kinds


def test_spans_are_read_as_the_file_counts_and_the_verdict_says_so() -> None:
    records, problems, (verdict,) = settled([raw(unit="utf16"), raw(unit="utf16")])
    for record in records:
        assert [key_of(span) for span in record.spans or ()] == list(SPANS)
    assert problems == []
    assert verdict.convention == "UTF-16 units"


def test_texts_that_could_not_tell_are_judged_again_when_one_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settling, "MOST_RECORDS", 3)
    plain = ROCKET.replace("🚀", "x")
    raws = [*(raw(plain) for _ in range(7)), *(raw(unit="utf16") for _ in range(5))]
    records, problems, verdicts = settled(raws)
    assert problems == []
    assert len(records) == 12
    assert [verdict.convention for verdict in verdicts] == ["code points", "UTF-16 units"]


def test_no_more_of_a_file_is_held_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "MOST_RECORDS", 3)
    taken = []

    def each() -> Iterator[RawRecord]:
        for number in range(50):
            taken.append(number)
            yield raw()

    items = settle(each(), "a")
    while not isinstance(next(items), Record):
        pass
    assert len(taken) == 3


def test_a_span_that_does_not_fit_is_named_and_spares_its_neighbours() -> None:
    odd = raw(unit="utf16")
    odd.items = [
        *(odd.items or ()),
        {"start": 1, "end": 3, "label": "X"},
        "none",
        {"start": 90, "end": 99},
    ]
    (record,), problems, _ = settled([odd])
    assert [key_of(span) for span in record.spans or ()] == list(SPANS)
    assert {problem.left_out for problem in problems} == {"span"}
    assert any("counted in UTF-16 units" in problem.reason for problem in problems)
    assert len(problems) == 3


def test_relations_are_kept_between_spans_in_code_points() -> None:
    one = raw(unit="utf16")
    one.relations = [RawRelation("works_for", 0, 1, {"color": "red"}), RawRelation("lost", 0, 9)]
    (record,), (problem,), _ = settled([one])
    (relation,) = record.kept["relations"]
    assert relation == {
        "label": "works_for",
        "head": [2, 14, "PERSON"],
        "child": [22, 25, "ORG"],
        "color": "red",
    }
    assert problem.left_out == "relation"


def test_what_a_span_carries_beside_its_label_is_kept() -> None:
    (record,), problems, _ = settled([raw(kb_id="Q7259")])
    assert [one["kb_id"] for one in record.kept["spans"]] == ["Q7259", "Q7259"]
    assert problems == []


def test_proposed_spans_become_suggestions() -> None:
    one = RawRecord(Record(ROCKET), None, raw(unit="utf16", source="m", score=0.5).items or [])
    items = list(settle([one], "a", expected=UTF16))
    (record,) = [item for item in items if isinstance(item, Record)]
    assert record.spans is None
    assert [(*key_of(s), s.source, s.score) for s in record.suggestions] == [
        (*key, "m", 0.5) for key in SPANS
    ]
