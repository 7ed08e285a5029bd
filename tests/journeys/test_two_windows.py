"""Two windows on one project: both work, and no edit of either is lost."""

from pathlib import Path

import spacy

from tests.journeys.conftest import Open
from tests.journeys.person import rows
from tests.journeys.project_file import check, exported, labels_in

SEEN_S = 1.6


def test_an_edit_in_one_window_shows_in_the_other(sit: Open, known: Path) -> None:
    one, other = sit(known), sit(known)
    one.turn_here()
    one.press("Tab", "Return", "Ctrl+D")
    other.wait(lambda: other.labels == one.labels, SEEN_S)
    assert other.article.flagged
    assert rows(other.screen.spans) == rows(one.screen.spans)
    assert rows(other.screen.documents.view) == rows(one.screen.documents.view)
    one.press("Ctrl+Return")
    other.wait(lambda: other.article.answer == "accept", SEEN_S)
    assert other.title == "Ada"
    assert "1 of 4" in other.screen.progress.text()


def test_both_label_the_same_document_and_no_edit_is_lost(sit: Open, known: Path) -> None:
    one, other = sit(known), sit(known)
    for number in range(3):
        one.turn_here()
        one.press("Return", "Return", "Escape")
        other.turn_here()
        other.press("Escape", "Ctrl+End", *["Left"] * (number + 1), "4", "Escape")
    one.turn_here()
    one.wait(lambda: one.labels == other.labels, SEEN_S)
    assert labels_in(known, "Ada") == one.labels
    assert [label for _, label in one.labels].count("LOC") == 3
    assert len(one.labels) == 6
    check(known)


def test_both_decide_about_the_same_suggestion(sit: Open, known: Path) -> None:
    one, other = sit(known), sit(known)
    one.turn_here()
    one.press("Tab")
    other.turn_here()
    other.press("Tab", "2")
    one.turn_here()
    one.press("Return")
    one.rest(SEEN_S)
    assert labels_in(known, "Ada")[0] in {("Ada Lovelace", "ORG"), ("Ada Lovelace", "PERSON")}
    assert one.labels == other.labels == labels_in(known, "Ada")
    check(known)


def test_undo_in_one_window_takes_back_the_last_edit_of_the_other(sit: Open, known: Path) -> None:
    one, other = sit(known), sit(known)
    one.turn_here()
    one.press("Tab", "Return")
    other.turn_here()
    other.press("Ctrl+Z")
    one.wait(lambda: one.labels == [], SEEN_S)
    assert labels_in(known, "Ada") == []
    one.turn_here()
    one.press("Ctrl+Shift+Z")
    other.wait(lambda: other.labels == [("Ada Lovelace", "PERSON")], SEEN_S)
    check(known)


def test_two_annotators_do_not_see_each_others_labels(sit: Open, known: Path) -> None:
    ida, max_ = sit(known, "ida"), sit(known, "max")
    ida.turn_here()
    ida.press("Tab", "Return")
    max_.turn_here()
    max_.press("Tab", "2", "Ctrl+Return")
    max_.rest(SEEN_S)
    assert ida.labels == [("Ada Lovelace", "PERSON")]
    assert {item["annotator"]: item["answer"] for item in exported(known)} == {
        "ida": None,
        "max": "accept",
    }
    check(known)


def test_focus_and_selection_stay_when_another_window_writes(sit: Open, known: Path) -> None:
    one, other = sit(known), sit(known)
    one.turn_here()
    one.press("Tab", "Tab")
    focused = one.focused
    other.turn_here()
    other.press("Ctrl+End", "4")
    one.wait(lambda: "LOC" in dict(map(reversed, one.labels)), SEEN_S)
    assert one.focused == focused
    one.turn_here()
    one.press("Return")
    assert focused in one.labels


def test_another_pipeline_chosen_in_one_window_suggests_in_the_other_too(
    sit: Open, fresh: Path, tmp_path: Path
) -> None:
    ruler = spacy.blank("en")
    ruler.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "the"}])
    ruler.to_disk(tmp_path / "ruler")
    one, other = sit(fresh), sit(fresh)
    name = str((tmp_path / "ruler").resolve())
    other.wait(lambda: "ready" in other.screen.model_status.text())
    one.turn_here()
    one.screen.use_pipeline(name)
    for person in (other, one):
        person.wait(lambda p=person: any(s.source == name for s in p.article.suggestions))
        assert {s.source for s in person.article.suggestions} == {name}
    other.turn_here()
    other.press("Ctrl+PgDown")
    other.wait(lambda: any(s.source == name for s in other.article.suggestions))
