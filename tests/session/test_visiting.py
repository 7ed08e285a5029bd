"""How long people are with documents, what that says of their work, and the blind slice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.sample import is_blind, is_reserved
from annotator.session import blind
from annotator.session.effort import efforts
from annotator.session.gestures import Gestures
from annotator.session.jobs import finish
from annotator.session.merging import merge
from annotator.session.reports import stats
from annotator.session.sample import SampleReport, sample_report
from annotator.session.session import Session
from annotator.session.visiting import PAUSE_S, Visiting
from annotator.storage.project import Project
from tests.session.conftest import Sit
from tests.session.stage import Desk, suggestion
from tests.storage.projects import make, propose, sql

VISITS = "SELECT document_id, seconds, keys, suggested, is_blind FROM visits ORDER BY began_at"


class Clock:
    """Time as the test has it pass."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Stay:
    """Ana with a measured stay."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.clock = Clock()
        self.visiting = Visiting(desk.session, clock=self.clock)
        self.visiting.look()

    def press(self, gesture: Callable[[], object] = lambda: None, *, after: float = 1.0) -> None:
        """Press a key after so many seconds."""
        self.clock.now += after
        self.visiting.act(keys=1)
        changes = gesture()
        self.visiting.look(decided=bool(getattr(changes, "documents", ())))

    def written(self) -> list[tuple[object, ...]]:
        self.visiting.write()
        return sql(self.desk.session.path, VISITS)


@pytest.fixture
def stay(sit: Sit) -> Stay:
    return Stay(sit())


def test_a_visit_is_kept_with_its_seconds_and_keys_when_another_document_is_opened(
    stay: Stay,
) -> None:
    hands = stay.desk.hands
    stay.press(hands.focus_next)
    stay.press(hands.accept, after=2.0)
    assert stay.written() == []
    stay.press(lambda: hands.answer(Answer.ACCEPT), after=3.0)
    # Nothing was done before the first key: when the person came is not known.
    assert stay.written() == [(1, 5.0, 3, 4, 0)]
    assert stay.written() == [(1, 5.0, 3, 4, 0)]


def test_pauses_and_time_in_other_programs_do_not_count(stay: Stay) -> None:
    hands = stay.desk.hands
    stay.press()
    stay.press(after=PAUSE_S)
    stay.press(after=PAUSE_S + 1)
    stay.clock.now += 2
    stay.visiting.pause()
    stay.press(after=30.0)
    stay.press(lambda: hands.answer(Answer.ACCEPT), after=3.0)
    assert stay.written() == [(1, PAUSE_S + 5, 5, 4, 0)]


def test_a_document_on_the_way_to_another_was_not_visited(stay: Stay) -> None:
    session = stay.desk.session
    stay.press(stay.desk.hands.flag)
    stay.press(lambda: session.open_neighbour(1))
    stay.press(lambda: session.open_neighbour(1), after=0.2)
    stay.press(lambda: session.open_neighbour(-1), after=2.0)
    assert [row[0] for row in stay.written()] == [1, 3]


def test_who_decided_nothing_ever_leaves_no_trace(stay: Stay) -> None:
    stay.press()
    stay.press(lambda: stay.desk.session.open_neighbour(1), after=20.0)
    assert stay.written() == []
    stay.press(stay.desk.hands.flag)
    assert [row[0] for row in stay.written()] == [1]


def test_the_effort_of_each_annotator_is_counted_from_visits(path: Path, sit: Sit) -> None:
    stay = Stay(sit())
    hands = stay.desk.hands
    stay.press(hands.focus_next)
    stay.press(hands.accept)
    stay.press(hands.remove)
    stay.press(lambda: hands.answer(Answer.ACCEPT), after=7.0)
    stay.written()
    sit("ben").hands.flag()
    found = efforts(path)
    ana = found["ana"]
    assert (ana.documents, ana.entities, ana.seconds, ana.keys) == (1, 3, 9.0, 4)
    assert ana.documents_per_hour == 3_600 / 9
    assert ana.entities_per_hour == 3 * 3_600 / 9
    assert ana.keys_per_entity == 4 / 3
    assert (ana.accepted, ana.turned_down, ana.acceptance) == (3, 1, 0.75)
    assert (found["ben"].documents, found["ben"].documents_per_hour) == (0, None)
    assert stats(path)["effort"]["ana"]["keys_per_entity"] == 4 / 3


def test_the_time_to_accept_is_that_since_the_gesture_before(path: Path, sit: Sit) -> None:
    hands = sit().hands
    hands.flag()
    hands.focus_next()
    for _ in range(3):
        hands.accept()
    for number, at in enumerate(("00", "04", "10", "59")):
        time = f"2026-01-01T00:0{int(at == '59') * 2}:{at}.000+00:00"
        sql(path, "UPDATE edits SET made_at = ? WHERE id = ?", time, number + 1)
    ana = efforts(path)["ana"]
    assert ana.seconds_to_accept == pytest.approx([4.0, 6.0], abs=0.01)
    assert ana.median_to_accept == pytest.approx(5.0, abs=0.01)


def test_visits_come_home_once_from_whatever_copy(path: Path, sit: Sit, tmp_path: Path) -> None:
    stay = Stay(sit())
    stay.press(lambda: stay.desk.hands.answer(Answer.ACCEPT))
    stay.press(lambda: stay.desk.hands.answer(Answer.REJECT), after=4.0)
    visits = stay.written()
    homes = []
    for number, others in enumerate([[path], [path, path]]):
        home = make(tmp_path / f"{number}.annotator", "Another text.")
        report = finish(merge(home, others))
        assert (report.visits, report.annotators_added) == (2, ["ana"])
        homes.append(sql(home, VISITS))
        assert finish(merge(home, others)).visits == 0
    keys = "SELECT key FROM visits JOIN documents ON id = document_id ORDER BY began_at"
    assert sql(home, keys) == sql(path, keys)
    assert [row[1:] for row in homes[0]] == [row[1:] for row in homes[1]]
    assert [row[1:] for row in homes[0]] == [row[1:] for row in visits]


# The blind slice


def texts_of(which: Callable[[str], bool], count: int) -> Iterator[str]:
    """Texts whose keys are of a kind."""
    from annotator.core.document import document_key

    number = 0
    while count:
        number += 1
        text = f"Ada and Ben met {number} times."
        if which(document_key(text)):
            count -= 1
            yield text


def half(key: str) -> bool:
    return is_reserved(key) and not is_blind(key)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Three blind documents, then three of the other half of the sample, then one of neither;
    in each Ada is suggested, and Ben is not."""
    kinds = [(is_blind, 3), (half, 3), (lambda key: not is_reserved(key), 1)]
    texts = [text for which, count in kinds for text in texts_of(which, count)]
    path = make(tmp_path / "sample.annotator", *texts)
    for number, text in enumerate(texts, start=1):
        propose(path, [suggestion("Ada", "PER", text=text)], number)
    return path


def shown(session: Session) -> list[int]:
    """In how many documents how much is suggested."""
    found = []
    for number in range(1, 8):
        session.open(DocumentId(number))
        assert session.article
        found.append(len(session.article.suggestions))
    return found


def test_half_of_the_sample_is_shown_without_suggestions_if_that_is_wanted(sample: Path) -> None:
    session = Session(sample, "ana")
    assert shown(session) == [1] * 7
    session.open(DocumentId(1))
    assert "without suggestions" in blind.switch(session).note
    assert session.article
    assert len(session.article.suggestions) == 0
    assert shown(session) == [0, 0, 0, 1, 1, 1, 1]
    session.open(DocumentId(1))
    blind.switch(session)
    assert shown(session) == [1] * 7
    session.close()


def test_memory_is_silent_in_a_blind_document_too(sample: Path) -> None:
    session = Session(sample, "ana")
    hands = Gestures(session)
    with session.project.transaction():
        session.project.put_setting("memory", "on")
    session.recall.read_settings()
    blind.switch(session)
    for number in (7, 1):
        session.open(DocumentId(number))
        while session.recall.is_busy:
            session.recall_more()
        assert session.article
        hands.put_cursor(session.article.text.index("Ben"))
        assert [s.label for s in session.article.suggestions] == ["PER"] * (number == 7)
        hands.label("ORG")
    while session.recall.is_busy:
        session.recall_more()
    assert [*session.article.suggestions] == []
    session.close()


def test_finishing_a_blind_document_accepts_nothing_that_was_hidden(sample: Path) -> None:
    session = Session(sample, "ana")
    blind.switch(session)
    session.open(DocumentId(1))
    Gestures(session).answer(Answer.ACCEPT)
    session.open(DocumentId(4))
    Gestures(session).answer(Answer.ACCEPT)
    session.close()
    with Project.open_to_read(sample) as project:
        assert project.annotations.get(DocumentId(1), 1).spans == ()
        assert len(project.annotations.get(DocumentId(4), 1).spans) == 1


def test_bias_and_time_saved_are_what_the_visits_say(sample: Path) -> None:
    desk = Desk(sample)
    blind.switch(desk.session)
    stay = Stay(desk)
    stay.visiting.act()
    for number in range(1, 8):
        if number <= 3:
            # Nothing is suggested: both names are labelled by hand.
            for words in ("Ada", "Ben"):
                desk.put_cursor(words)
                stay.press(lambda: desk.hands.label("PER"), after=5.0)
        stay.press(lambda: desk.hands.answer(Answer.ACCEPT), after=2.0)
    # The last one is still open.
    assert [row[4] for row in stay.written()] == [1, 1, 1, 0, 0, 0]
    desk.close()
    report = blind.blind_report(sample)
    assert (report.blind, report.ordinary) == (3, 3)
    labels, seconds = report.labels_per_document, report.seconds_per_document
    assert labels.blind
    assert labels.ordinary
    assert labels.difference
    assert (labels.blind.value, labels.ordinary.value, labels.difference.value) == (2, 1, 1)
    assert (labels.difference.low, labels.difference.high) == (1, 1)
    assert seconds.difference
    assert seconds.difference.value == 12 - 2
    agreement = report.agreement
    assert agreement.blind
    assert agreement.blind.value == pytest.approx(2 * 3 / (6 + 3))
    assert agreement.ordinary
    assert agreement.ordinary.value == 1.0
    assert report.keys_per_entity.blind
    assert report.keys_per_entity.blind.value == 9 / 6
    said = stats(sample)["blind"]
    assert said["seconds_per_entity"]["blind"]["value"] == 6.0
    assert blind.blind_report(sample, annotator="ana") == report


def test_the_sample_says_what_to_expect_of_all_documents(sample: Path) -> None:
    assert sample_report(sample) == SampleReport(6, 0, None, None)
    desk = Desk(sample)
    for number in range(1, 8):
        if number in {2, 7}:
            desk.put_cursor("Ben")
            desk.hands.label("PER")
        desk.hands.answer(Answer.ACCEPT if number != 6 else Answer.REJECT)
    desk.close()
    report = sample_report(sample)
    assert (report.documents, report.finished) == (6, 5)
    assert report.labels_per_document
    assert report.labels_per_document.value == 6 / 5
    assert report.agreement
    assert report.agreement.value == pytest.approx(2 * 5 / (6 + 5))
    assert report.agreement.low <= report.agreement.value <= report.agreement.high == 1.0
    assert stats(sample)["sample"]["finished"] == 5


def test_without_a_blind_slice_the_report_says_that_there_is_none(sample: Path) -> None:
    report = blind.blind_report(sample)
    assert (report.blind, report.ordinary) == (0, 0)
    assert report.labels_per_document.difference is None
