"""What is proposed, and what not: memory on and off, how sure it has to be, other labels."""

from dataclasses import replace

from annotator.core.calibration import Calibration
from annotator.core.edit import Edit
from annotator.core.suggestion import Suggestion
from annotator.session import decisions, moves
from annotator.session.article import Article
from annotator.session.changes import Changes
from annotator.session.recall import (
    CALIBRATION_SETTING,
    LEAST_SURE_SETTING,
    MEMORY_SETTING,
    OFF,
    ON,
)
from annotator.session.session import Session

STEP = 0.1
MOST = 0.9
LIKELY_FROM = 0.005
"""Labels that are less likely than this are no choice."""


class Proposals:
    """The verbs of the menu Model. Settings are the project's, and stand in its file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def memory_is_on(self) -> bool:
        """Whether memory proposes."""
        return self._session.recall.is_on

    def switch_memory(self) -> Changes:
        """Turn memory off or on, for everyone who works in this project."""
        now = OFF if self.memory_is_on else ON
        self._put(MEMORY_SETTING, now)
        return replace(self._session.hear_again(), note=f"Memory is {now}.")

    def ask_for(self, step: int) -> Changes:
        """Hide what is less sure than before, or (-1) show what is less sure."""
        share = round(min(MOST, max(0.0, self._session.recall.least_sure + step * STEP)), 2)
        self._put(LEAST_SURE_SETTING, str(share))
        changes = self._session.hear_again()
        return replace(changes, note=self.hidden() or "All suggestions are shown.")

    def hidden(self) -> str:
        """How many suggestions of the open document are hidden for being unlikely, or that all
        are, as it is in the blind slice; "": nothing is to be hidden."""
        article = self._session.article
        if article is not None and self._session.recall.is_blind:
            return "Suggestions are hidden here: blind sample"
        if article is None:
            return ""
        least, hidden = article.least_sure or article.least_chance, article.count_hidden()
        if not hidden and not article.least_sure:
            return ""
        return f"{hidden:,} less sure than {least:.0%} hidden"

    def calibrate(self, calibration: Calibration) -> Changes:
        """Keep how often sources are right. It shows in the documents that are opened later:
        nothing moves under the annotator's hands."""
        if calibration != self._session.recall.calibration:
            self._put(CALIBRATION_SETTING, calibration.to_json())
        return Changes()

    def next_label(self) -> Changes:
        """Give the focused suggestion its next likely label; after the last the first."""
        if not likely_labels(self._session.article):
            return Changes(note="No other label is likely here.")
        return self._session.decide("label", _with_next_label, moves.to_added)

    def _put(self, name: str, value: str) -> None:
        project = self._session.project
        with project.transaction():
            project.put_setting(name, value)
        self._session.recall.read_settings()


def proposed_at_focus(article: Article | None) -> Suggestion | None:
    """The suggestion that is focused, or that the focused label was made of."""
    focus = article.place.focus if article else None
    if article is None or focus is None:
        return None
    there = article.all_suggestions.with_range(focus.start, focus.end)
    return max(there, key=lambda one: one.sureness or 0.0, default=None)


def likely_labels(article: Article | None) -> list[tuple[str, float | None]]:
    """The labels that are likely for the focused span with their chances, the most likely
    first; none if there is no choice."""
    one = proposed_at_focus(article)
    if one is None:
        return []
    others = [(name, share) for name, share in one.runners_up if share >= LIKELY_FROM]
    return [(one.label, one.sureness), *others] if others else []


def _with_next_label(article: Article) -> Edit:
    focus, names = article.place.focus, [name for name, _ in likely_labels(article)]
    if focus is None or not names:
        return Edit()
    at = names.index(focus.label) + 1 if focus.label in names else 0
    return decisions.labelling(article, names[at % len(names)])
