"""Going through an article with few keys: places to look at, hint letters, widening."""

from pathlib import Path

import pytest

from annotator.ui.dialogs.help import HelpDialog
from annotator.ui.hints import HintOverlay
from tests.journeys.conftest import ADA as TEXT
from tests.journeys.conftest import DOCUMENTS, Open
from tests.journeys.person import Person, project_of
from tests.journeys.project_file import command, labels_in

ADA = DOCUMENTS["Ada"][1]
MISSED = "Babbage"
"""Stands alone in the last line, and nothing is suggested there."""


def letters_of(person: Person, words: str) -> str:
    """The letters that stand on these words, as shown."""
    overlay = overlay_of(person)
    assert overlay is not None
    start = TEXT.rindex(words)
    return next(hint.letters for hint in overlay.hints if hint.start == start)


def overlay_of(person: Person) -> HintOverlay | None:
    """The letters over the article, if they are shown."""
    found = person.screen.article.view.findChildren(HintOverlay)
    shown = [overlay for overlay in found if overlay.isVisible()]
    return shown[0] if shown else None


@pytest.mark.parametrize("key", [",", "F2"])
def test_the_next_place_is_a_doubtful_suggestion_or_a_name_that_is_missing(
    person: Person, key: str
) -> None:
    stops = []
    for _ in range(len(ADA) + 2):
        person.press(key)
        stops.append(person.focused or person.selected)
    # The label set has ordinals.
    assert stops == [*ADA[:-1], "first", MISSED, ADA[-1]]
    person.press("Shift+F2")
    assert person.selected == MISSED


def test_a_missed_name_takes_two_keys(person: Person) -> None:
    person.go_to("painter")
    person.press(",", "1")
    assert person.labels == [(MISSED, "PERSON")]


def test_alt_and_a_labels_key_labels_and_goes_on(person: Person) -> None:
    person.press(",", "Alt+1", "Alt+1", "Alt+3")
    assert person.labels == ADA[:3]
    assert person.focused == ADA[3]
    assert labels_in(project_of(person), "Ada") == ADA[:3]


def test_alt_return_and_alt_delete_decide_and_go_on(person: Person) -> None:
    person.press(",", "Alt+Return", "Alt+Delete", "Alt+Backspace")
    assert person.labels == ADA[:1]
    assert person.suggested == ADA[3:]
    assert person.focused == ADA[3]


def test_after_the_last_place_what_was_labelled_keeps_the_focus(person: Person) -> None:
    person.go_to("500")
    person.press(",", "Alt+7")
    assert person.focused == ("500 pounds", "MONEY")
    assert not person.focus_is_suggestion


@pytest.mark.parametrize("key", [".", "F9"])
def test_the_least_sure_goes_round_all_suggestions(person: Person, key: str) -> None:
    person.press("Tab", "2")  # then Ada Lovelace as a person would be in doubt
    found = []
    for _ in ADA[1:]:
        person.press(key)
        found.append(person.focused)
    assert sorted(found) == sorted(ADA[1:])


@pytest.mark.parametrize("key", ["-", "F8"])
def test_rejecting_everywhere_goes_on_and_is_undone_at_once(person: Person, key: str) -> None:
    person.press(",", key)
    assert ADA[0] not in person.suggested
    assert person.focused == ADA[1]
    person.press("Ctrl+Z")
    assert person.suggested == ADA


@pytest.mark.parametrize("key", ["-", "F8"])
def test_a_place_that_is_nothing_is_not_shown_again(person: Person, key: str) -> None:
    person.go_to("painter")
    person.press(",", key)
    assert person.focused == ADA[-1]
    person.press("Shift+F2")
    assert person.selected == "first"


@pytest.mark.parametrize("key", ["+", "=", "F7"])
def test_widening_takes_the_whole_name(person: Person, key: str) -> None:
    person.press("Tab", "Delete", "Escape")
    person.go_to("Lovelace")
    person.press(key)
    assert person.selected == "Ada Lovelace"
    person.press("1")
    assert person.labels == [("Ada Lovelace", "PERSON")]


@pytest.mark.parametrize("key", ["/", "Shift+F7"])
def test_narrowing_leaves_the_name_alone(person: Person, key: str) -> None:
    person.go_to("met")
    person.press("Shift+Right", "Shift+Right", "Shift+Right", "1", key)
    assert person.labels == [("Charles Babbage", "PERSON")]
    assert person.focused == ("Charles Babbage", "PERSON")


def test_widening_where_nothing_is_says_so(person: Person) -> None:
    person.go_to("painted")
    person.press("+")
    assert person.screen.status.text() == "Nothing nearby looks like a part of it."
    assert (person.cursor, person.selected) == ("painted", None)


# Hint letters


@pytest.mark.parametrize("key", [";", "F4"])
def test_hint_letters_lead_to_any_word_in_sight(person: Person, key: str) -> None:
    person.press(key)
    person.type(letters_of(person, "humour"))
    assert overlay_of(person) is None
    assert person.has_article
    assert person.cursor == "humour"
    person.press("1")
    assert person.labels == [("humour", "PERSON")]


def test_hint_letters_take_a_missed_name_or_a_span_whole(person: Person) -> None:
    person.press(";")
    person.type(letters_of(person, MISSED))
    assert person.selected == MISSED
    person.press(";")
    person.type(letters_of(person, "University of Oxford"))
    assert person.focused == ("University of Oxford", "ORG")


def test_a_letter_that_is_a_labels_key_is_a_hint_while_hints_are_shown(person: Person) -> None:
    keys = {label.key for label in person.screen.session.labels}
    person.press(";")
    letter = next(h.letters for h in overlay_of(person).hints if h.letters in keys)
    person.press(letter)
    assert person.labels == []
    assert overlay_of(person) is None


def test_a_wrong_letter_is_taken_back(person: Person) -> None:
    person.press(";")
    letters = letters_of(person, "humour")
    assert len(letters) == 2
    person.press(letters[0], "Backspace")
    assert overlay_of(person).typed == ""
    person.type(letters)
    assert person.cursor == "humour"


@pytest.mark.parametrize("key", ["Escape", "1", "Tab", "Return", ";"])
def test_any_other_key_only_takes_the_letters_away(person: Person, key: str) -> None:
    person.press(";", key)
    assert overlay_of(person) is None
    assert person.has_article
    assert (person.cursor, person.focused, person.labels) == ("Ada", None, [])


# Keys do not collide


def test_letters_as_label_keys_work_beside_all_keys_of_the_walk(sit: Open, tmp_path: Path) -> None:
    names = tmp_path / "labels.json"
    rows = [f'{{"name": "{letter.upper()}", "key": "{letter}"}}' for letter in "abcdefghijklmnop"]
    names.write_text(f"[{', '.join(rows)}]", "utf-8")
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    project = tmp_path / "letters.annotator"
    command("new", project, "--labels", names, "--pipeline", "blank:en")
    command("import", project, tmp_path / "one.txt")
    person = sit(project)
    person.press("f", ",")
    assert person.labels == [("Ada", "F")]
    person.go_to("Charles")
    person.press("+", "Alt+k")
    assert ("Charles Babbage", "K") in person.labels
    assert person.selected == "London"
    person.press("p", "-")
    assert ("London", "P") not in person.labels


def test_f1_explains_the_way_with_the_fewest_keys(person: Person) -> None:
    person.press("F1")
    (dialog,) = person.window.findChildren(HelpDialog)
    shown = dialog.text.toPlainText()
    for words in ("The fewest keys", "F4", "F7", "Least sure suggestion", "Alt+1"):
        assert words in shown
