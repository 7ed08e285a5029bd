"""Changing the label set: spans follow, one undo takes all of it back, the file stays sound."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Annotation
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.label import LabelSet, version_of
from annotator.core.label_draft import LabelDraft
from annotator.core.pattern import Pattern
from annotator.core.span import Span, key_of
from annotator.core.split_rule import Rule, RuleKind
from annotator.core.suggestion import Suggestion
from annotator.errors import ProjectError
from annotator.session.decisions import accepting
from annotator.session.handing_out import HandoutOptions, hand_out
from annotator.session.jobs import finish
from annotator.session.label_changes import LabelPreview, change_labels, gesture_of, preview
from annotator.session.merging import merge
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.storage.projects import findings, make, propose, quick_folder, sql

TEXTS = ("Ada met Ben in Paris.", "🗼 Ben\r\nmet Ada.", "Ada, \u2067אדה\u2069, e\u0301a.")
LABELS = "PER ORG LOC"
Key = tuple[int, int, str]


def label(
    path: Path, annotator: str, document: int, *spans: Span, rejected: Sequence[Key] = ()
) -> None:
    with Project.open(path) as project, project.transaction():
        project.annotations.store(
            DocumentId(document),
            project.add_annotator(annotator),
            Edit(added=spans, rejected=tuple(rejected)),
            gesture="label",
        )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three texts: ana has two people and a place, ben one of the people, twice labelled."""
    path = make(tmp_path / "p.annotator", *TEXTS, labels=LABELS)
    label(path, "ana", 1, Span(0, 3, "PER", "model", 0.9), Span(15, 20, "LOC", note="sure"))
    label(path, "ana", 2, Span(2, 5, "PER"), rejected=[(11, 14, "PER")])
    label(path, "ben", 1, Span(0, 3, "ORG"), Span(0, 3, "PER"))
    return path


State = tuple[list[Annotation], list[object], str | None]


def state(path: Path) -> State:
    with Project.open(path) as project:
        ids = [project.annotator_id(name) or 0 for name in project.annotators()]
        said = [
            project.annotations.get(DocumentId(number), one)
            for one in ids
            for number in range(1, len(TEXTS) + 1)
        ]
        return said, list(project.labels()), project.label_sets.version()


def draft_of(path: Path) -> LabelDraft:
    with Project.open(path) as project:
        return LabelDraft(project.labels())


def apply(path: Path, draft: LabelDraft, annotator: str = "ana") -> LabelPreview:
    plan = draft.plan()
    shown = finish(preview(path, plan))
    done = finish(change_labels(path, annotator, plan))
    assert done == shown
    return done


def spans(path: Path, annotator: str, document: int) -> list[Key]:
    with Project.open(path) as project:
        who = project.annotator_id(annotator) or 0
        return [*map(key_of, project.annotations.get(DocumentId(document), who).spans)]


def test_a_renamed_label_takes_its_spans_along_for_everybody(path: Path) -> None:
    before, draft = state(path), draft_of(path)
    draft.change(draft.row("PER"), name="PERSON", color="#123456", key="p", guideline="People.")
    done = apply(path, draft)
    assert (done.spans, len(done.documents), dict(done.annotators)) == (3, 2, {"ana": 2, "ben": 1})
    assert spans(path, "ana", 1) == [(0, 3, "PERSON"), (15, 20, "LOC")]
    assert spans(path, "ben", 1) == [(0, 3, "ORG"), (0, 3, "PERSON")]
    assert sql(
        path, "SELECT source, score FROM spans WHERE document_id = 1 AND annotator_id = 1"
    ) == [
        ("model", 0.9),
        (None, None),
    ]
    assert sql(path, "SELECT label FROM rejections") == [("PERSON",)]
    assert sql(path, "SELECT count(*) FROM remembered WHERE label = 'PER' AND labelled > 0") == [
        (0,)
    ]
    assert findings(path) == []
    session = Session(path, "ana")
    assert session.undo().note == "Undo: rename PER to PERSON"
    assert state(path) == before
    assert session.redo().labels
    assert spans(path, "ana", 1)[0] == (0, 3, "PERSON")
    assert findings(path) == []
    session.close()


def test_two_spans_that_become_equal_are_one_and_undo_makes_them_two_again(path: Path) -> None:
    before, draft = state(path), draft_of(path)
    draft.merge([draft.row("PER")], draft.row("ORG"))
    done = apply(path, draft, "ben")
    assert (done.spans, done.united) == (3, 1)
    assert spans(path, "ben", 1) == [(0, 3, "ORG")]
    assert findings(path) == []
    session = Session(path, "ben")
    session.undo()
    session.close()
    assert state(path) == before


def test_what_was_turned_down_stays_so_unless_a_span_of_the_new_name_stands_there(
    path: Path,
) -> None:
    label(path, "ben", 2, Span(2, 5, "LOC"), rejected=[(2, 5, "PER"), (11, 14, "PER")])
    draft = draft_of(path)
    draft.merge([draft.row("PER")], draft.row("LOC"))
    apply(path, draft)
    assert sql(path, "SELECT annotator_id, start, label FROM rejections ORDER BY 1") == [
        (1, 11, "LOC"),
        (2, 11, "LOC"),
    ]
    assert findings(path) == []


def test_a_deleted_label_goes_with_its_spans_and_comes_back_with_them_after_a_restart(
    path: Path,
) -> None:
    before, draft = state(path), draft_of(path)
    draft.delete(draft.row("PER"))
    assert apply(path, draft).moves == {("PER", None): 3}
    assert spans(path, "ana", 2) == []
    assert [one for (one,) in sql(path, "SELECT name FROM labels ORDER BY position")] == [
        "ORG",
        "LOC",
    ]
    assert findings(path) == []
    for _ in range(2):
        session = Session(path, "ana")
        assert session.undo().note == "Undo: delete PER"
        session.close()
        assert state(path) == before
        session = Session(path, "ana")
        session.redo()
        session.close()
        assert spans(path, "ana", 2) == []


@pytest.mark.parametrize(
    ("kind", "value", "left"),
    [
        (RuleKind.WORDS, "Ada\nNobody", {(1, 2, "ana")}),
        (RuleKind.EXPRESSION, "^B", {(1, 1, "ana"), (1, 1, "ben")}),
        (RuleKind.LENGTH, "4-", {(1, 1, "ana"), (1, 2, "ana"), (1, 1, "ben")}),
        (RuleKind.ANNOTATOR, "ben", {(1, 1, "ana"), (1, 2, "ana")}),
    ],
)
def test_spans_that_a_rule_means_go_to_another_label(
    path: Path, kind: RuleKind, value: str, left: set[tuple[int, int, str]]
) -> None:
    draft = draft_of(path)
    draft.split(draft.row("PER"), Rule(kind, value), draft.add("HERO"))
    apply(path, draft)
    found = sql(
        path,
        "SELECT document_id, name FROM spans JOIN annotators ON id = annotator_id"
        " WHERE label = 'PER'",
    )
    assert set(found) == {(document, name) for _, document, name in left}
    assert findings(path) == []


def test_spans_can_be_split_by_what_their_document_says(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", *TEXTS, labels=LABELS)
    sql(path, """UPDATE documents SET meta = '{"year": 1843}' WHERE id = 1""")
    for number in (1, 2):
        label(path, "ana", number, Span(0, 1, "PER"))
    draft = draft_of(path)
    draft.split(draft.row("PER"), Rule(RuleKind.META, "year = 1843"), draft.row("LOC"))
    apply(path, draft)
    assert (spans(path, "ana", 1), spans(path, "ana", 2)) == ([(0, 1, "LOC")], [(0, 1, "PER")])


def test_an_expression_that_takes_for_ever_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", "a" * 5_000 + "b", labels=LABELS)
    label(path, "ana", 1, Span(0, 5_001, "PER"))
    draft = draft_of(path)
    draft.split(draft.row("PER"), Rule(RuleKind.EXPRESSION, "(a|aa)+$"), draft.add("HERO"))
    with pytest.raises(ProjectError, match="takes too long"):
        finish(preview(path, draft.plan()))
    with pytest.raises(ProjectError, match="takes too long"):
        finish(change_labels(path, "ana", draft.plan()))
    assert sql(path, "SELECT label FROM spans") == [("PER",)]
    assert len(draft_of(path).rows) == 3


def test_a_change_that_is_stopped_half_way_has_changed_nothing(path: Path) -> None:
    before, draft = state(path), draft_of(path)
    draft.delete(draft.row("PER"))
    job = change_labels(path, "ana", draft.plan())
    next(job)
    job.close()
    assert state(path) == before
    assert sql(path, "SELECT count(*) FROM steps") == [(0,)]


def test_a_label_set_that_someone_else_has_changed_meanwhile_is_left_alone(path: Path) -> None:
    draft = draft_of(path)
    draft.delete(draft.row("PER"))
    other = draft_of(path)
    other.add("MISC")
    apply(path, other)
    with pytest.raises(ProjectError, match="changed meanwhile"):
        finish(change_labels(path, "ana", draft.plan()))


def test_suggestions_and_patterns_are_shown_under_the_new_name_and_undo_shows_the_old_one(
    path: Path,
) -> None:
    propose(path, [Suggestion(11, 14, "PER", "model", 0.8, (("ORG", 0.1),))], 3)
    with Project.open(path) as project, project.transaction():
        project.patterns.put([Pattern("PER", "Ada"), Pattern("ORG", "IBM")])
    draft = draft_of(path)
    draft.change(draft.row("PER"), name="PEOPLE")
    assert apply(path, draft).elsewhere.suggestions == 1
    draft = draft_of(path)
    draft.change(draft.row("PEOPLE"), name="FOLK")
    apply(path, draft)
    shown = [shown_as(path)]
    session = Session(path, "ana")
    session.open(DocumentId(3))
    session.move(lambda a: type(a.place)(focus=next(iter(a.suggestions))))
    session.decide("accept", accepting)
    assert spans(path, "ana", 3) == [(11, 14, "FOLK")]
    session.undo()
    for _ in range(2):
        session.undo()
        shown.append(shown_as(path))
    session.close()
    names = ("FOLK", "PEOPLE", "PER")
    assert shown == [([(11, 14, name)], [(name, "Ada"), ("ORG", "IBM")]) for name in names]


def shown_as(path: Path) -> tuple[list[Key], list[tuple[str, str]]]:
    with Project.open(path) as project:
        proposed = [key_of(one) for one in project.suggestions.of(DocumentId(3))]
        return proposed, [(one.label, str(one.pattern)) for one in project.patterns.all()]


def test_patterns_of_a_deleted_label_are_kept_for_its_return(path: Path) -> None:
    with Project.open(path) as project, project.transaction():
        project.patterns.put([Pattern("PER", "Ada"), Pattern("ORG", "IBM")])
    draft = draft_of(path)
    draft.delete(draft.row("PER"))
    apply(path, draft)
    with Project.open(path) as project, project.transaction():
        assert [one.label for one in project.patterns.all()] == ["ORG"]
        project.patterns.put([Pattern("LOC", "Paris")])
    session = Session(path, "ana")
    session.undo()
    session.close()
    with Project.open(path) as project:
        assert [one.label for one in project.patterns.all()] == ["LOC", "PER"]


def test_suggestions_of_a_source_that_become_equal_are_shown_as_the_surer_one(
    path: Path,
) -> None:
    propose(path, [Suggestion(11, 14, "PER", "m", 0.3), Suggestion(11, 14, "ORG", "m", 0.8)], 3)
    draft = draft_of(path)
    draft.merge([draft.row("PER"), draft.row("ORG")], draft.add("NAME"))
    apply(path, draft)
    with Project.open(path) as project:
        (one,) = project.suggestions.of(DocumentId(3))
        (exported,) = project.suggestions.each_exported()
    assert (one.label, one.score) == ("NAME", 0.8)
    assert [*map(key_of, exported.spans)] == [(11, 14, "NAME")]


def test_the_label_set_has_a_history_and_each_edit_the_version_it_was_made_under(
    path: Path,
) -> None:
    draft = draft_of(path)
    draft.change(draft.row("PER"), name="PERSON")
    apply(path, draft)
    session = Session(path, "ana")
    session.undo()
    session.close()
    with Project.open(path) as project:
        versions = project.label_sets.versions()
    names = [[label.name for label in one.labels] for one in versions]
    assert names == [["PER", "ORG", "LOC"], ["PERSON", "ORG", "LOC"], ["PER", "ORG", "LOC"]]
    assert [one.made_by for one in versions] == [None, "ana", "ana"]
    first, second, third = (one.version for one in versions)
    assert first == third == version_of(versions[0].labels)
    rows = sql(path, "SELECT kind, label_version FROM edits ORDER BY id")
    assert rows == [("do", first)] * 3 + [("do", second)] * 3 + [("undo", first)] * 3


def test_a_copy_from_before_a_rename_comes_home_and_nothing_is_damaged(path: Path) -> None:
    away = path.with_name("away.annotator")
    with Project.open(path) as project:
        project.save_copy(away)
    label(away, "ana", 1, Span(8, 11, "PER"))
    label(away, "ana", 3, Span(0, 3, "PER"))
    draft = draft_of(path)
    draft.change(draft.row("PER"), name="PERSON")
    apply(path, draft)
    report = finish(merge(path, [away]))
    assert (len(report.conflicts), report.labels_added) == (1, ["PER"])
    assert spans(path, "ana", 3) == [(0, 3, "PER")]
    assert findings(path) == []
    draft = draft_of(path)
    draft.merge([draft.row("PER")], draft.row("PERSON"))
    apply(path, draft)
    assert spans(path, "ana", 3) == [(0, 3, "PERSON")]
    assert findings(path) == []


def test_versions_and_new_names_go_out_and_come_home(path: Path, tmp_path: Path) -> None:
    propose(path, [Suggestion(11, 14, "PER", "model", 0.8)], 3)
    draft = draft_of(path)
    draft.change(draft.row("PER"), name="PERSON")
    apply(path, draft)
    report = finish(hand_out(path, HandoutOptions(tmp_path / "out", ("cem",))))
    out = Path(report.files["cem"])
    with Project.open(out) as project, Project.open(path) as home:
        (one,) = (s for d in project.documents.unanswered() for s in project.suggestions.of(d))
        assert one.label == "PERSON"
        assert project.label_sets.version() == home.label_sets.version()
        known = {(one.version, one.made_at) for one in project.label_sets.versions()}
        assert known > {(one.version, one.made_at) for one in home.label_sets.versions()}
    draft = draft_of(out)
    draft.add("MISC")
    apply(out, draft, "cem")
    version = state(out)[2]
    label(out, "cem", 1, Span(0, 1, "MISC"))
    for _ in range(2):
        finish(merge(path, [out]))
    with Project.open(path) as home:
        found = [one for one in home.label_sets.versions() if one.version == version]
        assert found
        assert found[0].made_by == "cem"
    rows = sql(path, "SELECT label_version FROM edits ORDER BY id DESC LIMIT 1")
    assert rows == [(version,)]


def test_what_a_change_does_is_said_in_a_few_words() -> None:
    draft = LabelDraft(LabelSet().with_names(["A", "B", "C", "D"]))
    draft.change(draft.row("A"), name="Z")
    draft.merge([draft.row("B")], draft.row("C"))
    draft.delete(draft.row("D"))
    assert gesture_of(draft.plan()) == "rename A to Z; merge B into C; delete D"


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["rename", "merge", "delete", "split", "add", "move", "key", "undo", "redo", "label"]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=8,
)


def changed_by(draft: LabelDraft, name: str, a: int, b: int) -> None:
    if not draft.rows:
        draft.add(f"N{a}")
        return
    one, other = draft.rows[a % len(draft.rows)], draft.rows[b % len(draft.rows)]
    fresh = f"L{a}{b}"
    if name == "rename" and all(row.name != fresh for row in draft.rows):
        draft.change(one, name=fresh)
    elif name == "merge":
        draft.merge([one], other)
    elif name == "delete":
        draft.delete(one)
    elif name == "split" and one is not other:
        rule = Rule(RuleKind.EXPRESSION, "a|🗼") if b % 2 else Rule(RuleKind.ANNOTATOR, "ben")
        draft.split(one, rule, other)
    elif name == "move":
        draft.move(one, b - 5)
    elif name == "key":
        draft.change(one, key=other.label.key)


def labelled(path: Path, a: int, b: int) -> None:
    """Somebody labels some more with a label of the set, or takes a span away."""
    with Project.open(path) as project:
        names = [label.name for label in project.labels()]
    if not names:
        return
    session = Session(path, ("ana", "ben")[a % 2])
    session.open(DocumentId(1 + b % len(TEXTS)))
    span = Span(a % 4, 4 + b % 4, names[a % len(names)])
    session.decide(
        "label",
        lambda art: Edit(removed=(span,)) if span in set(art.spans) else Edit(added=(span,)),
    )
    session.close()


@settings(max_examples=40)
@given(OPERATIONS)
def test_any_changes_and_undos_leave_the_file_sound_and_undo_is_exact(
    operations: list[tuple[str, int, int]],
) -> None:
    path = make(quick_folder() / "p.annotator", *TEXTS, labels=LABELS)
    label(path, "ana", 1, Span(0, 3, "PER"), Span(0, 3, "ORG"), Span(15, 20, "LOC"))
    label(path, "ben", 2, Span(2, 5, "PER"), Span(0, 1, "LOC"), rejected=[(11, 14, "PER")])
    for name, a, b in operations:
        if name == "label":
            labelled(path, a, b)
        elif name in {"undo", "redo"}:
            session = Session(path, "ana")
            # Ben may have used since what ana would take out of the label set.
            with suppress(ProjectError):
                getattr(session, name)()
            session.close()
        else:
            there_and_back(path, name, a, b)
        assert findings(path) == []


def there_and_back(path: Path, name: str, a: int, b: int) -> None:
    before, draft = state(path), draft_of(path)
    changed_by(draft, name, a, b)
    if draft.plan().is_empty:
        return
    apply(path, draft)
    if state(path) == before:
        return  # nothing that a rule means was there, so there is nothing to take back
    after, session = state(path), Session(path, "ana")
    session.undo()
    assert state(path) == before
    assert findings(path) == []
    session.redo()
    session.close()
    assert state(path) == after
