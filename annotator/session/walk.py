"""Going through a document from one place that needs a look to the next, deciding on the way."""

from collections.abc import Callable

from annotator.core.edit import Edit
from annotator.core.span import key_of
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range
from annotator.session import decisions, moves, stops
from annotator.session.article import Article, Place
from annotator.session.changes import Changes
from annotator.session.hints import Hint, place_of
from annotator.session.session import Session

NOTHING_MORE = "No further place to look at."
NOTHING_NEAR = "Nothing nearby looks like a part of it."
NOTHING_INSIDE = "Nothing in it looks like a name of its own."


class Walk:
    """The verbs of the walk. What decides goes on to the next place, unless there is none:
    then what was decided keeps the focus."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next(self) -> Changes:
        """Focus the next doubtful suggestion or select the next likely place, whichever
        comes first."""
        return self._go(stops.next_stop)

    def previous(self) -> Changes:
        """The same backwards."""
        return self._go(stops.previous_stop)

    def least_sure(self) -> Changes:
        """Focus the suggestion most likely to be wrong that was not visited yet."""
        return self._go(_least_sure)

    def label(self, name: str) -> Changes:
        """Give the focused span, the selection or the word under the cursor a label."""
        return self._decide("label", lambda a: decisions.labelling(a, name))

    def accept(self) -> Changes:
        """Accept the focused suggestion."""
        return self._decide("accept", decisions.accepting)

    def remove(self) -> Changes:
        """Reject the focused suggestion, or remove the focused label."""
        return self._decide("remove", decisions.removing)

    def jump(self, hint: Hint) -> Changes:
        """Go where a hint leads."""
        return self._go(lambda a: place_of(a, hint))

    def reject_everywhere(self) -> Changes:
        """Reject the focused suggestion and every other one of the same words and label, as
        one step; or pass the selected words here and wherever else they stand."""
        article = self._session.article
        if article and article.place.focus is None and article.place.selection:
            article.trail.declined.add(article.text[slice(*article.place.selection)])
            return self.next()
        return self._decide("reject everywhere", _rejecting_everywhere)

    def widen(self) -> Changes:
        """Draw the selection, the focused span or the cursor's word out to the likely place
        round it, or else to the end of the next one nearby."""
        return self._change(stops.widened, NOTHING_NEAR)

    def narrow(self) -> Changes:
        """Cut the selection or the focused span down to the first likely place in it."""
        return self._change(stops.narrowed, NOTHING_INSIDE)

    def _change(self, rule: Callable[[Article], Range | None], otherwise: str) -> Changes:
        article = self._session.article
        found = rule(article) if article else None
        if article is None or found is None:
            return Changes(note=otherwise)
        if article.place.focus:
            return self._session.decide(
                "resize", lambda a: decisions.resizing(a, rule(a)), moves.to_added
            )
        return self._session.move(lambda a: moves.selected(a, *found, by_character=False))

    def _go(self, rule: Callable[[Article], Place | None]) -> Changes:
        article = self._session.article
        place = rule(article) if article else None
        if article is None or place is None:
            return Changes(note=NOTHING_MORE)
        if place.focus is not None:
            article.trail.visited.add(key_of(place.focus))
        return self._session.move(lambda _: place)

    def _decide(self, gesture: str, what: Callable[[Article], Edit]) -> Changes:
        return self._session.decide(gesture, what, _onward)


def _least_sure(article: Article) -> Place | None:
    found = stops.least_sure(article)
    return moves.focused(article, found) if found else None


def _rejecting_everywhere(article: Article) -> Edit:
    focus = article.place.focus
    if not isinstance(focus, Suggestion):
        return decisions.removing(article)
    return Edit(rejected=tuple(stops.same_suggestions(article, focus)))


def _onward(article: Article, edit: Edit, before: Place) -> Place:
    """After an edit: the next stop after what was decided, else what was decided."""
    decided = _range(before)
    found = stops.next_stop(article, decided)
    if found is None:
        return moves.to_added(article, edit, before)
    if found.focus is not None:
        article.trail.visited.add(key_of(found.focus))
    return found


def _range(place: Place) -> Range:
    if place.focus is not None:
        return place.focus.start, place.focus.end
    return place.selection or place.cursor
