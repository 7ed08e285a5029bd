"""Three annotators differ, and a reviewer settles it."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.adjudication import Kind, Rule
from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.provenance import Origin
from annotator.core.span import Span
from annotator.session.adjudicating import adjudicate, compare
from annotator.session.board import Stage
from annotator.session.exporting import ExportOptions, export
from annotator.session.jobs import finish
from annotator.session.merging import merge
from annotator.session.review_settings import read_settings
from annotator.session.reviewing import Reviewing
from annotator.session.settling import Settling
from annotator.storage.project import Project
from tests.session.stage import OTHER, TEXT, span
from tests.storage.projects import findings, make, quick_folder, sql

Says = dict[str, list[Span]]
ADA, LOVELACE = span("Ada Lovelace", "PER"), span("Lovelace", "PER")
IBM, PARIS = span("IBM", "ORG"), span("Paris", "LOC")
THREE: Says = {
    "ana": [ADA, IBM, PARIS],
    "ben": [LOVELACE, IBM, span("Paris", "ORG")],
    "cleo": [ADA, IBM],
}


def say(path: Path, says: Says, document: int = 1, answer: Answer | None = Answer.ACCEPT) -> None:
    """Let annotators say something of a document and finish it."""
    with Project.open(path) as project, project.transaction():
        for name, spans in says.items():
            annotator_id = project.add_annotator(name)
            now = project.annotations.get(DocumentId(document), annotator_id).answer
            edit = Edit(added=tuple(spans), answer=(now, answer) if answer is not now else None)
            project.annotations.store(DocumentId(document), annotator_id, edit, gesture="label")


class Reviewer:
    """A reviewer at a project, with short words for what is seen."""

    def __init__(self, path: Path, name: str = "rita") -> None:
        self.at = Reviewing(path, name)
        self.hands = Settling(self.at)

    def open(self, document: int = 1) -> "Reviewer":
        assert self.at.open(DocumentId(document)).opened
        return self

    @property
    def board(self):  # type: ignore[no-untyped-def]
        assert self.at.board
        return self.at.board

    @property
    def gold(self) -> list[tuple[str, str]]:
        own = self.board.own
        return [(own.text[s.start : s.end], s.label) for s in own.spans]

    @property
    def shown(self) -> list[tuple[str, str]]:
        shown = self.board.shown
        return [(shown.text[s.start : s.end], s.label) for s in shown.spans]

    @property
    def here(self) -> str | None:
        item = self.at.item
        return self.board.own.text[item.start : item.end] if item else None

    @property
    def stages(self) -> list[Stage]:
        return [self.board.stage(i) for i in range(len(self.board.items))]


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = make(tmp_path / "p.annotator", TEXT, OTHER, "A third text.")
    say(path, THREE)
    yield path
    assert findings(path) == []


@pytest.fixture
def rita(path: Path) -> Iterator[Reviewer]:
    reviewer = Reviewer(path).open()
    yield reviewer
    reviewer.at.close()


def test_what_all_agree_on_is_calm_and_conflicts_are_items(rita: Reviewer) -> None:
    assert [i.kind for i in rita.board.items] == [Kind.BOUNDARY, Kind.AGREED, Kind.MIXED]
    assert rita.stages == [Stage.OPEN, Stage.BY_RULE, Stage.OPEN]
    assert rita.shown == [("IBM", "ORG")]
    assert rita.gold == []
    contenders = [(c.start, c.end, c.label, c.numbers) for c in rita.board.shown.suggestions]
    assert (0, 12, "PER", (1, 3)) in contenders
    assert (4, 12, "PER", (2,)) in contenders
    assert rita.here == "Ada Lovelace"


def test_a_version_is_taken_and_the_next_conflict_has_the_focus(rita: Reviewer) -> None:
    rita.hands.take(1)
    assert rita.gold == [("Lovelace", "PER")]
    assert rita.board.own.rejected == {(0, 12, "PER")}
    assert rita.here == "Paris"


def test_the_proposed_one_both_and_none(rita: Reviewer) -> None:
    rita.hands.take_proposed()
    assert rita.gold == [("Ada Lovelace", "PER")]
    rita.hands.take_all()
    assert rita.gold[1:] == [("Paris", "LOC"), ("Paris", "ORG")]
    rita.hands.take_none()
    assert rita.gold == [("Ada Lovelace", "PER")]
    assert rita.board.own.rejected >= {(27, 32, "LOC"), (27, 32, "ORG")}
    assert rita.stages == [Stage.SETTLED, Stage.BY_RULE, Stage.SETTLED]


def test_taking_another_version_later_changes_what_was_taken(rita: Reviewer) -> None:
    rita.hands.take(0)
    rita.at.previous()
    rita.hands.take(1)
    assert rita.gold == [("Lovelace", "PER")]
    rita.at.previous()
    rita.hands.take(0)
    assert rita.gold == [("Ada Lovelace", "PER")]
    assert rita.board.own.rejected == {(4, 12, "PER")}


def test_a_correction_settles_and_stays(rita: Reviewer) -> None:
    rita.hands.resize(is_start=False, step=1)
    assert rita.gold == [("Ada Lovelace joined", "PER")]
    assert rita.stages[0] is Stage.SETTLED
    assert rita.here == "Ada Lovelace"
    rita.hands.label("LOC")
    assert rita.gold == [("Ada Lovelace joined", "LOC")]
    rita.hands.take(0)
    assert rita.gold == [("Ada Lovelace", "PER")]


def test_a_label_corrects_what_was_settled_as_nothing(rita: Reviewer) -> None:
    rita.hands.take_none()
    rita.at.previous()
    rita.hands.label("ORG")
    assert rita.gold == [("Ada Lovelace", "ORG")]


def test_a_document_is_finished_when_a_person_has_settled_what_the_rule_does_not(
    rita: Reviewer, path: Path
) -> None:
    rita.hands.take(0)
    assert not rita.hands.finish().answered
    assert rita.here == "Paris"
    rita.hands.take(0)
    assert rita.hands.finish().answered
    assert rita.gold == [("Ada Lovelace", "PER"), ("IBM", "ORG"), ("Paris", "LOC")]
    rows = sql(path, "SELECT gesture, made_by FROM edits WHERE made_by IS NOT NULL")
    assert rows == [
        ("review version", "rita"),
        ("review version", "rita"),
        ("review unanimous", "rita"),
    ]


def test_all_can_be_undone_and_made_again(rita: Reviewer) -> None:
    rita.hands.take(0)
    rita.hands.take_none()
    rita.hands.finish()
    for _ in range(3):
        rita.at.undo()
    assert rita.gold == []
    assert rita.stages == [Stage.OPEN, Stage.BY_RULE, Stage.OPEN]
    for _ in range(3):
        rita.at.redo()
    assert rita.gold == [("Ada Lovelace", "PER"), ("IBM", "ORG")]
    assert rita.board.own.answer is Answer.ACCEPT


def test_each_span_and_each_nothing_tells_where_it_comes_from(rita: Reviewer) -> None:
    rita.hands.take(0)
    rita.hands.take_none()
    rita.hands.finish()

    def of(found: Origin) -> tuple[tuple[str, ...], str, str | None]:
        return found.had, found.how, found.by

    found = rita.at.origins().all()
    assert of(found[0, 12, "PER"]) == (("ana", "cleo"), "version", "rita")
    assert of(found[4, 12, "PER"]) == (("ben",), "version", "rita")
    assert of(found[20, 23, "ORG"]) == (("ana", "ben", "cleo"), "unanimous", "rita")
    assert of(found[27, 32, "LOC"]) == (("ana",), "none", "rita")
    rita.at.undo()
    rita.at.redo()
    assert rita.at.origins().all() == found


def test_the_majority_settles_what_more_than_half_say(rita: Reviewer, path: Path) -> None:
    settings_ = rita.at.settings
    rita.at.change_settings(type(settings_)(rule=Rule.MAJORITY))
    assert rita.stages == [Stage.BY_RULE, Stage.BY_RULE, Stage.OPEN]
    assert rita.shown == [("Ada Lovelace", "PER"), ("IBM", "ORG")]
    assert rita.here == "Paris"
    rita.hands.take_none()
    rita.hands.finish()
    assert rita.gold == [("Ada Lovelace", "PER"), ("IBM", "ORG")]
    assert rita.at.origins().all()[4, 12, "PER"].how == "majority"
    with Project.open_to_read(path) as project:
        assert read_settings(project).rule is Rule.MAJORITY


def test_documents_come_by_disagreement(path: Path) -> None:
    bonn = span("Bonn", "LOC", text=OTHER)
    say(path, {"ana": [bonn], "ben": [bonn]}, document=2)
    say(path, {"ana": []}, document=3)
    assert finish(compare(path)) == 2
    rita = Reviewer(path)
    rows = rita.at.page(settled=False)
    assert [(r.document_id, r.annotators, r.spans, r.differing) for r in rows] == [
        (1, 3, 5, 4),
        (2, 2, 1, 0),
    ]
    rita.at.open_next()
    rita.hands.take(0)
    rita.hands.take(0)
    rita.hands.finish()
    rita.at.open_next()
    assert rita.board.own.text == OTHER
    rita.hands.finish()
    rita.at.renew_counts()
    assert [r.document_id for r in rita.at.page(settled=True)] == [1, 2]
    assert rita.at.counts() == (2, 2)
    rita.at.close()


def test_what_is_said_later_makes_a_settled_document_open_again(path: Path) -> None:
    rita = Reviewer(path).open()
    rita.hands.take(0)
    rita.hands.take(0)
    rita.hands.finish()
    rita.at.close()
    say(path, {"dora": [span("Univac", "ORG")]})
    finish(compare(path))
    rita = Reviewer(path).open()
    assert [r.is_settled for r in rita.at.page(settled=False)] == [False]
    assert rita.here == "Univac"
    rita.hands.take_none()
    rita.hands.finish()
    rita.at.renew_counts()
    assert rita.at.counts() == (1, 1)
    rita.at.close()


def test_unfinished_work_is_compared_when_that_is_wanted(path: Path) -> None:
    say(path, {"dora": [span("Univac", "ORG")]}, answer=None)
    rita = Reviewer(path).open()
    assert rita.board.names == ["ana", "ben", "cleo"]
    rita.at.change_settings(type(rita.at.settings)(unfinished=True))
    assert rita.board.names == ["ana", "ben", "cleo", "dora"]
    rita.at.change_settings(type(rita.at.settings)(only=("ben", "ana")))
    assert rita.board.names == ["ana", "ben"]
    rita.at.close()


def test_a_rule_settles_all_documents_in_one_step(path: Path) -> None:
    bonn = span("Bonn", "LOC", text=OTHER)
    say(path, {"ana": [bonn], "ben": [bonn]}, document=2)
    report = finish(adjudicate(path, "rita", rule=Rule.MAJORITY))
    assert (report.documents, report.stretches, report.finished, report.conflicts) == (2, 3, 1, 1)
    rita = Reviewer(path).open()
    assert rita.gold == [("Ada Lovelace", "PER"), ("IBM", "ORG")]
    assert rita.at.counts() == (2, 1)
    rita.at.undo()
    rita.open(1)
    assert rita.gold == []
    rita.open(2)
    assert rita.gold == []
    rita.at.close()


labels = st.sampled_from(["PER", "ORG", "LOC"])
spans = st.lists(
    st.builds(
        lambda start, length, label: Span(start, min(start + length, len(TEXT)), label),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 12),
        labels,
    ),
    max_size=5,
    unique_by=lambda s: (s.start, s.end, s.label),
)
gestures: list[Callable[[Reviewer], object]] = [
    lambda r: r.hands.take(0),
    lambda r: r.hands.take(1),
    lambda r: r.hands.take(2),
    lambda r: r.hands.take_all(),
    lambda r: r.hands.take_none(),
    lambda r: r.hands.take_proposed(),
    lambda r: r.hands.settle_by_rule(),
    lambda r: r.hands.finish(),
    lambda r: r.hands.label("ORG"),
    lambda r: r.hands.resize(is_start=False, step=1),
    lambda r: r.hands.resize(is_start=True, step=-1),
    lambda r: r.hands.focus_within(1),
    lambda r: r.at.next(),
    lambda r: r.at.previous(),
    lambda r: r.at.undo(),
    lambda r: r.at.redo(),
]


@settings(max_examples=40)
@given(
    said=st.tuples(spans, spans, spans),
    made=st.lists(st.integers(0, len(gestures) - 1), max_size=25),
)
def test_whatever_is_done_what_is_shown_fits_what_is_in_the_file(
    said: tuple[list[Span], ...], made: list[int]
) -> None:
    path = make(quick_folder() / "p.annotator", TEXT)
    say(path, dict(zip(["ana", "ben", "cleo"], said, strict=True)))
    rita = Reviewer(path).open()
    for number in made:
        gestures[number](rita)
    board, fresh = rita.board, Reviewer(path).open()
    assert fresh.gold == rita.gold
    assert fresh.stages == rita.stages
    assert [*fresh.board.shown.spans] == [*board.shown.spans]
    assert [*fresh.board.shown.suggestions] == [*board.shown.suggestions]
    assert board.count(Stage.OPEN) == rita.stages.count(Stage.OPEN)
    own = {(s.start, s.end, s.label) for s in board.own.spans}
    assert own | board.own.rejected == rita.at.origins().all().keys()
    for reviewer in (rita, fresh):
        reviewer.at.close()
    assert findings(path) == []


def exported(path: Path) -> dict[str, object]:
    target = path.with_suffix(".jsonl")
    target.unlink(missing_ok=True)
    finish(export(path, target, ExportOptions(annotator="gold")))
    return json.load(BytesIO(target.read_bytes()))


def test_the_export_says_where_gold_comes_from(rita: Reviewer, path: Path) -> None:
    rita.hands.take(0)
    rita.hands.take_none()
    rita.hands.finish()
    line = exported(path)
    assert line["complete"] is True
    found = {s["text"]: s["provenance"] for s in line["spans"]}  # type: ignore[attr-defined]
    assert found["IBM"] == {"had": ["ana", "ben", "cleo"], "how": "unanimous", "by": "rita"}
    assert found["Ada Lovelace"] == {"had": ["ana", "cleo"], "how": "version", "by": "rita"}
    nothing = {(s["text"], s["label"]): s["provenance"] for s in line["turned_down"]}  # type: ignore[attr-defined]
    assert nothing["Paris", "ORG"] == {"had": ["ben"], "how": "none", "by": "rita"}
    assert nothing["Lovelace", "PER"] == {"had": ["ben"], "how": "version", "by": "rita"}


def test_gold_that_was_settled_elsewhere_comes_home_with_where_it_comes_from(
    rita: Reviewer, path: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home.annotator"
    with Project.open_to_read(path) as project:
        project.save_copy(home)
    rita.hands.take(0)
    rita.hands.take_none()
    rita.hands.finish()
    assert finish(merge(home, [path])).conflicts == []
    there = Reviewer(home).open()
    assert there.gold == rita.gold
    assert there.at.origins().all() == rita.at.origins().all()
    assert there.stages == rita.stages
    there.at.close()
    assert findings(home) == []


def test_two_reviewers_who_settle_the_same_document_contradict_each_other_as_gold(
    rita: Reviewer, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.annotator"
    with Project.open_to_read(path) as project:
        project.save_copy(other)
    rita.hands.take(0)
    sam = Reviewer(other, "sam").open()
    sam.hands.take(1)
    sam.at.close()
    assert len(finish(merge(path, [other])).conflicts) == 1
    (one,) = rita.at.contradictions()
    assert one.annotator == "gold"
    assert rita.at.open_contradiction(one).opened
    rita.hands.take(1)
    assert rita.at.contradictions() == []
    assert len(rita.gold) == 1
    rita.at.undo()
    assert len(rita.at.contradictions()) == 1


def test_a_document_that_is_unfit_is_settled_by_rejecting_it(rita: Reviewer, path: Path) -> None:
    assert rita.hands.reject().answered
    rita.at.renew_counts()
    assert rita.at.counts() == (1, 1)
    assert sql(path, "SELECT answer FROM annotations WHERE annotator_id = 4") == [("reject",)]
    rita.at.undo()
    rita.at.renew_counts()
    assert rita.at.counts() == (1, 0)


def test_who_skipped_or_rejected_a_document_is_named_but_not_compared(path: Path) -> None:
    say(path, {"dora": []}, answer=Answer.REJECT)
    rita = Reviewer(path).open()
    assert rita.board.names == ["ana", "ben", "cleo"]
    assert rita.board.others == [("dora", "reject")]
    rita.at.close()
