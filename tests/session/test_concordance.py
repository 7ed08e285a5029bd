"""The lines of a concordance: each span once, each place of a string once, in any order."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.calibration import Calibration
from annotator.core.concordance import Sort
from annotator.core.edit import Edit
from annotator.core.search import each_place
from annotator.core.span import Span, overlap
from annotator.errors import ProjectError
from annotator.session.concordance import Wanted, concordance, patch
from annotator.session.concordance_lines import NOT_LABELLED, Line, Lines
from annotator.session.concordance_reading import Reading
from annotator.session.jobs import finish
from annotator.session.recall import CALIBRATION_SETTING
from annotator.storage.project import Project
from tests.formats.torture import texts
from tests.storage.projects import make, quick_folder, store

ADA = "Ada met 👩‍👩‍👧 Ada Lovelace.\r\nBen, ada!"
BEN = "New York Times\0of Ben"


def found(path: Path, **wanted: Any) -> Lines:
    lines = Lines()
    finish(concordance(path, Wanted(**wanted), lines))
    return lines


@st.composite
def projects(draw: st.DrawFn) -> list[tuple[str, dict[str, list[Span]]]]:
    """Texts, and what ana and ben have labelled in them."""
    made = []
    for text in draw(st.lists(texts, min_size=1, max_size=4, unique=True)):
        spans = st.builds(
            lambda a, b, label: Span(min(a, b), max(a, b) + 1, label),
            st.integers(0, len(text) - 1),
            st.integers(0, len(text) - 1),
            st.sampled_from(("PER", "ORG")),
        )
        said = {name: draw(st.lists(spans, max_size=4, unique=True)) for name in ("ana", "ben")}
        made.append((text, said))
    return made


@settings(max_examples=60)
@given(documents=projects(), sort=st.sampled_from(Sort), data=st.data())
def test_each_span_is_exactly_one_line_and_each_free_place_too(
    documents: list[tuple[str, dict[str, list[Span]]]], sort: Sort, data: st.DataObject
) -> None:
    folder = quick_folder()
    path = make(folder / "p.annotator", *(text for text, _ in documents))
    with Project.open(path) as project:
        for name in ("ana", "ben"):
            for number, (_, said) in enumerate(documents, 1):
                store(project, Edit(added=tuple(said[name])), annotator=name, document_id=number)
    everything = Counter(
        Line(number, who, span.start, span.end, span.label)
        for number, (_, said) in enumerate(documents, 1)
        for who, name in enumerate(("ana", "ben"), 1)
        for span in said[name]
    )
    assert Counter(found(path, sort=sort)) == everything
    only = Counter({line: 1 for line in everything if line.label == "ORG"})
    assert Counter(found(path, label="ORG", sort=sort)) == only
    whose = Counter({line: 1 for line in everything if line.annotator_id == 2})
    assert Counter(found(path, annotator="ben", sort=sort)) == whose

    text = documents[0][0]
    start = data.draw(st.integers(0, len(text) - 1))
    needle = text[start : start + data.draw(st.integers(1, 2))]
    rule = {"whole_words": data.draw(st.booleans()), "match_case": data.draw(st.booleans())}
    expected: Counter[Line] = Counter()
    for number, (held, _) in enumerate(documents, 1):
        here = [line for line in everything if line.document_id == number]
        for place in each_place(held, needle, **rule):
            as_span = Span(*place, "x")
            touching = [line for line in here if overlap(Span(*line.key), as_span)]
            expected.update(touching or [Line(number, 0, *place, NOT_LABELLED)])
    assert set(found(path, text=needle, sort=sort, **rule)) == set(expected)
    assert max(Counter(found(path, text=needle, sort=sort, **rule)).values(), default=1) == 1
    shutil.rmtree(folder)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make(tmp_path / "p.annotator", ADA, "Nothing.", BEN)
    with Project.open(path) as project:
        ada = Span(0, 3, "PER"), Span(14, 26, "PER", "model", 0.75)
        store(project, Edit(added=ada))
        store(project, Edit(added=(Span(0, 14, "ORG"),)), document_id=3)
        store(project, Edit(added=(Span(0, 3, "PER"),)), annotator="ben")
    return path


def words(path: Path, lines: Lines) -> list[str]:
    with Project.open_to_read(path) as project:
        reading = Reading(project)
        return [reading.context(line.document_id, line.start, line.end).match for line in lines]


def test_all_places_of_a_string_are_found_labelled_or_not(path: Path) -> None:
    lines = found(path, text="ADA")
    assert [(line.label, line.annotator_id) for line in lines] == [
        ("PER", 1),
        ("PER", 2),
        ("PER", 1),
        (NOT_LABELLED, 0),
    ]
    assert words(path, lines) == ["Ada", "Ada", "Ada Lovelace", "ada"]
    assert words(path, found(path, text="ada", match_case=True)) == ["ada"]
    assert words(path, found(path, text="Ada", label=NOT_LABELLED)) == ["ada"]
    assert words(path, found(path, text="love", whole_words=True)) == []
    assert words(path, found(path, text="York", label="PER")) == []


def test_what_one_has_not_labelled_is_found_though_another_has(path: Path) -> None:
    lines = found(path, text="Ada", annotator="ben", label=NOT_LABELLED)
    assert words(path, lines) == ["Ada", "ada"]
    assert {line.annotator_id for line in lines} == {2}


def test_lines_stand_by_what_comes_before_and_after(path: Path) -> None:
    assert words(path, found(path, text="n", sort=Sort.RIGHT))[:1] == ["n"]
    by_left = found(path, text="Ada", sort=Sort.LEFT, match_case=True)
    assert [line.start for line in by_left] == [0, 0, 14]
    by_label = found(path, sort=Sort.LABEL)
    assert [line.label for line in by_label] == ["ORG", "PER", "PER", "PER"]
    by_annotator = found(path, sort=Sort.ANNOTATOR)
    assert [line.annotator_id for line in by_annotator] == [1, 1, 1, 2]
    by_match = found(path, sort=Sort.MATCH)
    assert words(path, by_match) == ["Ada", "Ada", "Ada Lovelace", "New York Times"]


def doubts(lines: Lines) -> list[float | None]:
    return [lines.doubt(row) for row in range(len(lines))]


def test_doubt_is_the_machines_as_calibrated_and_that_of_who_has_looked(path: Path) -> None:
    assert doubts(found(path)) == [0.0, 0.0, 0.25, None]
    with Project.open(path) as project:
        with project.transaction():
            curves = Calibration({"model": ((0.0, 0.5),)})
            project.put_setting(CALIBRATION_SETTING, curves.to_json())
        assert doubts(found(path)) == [0.0, 0.0, 0.5, None]
        store(project, Edit(answer=(None, Answer.ACCEPT)), annotator="ben")
    lines = found(path, sort=Sort.DOUBT)
    assert words(path, lines) == ["Ada Lovelace", "Ada", "Ada", "New York Times"]
    assert doubts(lines) == [1.0, 0.0, 0.0, None]


def test_a_search_may_be_ended_and_its_lines_are_read_as_they_come(path: Path) -> None:
    with Project.open(path) as project, project.transaction():
        project.connection.executemany(
            "INSERT INTO spans VALUES (3, 1, ?, ?, 'LOC', NULL, NULL, NULL)",
            [(i, j) for i in range(60) for j in range(i + 1, i + 50)],
        )
    lines = Lines()
    job = concordance(path, Wanted(), lines)
    progress = next(job)
    assert (progress.done, progress.total) == (3, 3)
    assert lines[0].document_id == 1
    job.close()


@pytest.mark.parametrize("wanted", [{"label": "NOBODY"}, {"annotator": "zoe"}])
def test_what_is_not_in_the_project_is_said(path: Path, wanted: dict[str, str]) -> None:
    with pytest.raises(ProjectError, match=r"There are: PER|These have: ana, ben"):
        found(path, **wanted)


def test_lines_are_found_again_and_else_what_is_in_their_place(path: Path) -> None:
    lines = found(path, sort=Sort.MATCH)
    assert lines.find([lines[2], lines[0]]) == [0, 2]
    assert lines.find([lines[0]._replace(label="LOC")]) == [0]
    assert lines.find([lines[0]._replace(start=1)]) == []


def test_lines_are_brought_up_to_date_where_they_stand(path: Path) -> None:
    wanted = Wanted(text="Ada", sort=Sort.MATCH)
    before = found(path, text="Ada", sort=Sort.MATCH)
    free = next(line for line in before if not line.is_labelled)
    with Project.open(path) as project:
        edit = Edit(
            removed=(Span(0, 3, "PER"), Span(14, 26, "PER")),
            added=(Span(0, 3, "ORG"), Span(14, 17, "PER"), Span(free.start, free.end, "LOC")),
        )
        store(project, edit)
        longer = next(line for line in before if line.start == 14)
        named = free._replace(annotator_id=1, label="LOC")
        moved = {longer: longer._replace(end=17), free: named}
        now = patch(project, wanted, before, {1, 3}, moved)
        assert sorted(now) == sorted(found(path, text="Ada"))
        assert now.find([named]) == before.find([free])
        store(project, edit.inverse())
        back = {after: line for line, after in moved.items()}
        assert list(patch(project, wanted, now, {1}, back)) == list(before)
        store(project, Edit(removed=(Span(0, 3, "PER"),)), annotator="ben")
        assert [line.key for line in patch(project, wanted, now, {1}, {})] == [(0, 3, "PER")]
    assert len(before) == 4
