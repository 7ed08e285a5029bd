"""Going through spans and texts, and sorting more than memory holds."""

import shutil

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.edit import Edit
from annotator.core.search import each_match
from annotator.core.span import Span
from annotator.storage.project import Project
from annotator.storage.sorting import Sorter
from tests.formats.torture import TEXTS, texts
from tests.storage.projects import make, quick_folder, store

KINDRED = "Kelvin \u212a, ſo, İstanbul ıI, 50% of_it \\n, e\u0301 É é, ſ\0S"


@given(needle=st.one_of(texts, st.text("kKsSiIıİſ\u212aéÉ%_\\\0", min_size=1, max_size=3)))
def test_no_text_that_holds_a_string_is_missed(needle: str) -> None:
    folder = quick_folder()
    held = sorted({*TEXTS.values(), KINDRED})
    with Project.open_to_read(make(folder / "p.annotator", *held)) as project:
        for match_case in (False, True):
            found = {text for _, text in project.concordance.texts(needle, match_case=match_case)}
            there = {t for t in held if any(each_match(t, needle, match_case=match_case))}
            assert there <= found
    shutil.rmtree(folder)


def test_what_cannot_hold_a_string_is_not_read(tmp_path) -> None:
    path = make(tmp_path / "p.annotator", "Ada met Ben.", "Nobody came.")
    with Project.open_to_read(path) as project:
        assert [id_ for id_, _ in project.concordance.texts("ADA", match_case=False)] == [1]
        assert list(project.concordance.texts("ADA", match_case=True)) == []


def test_spans_come_document_by_document_in_reading_order(tmp_path) -> None:
    path = make(tmp_path / "p.annotator", "Ada met Ben.", "Nobody came.", "Ada met Ben again.")
    with Project.open(path) as project:
        ben, ada = Span(8, 11, "PER", "model", 0.5), Span(0, 3, "PER")
        store(project, Edit(added=(ben,)))
        store(project, Edit(added=(Span(4, 7, "ORG"), ada)), annotator="ben", document_id=3)
        store(project, Edit(added=(ada, ben)), annotator="ben")
        found = [(id_, [row[1:5] for row in rows]) for id_, rows in project.concordance.spans()]
        assert found == [
            (1, [(0, 3, 2, "PER"), (8, 11, 1, "PER"), (8, 11, 2, "PER")]),
            (3, [(0, 3, 2, "PER"), (4, 7, 2, "ORG")]),
        ]
        (only,) = project.concordance.spans("ORG")
        assert (only[0], len(only[1])) == (3, 1)
        assert project.concordance.origin(1, 1, (8, 11, "PER")) == ("model", 0.5)
        assert project.concordance.origin(1, 1, (0, 3, "PER")) == (None, None)


@given(keys=st.lists(st.text(st.characters(codec="utf-8"), max_size=3), max_size=30))
def test_sorting_is_that_of_code_points_and_leaves_the_like_in_their_order(keys: list[str]) -> None:
    with Sorter() as sorter:
        sorter.add(keys[:7])
        sorter.add(iter(keys[7:]))
        order = [number for some in sorter.order() for number in some]
    assert order == sorted(range(len(keys)), key=lambda number: keys[number])
