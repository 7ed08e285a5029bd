"""Any gestures in any order, with undo, redo and restarts, against a plain list of states."""

import shutil
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.core.annotation import Annotation, Answer
from annotator.core.document import DocumentId
from annotator.core.edit import apply
from annotator.core.span import key_of
from annotator.session.article import Article, load
from tests.session.stage import Desk, suggestion
from tests.storage.projects import findings, make, propose, quick_folder

TEXTS = ("Ada met 👩‍👩‍👧 IBM.\r\nBen left Zoe\u0301!", "One two IBM two one.", "Ada")
LABELS = "PER ORG LOC"
WHO = st.sampled_from(("ana", "ben"))
STEP = st.sampled_from((-1, 1))

State = dict[tuple[str, int], Annotation]


def said(article: Article) -> Annotation:
    """What stands in the open article, as a value."""
    return Annotation(
        tuple(article.spans),
        frozenset(article.rejected),
        article.answer,
        article.flagged,
        article.note,
    )


class Office(RuleBasedStateMachine):
    """Two annotators at one file. The model: every state there was, and how far back we are."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = quick_folder()
        self.path = make(self.folder / "p.annotator", *TEXTS, labels=LABELS)
        first = [
            suggestion("Ada", "PER", text=TEXTS[0]),
            suggestion("IBM", "ORG", text=TEXTS[0]),
            suggestion("IBM", "LOC", 0.9, "other", text=TEXTS[0]),
            suggestion("Ben left Zoe\u0301", "PER", text=TEXTS[0]),
        ]
        propose(self.path, first)
        propose(self.path, [suggestion("IBM", "ORG", text=TEXTS[1])], document_id=2)
        self.desks = {name: Desk(self.path, name) for name in ("ana", "ben")}
        self.now: State = {}
        self.before: dict[str, list[tuple[int, Annotation]]] = {"ana": [], "ben": []}
        self.undone: dict[str, list[tuple[int, Annotation]]] = {"ana": [], "ben": []}

    def teardown(self) -> None:
        for desk in self.desks.values():
            desk.close()
        shutil.rmtree(self.folder)

    def held(self, who: str, document_id: int) -> Annotation:
        return self.now.get((who, document_id), Annotation())

    def gesture(self, who: str, verb: Any, *values: Any, **named: Any) -> None:
        """Make a gesture and take down what it changed, of the document it was made in."""
        desk = self.desks[who]
        document_id = desk.here
        held = self.held(who, document_id)
        verb(*values, **named)
        after = said(self.stored(who, document_id))
        if after != held:
            self.before[who].append((document_id, held))
            self.undone[who].clear()
            self.now[who, document_id] = after

    def stored(self, who: str, document_id: int) -> Article:
        """The document as the file has it, read anew."""
        project = self.desks[who].session.project
        number = project.annotator_id(who) or 0
        here = DocumentId(document_id)
        article = load(project, here, number, lambda _: project.suggestions.of(here))
        assert article
        return article

    @rule(who=WHO, label=st.sampled_from(LABELS.split()))
    def label(self, who: str, label: str) -> None:
        self.gesture(who, self.desks[who].hands.label, label)

    @rule(who=WHO, name=st.sampled_from(("accept", "remove", "flag", "label_mentions")))
    def decide(self, who: str, name: str) -> None:
        self.gesture(who, getattr(self.desks[who].hands, name))

    @rule(who=WHO, is_start=st.booleans(), step=STEP, by_character=st.booleans())
    def resize(self, who: str, is_start: bool, step: int, by_character: bool) -> None:
        hands = self.desks[who].hands
        self.gesture(who, hands.resize, is_start=is_start, step=step, by_character=by_character)

    @rule(who=WHO, note=st.sampled_from(("", "sure?", "why")))
    def note(self, who: str, note: str) -> None:
        self.gesture(who, self.desks[who].hands.note, note)

    @rule(who=WHO, answer=st.sampled_from(Answer))
    def answer(self, who: str, answer: Answer) -> None:
        self.gesture(who, self.desks[who].hands.answer, answer)

    @rule(who=WHO, name=st.sampled_from(("focus_next", "focus_previous", "escape")))
    def focus(self, who: str, name: str) -> None:
        getattr(self.desks[who].hands, name)()

    @rule(who=WHO, step=STEP, select=st.booleans())
    def step(self, who: str, step: int, select: bool) -> None:
        self.desks[who].hands.step(step, select=select)

    @rule(who=WHO, start=st.integers(0, 30), length=st.integers(0, 12), loose=st.booleans())
    def select(self, who: str, start: int, length: int, loose: bool) -> None:
        end = len(self.desks[who].article.text)
        start = min(start, end)
        self.desks[who].hands.select(start, min(start + length, end), by_character=loose)

    @rule(who=WHO, offset=st.integers(0, 30))
    def click(self, who: str, offset: int) -> None:
        self.desks[who].hands.click(min(offset, len(self.desks[who].article.text) - 1))

    @rule(who=WHO, document_id=st.integers(1, 3))
    def open(self, who: str, document_id: int) -> None:
        self.desks[who].session.open(DocumentId(document_id))

    @rule(who=WHO)
    def recall(self, who: str) -> None:
        """The memory is read, and the document gone through with it."""
        while self.desks[who].session.recall.is_busy:
            self.desks[who].session.recall_more()

    @rule(who=WHO)
    def restart(self, who: str) -> None:
        document_id = self.desks[who].here
        self.desks[who].close()
        self.desks[who] = Desk(self.path, who, document_id)

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        self._go(who, "undo", self.before, self.undone)

    @precondition(lambda self: any(self.undone.values()))
    @rule(who=WHO)
    def redo(self, who: str) -> None:
        self._go(who, "redo", self.undone, self.before)

    def _go(self, who: str, kind: str, back: Any, forth: Any) -> None:
        desk = self.desks[who]
        changes = getattr(desk.session, kind)()
        if not back[who]:
            assert changes.note == f"Nothing to {kind}."
            return
        document_id, state = back[who].pop()
        forth[who].append((document_id, self.held(who, document_id)))
        self.now[who, document_id] = state
        assert desk.here == document_id

    @invariant()
    def the_file_is_sound_and_its_journal_gives_the_rows(self) -> None:
        assert findings(self.path) == []

    @invariant()
    def the_open_article_is_what_the_model_and_the_file_say(self) -> None:
        for who, desk in self.desks.items():
            article, fresh = desk.article, self.stored(who, desk.here)
            assert said(article) == said(fresh) == self.held(who, desk.here)
            # Memory adds what was made elsewhere, leaves out what others turned down, and
            # knows what labels mean.
            kept = {(one.start, one.end) for one in article.suggestions if one.source == "model"}
            assert kept <= {(one.start, one.end) for one in fresh.suggestions}
            assert {*map(key_of, article.suggestions)}.isdisjoint(article.rejected)
            for span in article.spans:
                assert article.text[span.start : span.end].strip()
            focus = article.place.focus
            assert focus is None or focus in (*article.spans, *article.suggestions)

    @invariant()
    def replaying_the_journal_gives_every_annotation(self) -> None:
        project = self.desks["ana"].session.project
        for (who, document_id), state in self.now.items():
            number = project.annotator_id(who)
            assert number
            replayed = Annotation()
            for edit in project.journal.of(DocumentId(document_id), number):
                replayed = apply(edit, replayed)
            assert replayed == state


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
