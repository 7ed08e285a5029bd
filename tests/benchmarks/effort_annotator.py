"""A perfect annotator before the real window: knows gold, and takes the fewest keys it finds.

It finds them by imagining where a few keys lead, as a person does who has used the program
for some days. What it presses are real keys; what comes of them it reads from the window.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annotator.core.edit import Edit
from annotator.core.span import SpanKey, key_of
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range
from annotator.session import decisions, moves, stops
from annotator.session.article import Article, Place
from annotator.session.hints import hints, place_of
from annotator.ui.hints import in_sight
from annotator.ui.text.motion import Motion
from tests.benchmarks.effort_tasks import Task, keys_there, standing, tasks
from tests.journeys.person import Person

CHANGES = {"+": "+ widens", "/": "/ narrows"}
MOST_AGAIN = 9
"""How often a key is pressed in a row, counting ahead."""
MOST_STEPS = 2
MOST_LINES = 3
UNSEEN = 4
"""What a task is taken to cost that is out of sight, or far."""
WORTH_ALL = 2
"""So many other mentions make "label every other mention" worth its key."""
LONGEST_SPENT = 60


def _least_sure(article: Article) -> Place | None:
    found = stops.least_sure(article)
    return moves.focused(article, found) if found else None


Then = Callable[[Article, Edit, Place], Place]
"""Where a key leads after its edit."""
LEAPS: dict[str, Callable[[Article], Place | None]] = {
    ",": stops.next_stop,
    "Tab": lambda a: moves.focused(a, moves.next_span(a)),
    "Shift+Tab": lambda a: moves.focused(a, moves.previous_span(a)),
    ".": _least_sure,
}
STEPS = {"Right": 1, "Left": -1}
LINES = {"Down": 1, "Up": -1}


class Annotator:
    """Does one document after the other in the window, and counts the keys by kind."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.spent: Counter[str] = Counter()
        self._gold: set[SpanKey] = set()
        self._label_keys = {one.name: one.key for one in person.screen.session.labels}

    @property
    def article(self) -> Article:
        return self.person.article

    def do(self, gold: set[SpanKey]) -> None:
        """Label the open document as gold says, and finish it."""
        self._gold, reached = gold, 0
        limit = self.spent.total() + LONGEST_SPENT * (len(gold) + len(self.article.suggestions))
        while left := self._tasks():
            task = _following(reached, left)
            if self._go(task):
                reached = task.at[0]
                self._decide(task)
            assert self.spent.total() <= limit, f"no end with {task}"
        assert {key_of(span) for span in self.article.spans} <= gold
        self._press("Ctrl+Return", "finishing")

    def _tasks(self) -> list[Task]:
        return tasks(self.article, self._gold)

    def _press(self, key: str, kind: str) -> None:
        self.person.press(key)
        self.spent[kind] += 1

    # Going there

    def _go(self, task: Task) -> bool:
        """Go to a task, or a page nearer to it; whether the annotator is there."""
        keys = self._cheapest(task)
        sees = self._sees(task.at)
        if keys is None or (not sees and len(keys) > UNSEEN):
            down = task.at[0] >= self.article.place.cursor[0]
            # Where everything is in sight, and yet no way found, the neighbour is tried.
            key = ("Right" if down else "Left") if sees else ("PgDown" if down else "PgUp")
            self._press(key, "arrows" if sees else "paging")
            return False
        for key in keys:
            self._press(key, _kind(key))
        return _is_there(self.article, task)

    def _sees(self, range_: Range) -> bool:
        start, end = in_sight(self.person.screen.article.view)
        return start <= range_[0] and range_[1] <= end

    def _cheapest(self, task: Task) -> list[str] | None:
        found = None
        for keys, place in (*self._known_ways(), *self._hinted_ways(task)):
            there = keys_there(self.article, place, task)
            if there is not None and (found is None or len(keys) + len(there) < len(found)):
                found = [*keys, *there]
        return found

    def _known_ways(self) -> Iterator[tuple[list[str], Place]]:
        """One key, once or again and again, or lines up and down, and then some steps by words."""
        here = self.article.place
        yield from self._stepped([], here)
        for key, leap in LEAPS.items():
            place = here
            # Where "." leads next depends on what it has visited.
            for times in range(1, 2 if key == "." else MOST_AGAIN + 1):
                moved = self._imagined(place, leap)
                if moved is None or moved == place:
                    break
                place = moved
                yield from self._stepped([key] * times, place)
        for key, step in LINES.items():
            # A motion of its own: the view's remembers where a walk by lines began.
            motion, offset = Motion(self.person.screen.article.view._page.sheet), here.cursor[0]
            for times in range(1, MOST_LINES + 1):
                offset = motion.offset_in_line(offset, step)
                yield from self._stepped([key] * times, moves.to_word(self.article, offset))

    def _hinted_ways(self, task: Task) -> Iterator[tuple[list[str], Place]]:
        if not self._sees(task.at):
            return
        for hint in hints(self.article, *in_sight(self.person.screen.article.view)):
            if hint.start < task.at[1] and hint.end > task.at[0]:
                yield [";", *hint.letters], place_of(self.article, hint)

    def _stepped(self, keys: list[str], place: Place) -> Iterator[tuple[list[str], Place]]:
        yield keys, place
        for key, step in STEPS.items():
            stepped = place
            for times in range(1, MOST_STEPS + 1):
                moved = self._imagined(stepped, lambda a, s=step: Place(moves.word_step(a, s)))
                assert moved is not None
                stepped = moved
                yield [*keys, *[key] * times], stepped

    def _imagined(self, place: Place, where: Callable[[Article], Place | None]) -> Place | None:
        with standing(self.article, place):
            return where(self.article)

    # Deciding

    def _decide(self, task: Task) -> None:
        focus = self.article.place.focus
        if task.target is None:
            assert task.suggestion
            self._reject(task.suggestion)
        elif focus is None or key_of(focus) != task.target:
            self._label(task.target[2])

    def _label(self, label: str) -> None:
        key, edit = self._label_keys[label], decisions.labelling(self.article, label)
        if self._is_all_wanted(edit):
            self._press(key, "label key")
            # What memory proposes now may have changed what is a mention.
            more = decisions.labelling_mentions(self.article).added
            if {key_of(span) for span in more} <= self._gold:
                self._press("Ctrl+M", "every other mention")
        else:
            self._press_nearer(key, "label key", edit, moves.to_added)

    def _reject(self, suggestion: Suggestion) -> None:
        same = set(stops.same_suggestions(self.article, suggestion))
        wrong = {key_of(t.suggestion) for t in self._tasks() if t.suggestion and not t.target}
        if len(same) > 1 and same <= wrong:
            self._press("-", "- rejects all the same")
        else:
            edit = decisions.removing(self.article)
            self._press_nearer("Delete", "Delete", edit, moves.to_next_undecided)

    def _press_nearer(self, key: str, kind: str, edit: Edit, then: Then) -> None:
        """A key, or the same with Alt, whichever leads nearer to the next task."""
        held = "" if self._cost_after(edit, then) < self._cost_after(edit, _onward) else "Alt+"
        self._press(f"{held}{key}", f"{held}{kind}")

    def _is_all_wanted(self, edit: Edit) -> bool:
        """Whether labelling all other mentions as well is right, and saves keys."""
        with self._after(edit, moves.to_added):
            more = {key_of(span) for span in decisions.labelling_mentions(self.article).added}
            waiting = {task.target for task in self._tasks()}
        return more <= self._gold and len(more & waiting) >= WORTH_ALL

    def _cost_after(self, edit: Edit, then: Then) -> int:
        """What getting to the next task costs after an edit, without hints."""
        reached = self.article.place.cursor[0]
        with self._after(edit, then):
            left = self._tasks()
            if not left:
                return 0
            task = _following(reached, left)
            there = ((keys, keys_there(self.article, p, task)) for keys, p in self._known_ways())
            costs = [len(keys) + len(more) for keys, more in there if more is not None]
        return min([UNSEEN, *costs])

    @contextmanager
    def _after(self, edit: Edit, then: Then) -> Iterator[None]:
        """The article as it would be after an edit, as long as the block lasts."""
        article, before = self.article, self.article.place
        article.apply(edit)
        article.place = then(article, edit, before)
        yield
        article.apply(edit.inverse())
        article.place = before


def _onward(article: Article, edit: Edit, before: Place) -> Place:
    decided = (before.focus.start, before.focus.end) if before.focus else before.selection
    found = stops.next_stop(article, decided or before.cursor)
    return found or moves.to_added(article, edit, before)


def _is_there(article: Article, task: Task) -> bool:
    place = article.place
    if task.suggestion is not None:
        focus = place.focus
        return focus is not None and (
            task.target is None or (focus.start, focus.end) == task.target[:2]
        )
    assert task.target
    return place.focus is None and (place.selection or place.cursor) == task.target[:2]


def _following(reached: int, left: list[Task]) -> Task:
    """The next task in reading order; from the top after the last."""
    return next((task for task in left if task.at[0] >= reached), left[0])


def _kind(key: str) -> str:
    if key in LEAPS:
        return key
    if key in STEPS or key in LINES:
        return "arrows"
    if key in CHANGES:
        return CHANGES[key]
    if "Shift+" in key:
        return "edges by character" if "Alt+" in key else "edges by word"
    return "; for hints" if key == ";" else "hint letters"
