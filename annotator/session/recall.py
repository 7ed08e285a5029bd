"""What is proposed in the open document: what suggesters say and what the project remembers,
in one voice; and the memory itself, read after the window is there and then kept up to date."""

from collections import deque
from collections.abc import Iterator
from itertools import chain

from annotator.core import sample
from annotator.core.calibration import Calibration
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.histories import UNSIGNED, Signature
from annotator.core.memory import LONGEST, SOURCE, Experience, Memory
from annotator.core.pieces import cut
from annotator.core.span import SpanKey, key_of
from annotator.core.suggestion import Suggestion, sources_of
from annotator.core.voices import united
from annotator.core.words import Range
from annotator.session.article import Article, collection_paused, ranges_of
from annotator.session.here import AT_ONCE, Here, String
from annotator.session.mentions import Mentions
from annotator.session.understanding import Understanding
from annotator.storage.project import Project

PIECE = 4_000
"""Code points that are looked through at a step: 4 ms with 50,000 strings."""
STRINGS_AT_ONCE = 500
WHOLE = (0, 1 << 62)
MEMORY_SETTING, ON, OFF = "memory", "on", "off"
CALIBRATION_SETTING = "calibration"
LEAST_SURE_SETTING = "least_sure"
UNLIKELY = 0.35
"""What is less likely than this in the light of what was decided here is hidden unless somebody
asked to see all: a wrong one costs about what a missing one does."""
BLIND_SETTING = "blind"
MOST_NEW_EDITS = 200
"""After more edits of others the memory is read anew."""


class Recall:
    """Takes steps as long as it `is_busy`: each is short, and returns the ranges of the open
    document in which something else is proposed now."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.memory = Memory()
        self.calibration = Calibration()
        self.least_sure = self.least_chance = 0.0
        self.is_on = True
        self._understanding = Understanding(project)
        self.has_blind_slice = False
        self.is_blind = False
        self.read_settings()
        self.is_read = False
        self._seen = 0
        self._article: Article | None = None
        self._here: Here | None = None
        self._work: Iterator[list[Range]] = iter(())
        self._mentions: deque[Mentions] = deque()
        self.is_busy = True

    def read_settings(self) -> None:
        """Know what the project says of memory, calibration and what to hide."""
        setting = self._project.setting
        self.is_on = setting(MEMORY_SETTING, ON) == ON
        self.calibration = Calibration.from_json(setting(CALIBRATION_SETTING))
        asked = setting(LEAST_SURE_SETTING)
        self.least_sure = share_of(asked)
        # Somebody asked to see all if it says 0.
        self.least_chance = UNLIKELY if self.is_on and (self.least_sure or not asked) else 0.0
        self.has_blind_slice = setting(BLIND_SETTING) == ON

    # The document

    def hear(self, article: Article, piece: Range = WHOLE) -> list[Suggestion]:
        """What is to be shown of what sources propose in a piece of a document: agreed upon,
        with the labels that they mean here, without what people turned down elsewhere. Nothing,
        in a document of the blind slice."""
        if self._article is not article:
            self._article, self._here = article, Here(article)
            self._understanding.open(article.document.id)
        self.is_blind = self.has_blind_slice and sample.is_blind(article.document.key)
        article.least_sure, article.least_chance = self.least_sure, self.least_chance
        return self._agreed(article, self._kept(article, piece))

    def _kept(self, article: Article, piece: Range) -> list[Suggestion]:
        if self.is_blind:
            return []
        of = self._project.suggestions.of
        if not self.is_on:
            return of(article.document.id, piece)
        return self._understanding.understood(of(article.document.id, piece, foreign=True))

    def _agreed(self, article: Article, suggestions: list[Suggestion]) -> list[Suggestion]:
        if self.is_on and len(self.memory):
            suggestions = [s for s in suggestions if not self._is_turned_down(article, s)]
        return united(suggestions, self.calibration)

    def _is_turned_down(self, article: Article, suggestion: Suggestion) -> bool:
        assert self._here is not None
        surface = article.text[suggestion.start : suggestion.end]
        return self.memory.is_turned_down(surface, suggestion.label, but=self._here.decided)

    def begin(self, article: Article) -> None:
        """The article that was heard last is open. What memory proposes at its beginning is
        there at once."""
        assert self._here is not None
        self._here.begin()
        self._mentions.clear()
        self._work, self.is_busy = self._begun(article, self._here), True
        if self.is_read and len(article.spans) <= AT_ONCE:
            self.step()

    def _begun(self, article: Article, here: Here) -> Iterator[list[Range]]:
        is_news = not self.is_read
        yield from self._read()
        while here.read():
            if len(article.spans) > AT_ONCE:
                yield []
        if is_news:
            yield self._hear_again(article)
        pieces = [*cut(article.text, PIECE)] if self.is_on and len(self.memory) else []
        at = article.place.cursor[0]
        for piece in sorted(pieces, key=lambda p: (p[1] <= at, p)):
            yield self.renew(article, piece)

    def _hear_again(self, article: Article) -> list[Range]:
        """Leave out what the memory knows to be wrong, now that it is read."""
        if not self.is_on:
            return []
        wrong = [s for s in article.all_suggestions if self._is_turned_down(article, s)]
        for suggestion in wrong:
            article.drop(suggestion)
        return [(s.start, s.end) for s in wrong]

    def take(self, article: Article, piece: Range) -> None:
        """A suggester has been through a piece of the open document: show what it proposes at
        once, and in a long piece what memory proposes step by step."""
        start, end = piece
        if end - start <= PIECE or not self.is_on or not len(self.memory):
            self.renew(article, piece)
            return
        article.take_piece(piece, self.hear(article, piece))
        parts = cut(article.text[:end], PIECE, start=start)
        self._work = chain((self.renew(article, part) for part in parts), self._work)
        self.is_busy = True

    def renew(self, article: Article, piece: Range) -> list[Range]:
        """Propose anew what begins in a piece of the open document; what changed."""
        before = article.all_suggestions.starting_in(*piece)
        now = self._agreed(
            article, [*self._kept(article, piece), *self._remembered(article, piece)]
        )
        if now == before:
            return []
        article.take_piece(piece, now)
        return [(min([piece[0], *(s.start for s in now)]), max([piece[1], *(s.end for s in now)]))]

    def _remembered(self, article: Article, piece: Range) -> list[Suggestion]:
        if not self.is_on or self.is_blind or self._here is None:
            return []
        here = self._here
        found = self.memory.suggest(article.text, article.words, *piece, but=here.decided)
        return [
            s
            for s in found
            if not here.is_made_over(s.start, s.end)
            and (
                self._understanding.is_corrected
                or here.is_made(article.text[s.start : s.end], s.label)
            )
        ]

    def follow(self, article: Article, edit: Edit) -> list[Range]:
        """Know what an edit of the open document says. What was made is proposed at its other
        mentions, those nearest at once; what changed."""
        assert self._here is not None
        self._know(article.text, edit)
        strings = self._here.take(edit)
        if not self.is_on:
            return []
        at = article.place.cursor[0]
        fresh = [Mentions(surface, at, len(article.text)) for surface, _ in sorted(strings)]
        self._mentions.extend(fresh)
        self.is_busy = self.is_busy or bool(fresh)
        return self._mention(article) if fresh else []

    def _mention(self, article: Article) -> list[Range]:
        """Propose anew at some mentions of what was made, or is no longer."""
        mentions = self._mentions[0]
        changed = []
        for start, end in mentions.some(article.text, article.words):
            changed += self.renew(article, self._cluster(article, start, end))
        if mentions.is_done:
            self._mentions.popleft()
        return changed

    def _cluster(self, article: Article, start: int, end: int) -> Range:
        """A range with all that is proposed over it, also what does not stand."""
        kept = self._kept(article, (max(0, start - LONGEST), end))
        near = [*kept, *article.all_suggestions.overlapping(start, end)]
        over = [s for s in near if s.start < end and s.end > start]
        first = min([start, *(s.start for s in over)])
        last = max([end, *(s.end for s in over)])
        if (first, last) == (start, end):
            return start, end
        return self._cluster(article, first, last)

    def unkept(self, article: Article, edit: Edit) -> dict[SpanKey, tuple[str, float | None]]:
        """What memory proposed of what an edit turns down or puts back."""
        proposed = map(article.all_suggestions.get, (*edit.rejected, *edit.restored))
        ours = (s for s in proposed if s and SOURCE in sources_of(s.source))
        return {key_of(s): (SOURCE, s.score) for s in ours}

    def signature(self, edit: Edit) -> Signature:  # noqa: ARG002
        """Who else makes an edit, and in whose voice: nobody."""
        return UNSIGNED

    # Step by step

    def step(self) -> list[Range]:
        """Do a little of what is to be done."""
        if self._mentions and self._article:
            return self._mention(self._article)
        changed = next(self._work, None)
        self.is_busy = changed is not None
        return changed or []

    # The memory

    def _read(self) -> Iterator[list[Range]]:
        """Read the strings, a page at each step: no cursor stays open that would be in the way
        of a transaction."""
        if self.is_read:
            return
        self._seen = self._project.journal.last_id()
        last: String = ("", "")
        while page := self._take_page(last):
            last = page[-1].surface, page[-1].label
            yield []
        for _ in self._understanding.read():
            yield []
        self.is_read = True

    def _take_page(self, last: String) -> list[Experience]:
        with collection_paused():
            page = self._project.experience.page(last, STRINGS_AT_ONCE)
            for experience in page:
                self.memory.put(experience)
        return page

    def _know(self, text: str, edit: Edit) -> None:
        """Read again what is known of the strings of an edit, which is in the file."""
        keys = [*map(key_of, (*edit.added, *edit.removed)), *edit.rejected, *edit.restored]
        strings = {(text[start:end], label) for start, end, label in keys}
        for experience in self._project.experience.of(strings):
            self.memory.put(experience)

    def catch_up(self) -> None:
        """Know what others have decided and set since."""
        self.read_settings()
        edits = self._project.journal.since(self._seen, limit=MOST_NEW_EDITS + 1)
        self._seen = self._project.journal.last_id()
        if len(edits) > MOST_NEW_EDITS:
            self.is_read, self.is_busy = False, True
            return
        for document_id, edit in edits:
            if ranges_of(edit):
                self._know(self._text(document_id), edit)
            self._understanding.count_again(document_id)

    def _text(self, document_id: DocumentId) -> str:
        return self._project.documents.text(document_id)


def share_of(text: str) -> float:
    """A share (0 to 1) from a setting; 0 if it is none."""
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0
