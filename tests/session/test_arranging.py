"""Orders of the queue: each goes through every document once, and keeps what is under hands."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.calibration import Calibration
from annotator.core.document import DocumentId, NewDocument, document_key
from annotator.core.queue import Order, QueueFilter, QueueRow, State
from annotator.core.sample import is_reserved
from annotator.core.suggestion import Suggestion
from annotator.errors import ProjectError
from annotator.session.arranging import Arrangement, arrange, choose, clear, order_of, use
from annotator.session.changes import Changes
from annotator.session.gestures import Gestures
from annotator.session.jobs import finish
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.storage.projects import findings, make, quick_folder, sql

ALL = QueueFilter()
SHUFFLED = [order for order in Order if order is not Order.IMPORTED]


def arranged(session: Session, order: Order, *, is_afresh: bool = True) -> Arrangement:
    document = session.document()
    here = document.id if document else None
    return finish(arrange(session.path, order, here=here, is_afresh=is_afresh))


def go_by(session: Session, order: Order) -> None:
    choose(session, order)
    if order is not Order.IMPORTED:
        assert use(session, arranged(session, order)).queue


def rows(session: Session, which: QueueFilter = ALL) -> list[QueueRow]:
    return session.queue(which, after=DocumentId(0), limit=10_000)


def ids(session: Session, which: QueueFilter = ALL) -> list[int]:
    return [row.id for row in rows(session, which)]


def walked(session: Session) -> list[int]:
    """The documents as Ctrl+PgDown goes through them, from the first on."""
    session.article = None
    found = []
    while session.open_neighbour(1).opened:
        document = session.document()
        assert document
        found.append(int(document.id))
    return found


def texts(count: int) -> list[str]:
    return [f"Text {number}, of Bonn." for number in range(count)]


def ordinary(count: int) -> list[str]:
    """Texts of which none is in the random sample."""
    return [text for text in texts(count * 2) if not is_reserved(document_key(text))][:count]


def doubtful(path: Path, scores: dict[int, Sequence[float]]) -> None:
    """Suggest in documents, by their numbers, spans with these scores."""
    with Project.open(path) as project, project.transaction():
        source = project.suggestions.source_id("model")
        for number, each in scores.items():
            said = [Suggestion(i, i + 1, "LOC", "model", score) for i, score in enumerate(each)]
            project.suggestions.put(DocumentId(number), source, (0, 1_000), said)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Six hundred documents, each with two suggestions that are sure by lot."""
    path = make(tmp_path / "many.annotator", *texts(600))
    pick = Random(4)
    doubtful(path, {number: (pick.random(), pick.random()) for number in range(1, 601)})
    return path


def keys(path: Path) -> dict[int, str]:
    return {int(str(i)): str(key) for i, key in sql(path, "SELECT id, key FROM documents")}


class Life:
    """A project that somebody labels in, now in this order, now in that."""

    def __init__(self, path: Path) -> None:
        self.session = Session(path, "ana")
        self.hands = Gestures(self.session)

    def finish(self) -> None:
        self.hands.answer(Answer.ACCEPT)

    def undo(self) -> None:
        self.session.undo()

    def go_on(self) -> None:
        self.session.open_neighbour(1)

    def go_back(self) -> None:
        self.session.open_neighbour(-1)

    def add(self) -> None:
        with self.session.project.transaction():
            self.session.project.documents.add([NewDocument(f"More {Random().random()}")])

    def order_anew(self) -> None:
        if self.session.project.documents.arrangement():
            order = order_of(self.session.project)
            use(self.session, arranged(self.session, order, is_afresh=False))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_order_walks_each_document_exactly_once(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 30))
    path = make(quick_folder() / "p.annotator", *texts(count))
    some = st.lists(st.floats(0, 1), max_size=4)
    doubtful(path, data.draw(st.dictionaries(st.integers(1, count), some, max_size=10)))
    life = Life(path)
    acts = [life.finish, life.undo, life.go_on, life.go_back, life.add, life.order_anew]
    orders = [partial(go_by, life.session, order) for order in Order]
    for act in data.draw(st.lists(st.sampled_from([*acts, *orders]), max_size=8)):
        act()
        every = [row[0] for row in sql(path, "SELECT id FROM documents ORDER BY id")]
        assert sorted(ids(life.session)) == every
    states = {row.id: row.state for row in rows(life.session)}
    unanswered = [i for i, state in states.items() if state in {State.TO_DO, State.STARTED}]
    assert ids(life.session, QueueFilter(state=State.TO_DO)) == unanswered
    assert walked(life.session) == [*states]
    life.session.close()
    assert findings(path) == []


@pytest.mark.parametrize("order", SHUFFLED)
def test_finishing_goes_through_all_documents_in_any_order(many: Path, order: Order) -> None:
    session = Session(many, "ana")
    go_by(session, order)
    wanted = ids(session)
    assert wanted != sorted(wanted)
    session.open_next_to_do()
    seen = []
    for _ in wanted:
        document = session.document()
        assert document
        seen.append(int(document.id))
        Gestures(session).answer(Answer.ACCEPT)
    assert seen == wanted
    session.close()


def test_the_least_sure_come_first_and_long_documents_do_not_win_by_length(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", *ordinary(6))
    doubtful(path, {1: [0.9] * 10, 2: [0.9], 3: [0.2, 0.3], 4: [0.6] * 12, 5: [0.2, 0.3, 0.9]})
    session = Session(path, "ana")
    go_by(session, Order.LEAST_SURE)
    # The sixth, for which nothing is suggested, comes where an average one would.
    assert ids(session) == [3, 5, 4, 6, 2, 1]
    session.close()


def test_what_a_calibration_says_of_scores_counts(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", *ordinary(3))
    doubtful(path, {1: [0.9], 2: [0.5], 3: [0.7]})
    session = Session(path, "ana")
    with session.project.transaction():
        upside_down = Calibration({"model": ((0.0, 1.0), (1.0, 0.0))})
        session.project.put_setting("calibration", upside_down.to_json())
    go_by(session, Order.LEAST_SURE)
    assert ids(session) == [1, 3, 2]
    session.close()


def test_gain_weighs_corrections_against_the_time_that_a_document_takes(tmp_path: Path) -> None:
    short, sure, _ = ordinary(3)
    long = next(text for n in range(60, 99) if not is_reserved(document_key(text := short * n)))
    path = make(tmp_path / "p.annotator", long, short, sure)
    doubtful(path, {1: [0.4, 0.4], 2: [0.4], 3: [0.99]})
    session = Session(path, "ana")
    go_by(session, Order.LEAST_SURE)
    assert ids(session) == [1, 2, 3]
    go_by(session, Order.GAIN)
    assert ids(session) == [2, 1, 3]
    session.close()


def test_a_random_order_is_the_same_for_everybody(many: Path, tmp_path: Path) -> None:
    found = []
    for number, path in enumerate([many, tmp_path / "other.annotator"]):
        if number:
            make(path, *reversed(texts(600)))
        session = Session(path, "ana")
        go_by(session, Order.RANDOM)
        found.append([keys(path)[i] for i in ids(session)])
        session.close()
    assert found[0] == found[1]
    assert found[0] != sorted(found[0])


@pytest.mark.parametrize("order", SHUFFLED)
def test_at_any_time_about_a_tenth_of_what_was_labelled_is_a_random_sample(
    many: Path, order: Order
) -> None:
    session = Session(many, "ana")
    go_by(session, order)
    key_of = keys(many)
    share = sum(map(is_reserved, key_of.values())) / len(key_of)
    hands, seen = Gestures(session), 0
    session.open_next_to_do()
    for number in range(1, 151):
        document = session.document()
        assert document
        seen += is_reserved(document.key)
        assert abs(seen - share * number) <= 1
        hands.answer(Answer.ACCEPT)
        if number % 7 == 0:
            use(session, arranged(session, order, is_afresh=False))
    session.close()


def test_what_is_open_and_what_was_answered_keep_their_places(many: Path) -> None:
    session = Session(many, "ana")
    go_by(session, Order.LEAST_SURE)
    session.open_next_to_do()
    for _ in range(5):
        Gestures(session).answer(Answer.ACCEPT)
    before = ids(session)
    doubtful(many, {number: (0.01 * (number % 100),) for number in before[8:]})
    found = arranged(session, Order.LEAST_SURE, is_afresh=False)
    # Meanwhile the annotator goes on.
    Gestures(session).answer(Answer.ACCEPT)
    Gestures(session).answer(Answer.ACCEPT)
    document = session.document()
    assert document
    assert document.id == before[7]
    use(session, found)
    after = ids(session)
    assert after[:8] == before[:8]
    assert after[8:] != before[8:]
    assert sorted(after) == sorted(before)
    session.close()
    assert findings(many) == []


def test_an_order_chosen_in_the_middle_begins_after_what_is_open(many: Path) -> None:
    session = Session(many, "ana")
    session.open(DocumentId(300))
    Gestures(session).flag()
    session.open(DocumentId(200))
    go_by(session, Order.LEAST_SURE)
    assert ids(session)[:2] == [300, 200]
    session.open_next_to_do()
    document = session.document()
    assert document
    assert document.id == ids(session)[2]
    session.close()


def test_new_documents_come_at_the_end_until_the_order_is_worked_out_anew(many: Path) -> None:
    session = Session(many, "ana")
    go_by(session, Order.LEAST_SURE)
    found = arranged(session, Order.LEAST_SURE, is_afresh=False)
    with session.project.transaction():
        session.project.documents.add([NewDocument("One more."), NewDocument("Two more.")])
    assert ids(session)[-2:] == [601, 602]
    use(session, found)
    assert ids(session)[-2:] == [601, 602]
    use(session, arranged(session, Order.LEAST_SURE, is_afresh=False))
    assert ids(session)[-2:] != [601, 602]
    session.close()
    assert findings(many) == []


def test_an_arrangement_that_is_no_longer_wanted_is_not_used_and_cleared_away(many: Path) -> None:
    session = Session(many, "ana")
    choose(session, Order.RANDOM)
    found = arranged(session, Order.RANDOM)
    choose(session, Order.IMPORTED)
    assert use(session, found) == Changes()
    assert ids(session) == [*range(1, 601)]
    finish(clear(many))
    assert sql(many, "SELECT count(*) FROM places") == [(0,)]
    assert sql(many, "SELECT count(*) FROM place_counts") == [(0,)]
    choose(session, Order.RANDOM)
    assert use(session, found) == Changes()
    session.close()


def test_work_that_is_stopped_leaves_the_queue_as_it_was(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(many, "ana")
    go_by(session, Order.RANDOM)
    before = ids(session)
    monkeypatch.setattr("annotator.storage.arranging.STEPS", 100)
    stopped = arrange(many, Order.GAIN, here=None, is_afresh=True, goes_on=lambda: False)
    with pytest.raises(ProjectError, match="stopped"):
        finish(stopped)
    assert ids(session) == before
    session.close()


def test_an_order_that_nobody_knows_is_that_of_import(many: Path) -> None:
    sql(many, "INSERT INTO settings VALUES ('queue_order', 'alphabetical')")
    with Project.open_to_read(many) as project:
        assert order_of(project) is Order.IMPORTED
