"""How the focus, the cursor and the selection move."""

from collections.abc import Callable
from functools import partial

from annotator.session.session import Session
from annotator.ui.actions.action import Action, Run, in_article
from annotator.ui.bridge import Bridge
from annotator.ui.text.view import ArticleView

Place = Callable[[int], int]
"""From an offset in the text to another."""


def moving(bridge: Bridge, view: ArticleView) -> list[Action]:
    """The menus Move and Select."""
    return [*_move(bridge, view), *_select(bridge, view)]


def _move(bridge: Bridge, view: ArticleView) -> list[Action]:
    do, session, gestures = bridge.do, bridge.session, bridge.gestures

    def step(step_: int) -> Run:
        return lambda: do(lambda: gestures.step(step_))

    def to(place: Place) -> Run:
        return lambda: do(lambda: gestures.put_cursor(place(_here(session))))

    return in_article(
        "Move",
        [
            ("next_span", "Next span", "Tab", lambda: do(gestures.focus_next)),
            ("previous_span", "Previous span", "Shift+Tab", lambda: do(gestures.focus_previous)),
            ("word_left", "Word to the left", "Left", step(-1)),
            ("word_right", "Word to the right", "Right", step(1)),
            ("up", "Line up", "Up", to(partial(view.offset_in_line, lines=-1))),
            ("down", "Line down", "Down", to(partial(view.offset_in_line, lines=1))),
            ("page_up", "Page up", "PgUp", to(partial(_page, view, -1))),
            ("page_down", "Page down", "PgDown", to(partial(_page, view, 1))),
            ("line_start", "First word of the line", "Home", to(partial(_line_start, session, view))),
            ("line_end", "Last word of the line", "End", to(partial(_line_end, session, view))),
            ("text_start", "First word of the text", "Ctrl+Home", to(lambda _: 0)),
            ("text_end", "Last word of the text", "Ctrl+End", to(lambda _: _length(session))),
        ],
    )  # fmt: skip


def _select(bridge: Bridge, view: ArticleView) -> list[Action]:
    do, session, gestures = bridge.do, bridge.session, bridge.gestures

    def extend(step: int, *, by_character: bool = False) -> Run:
        return lambda: do(lambda: gestures.extend(step, by_character=by_character))

    def to(place: Place) -> Run:
        return lambda: do(lambda: gestures.put_cursor(place(_here(session)), select=True))

    left, right = "Alt+Shift+Left", "Alt+Shift+Right"
    return in_article(
        "Select",
        [
            ("extend_left", "Word to the left, or end of the span", "Shift+Left", extend(-1)),
            ("extend_right", "Word to the right, or end of the span", "Shift+Right", extend(1)),
            ("extend_character_left", "Character to the left, or end of the span", left, extend(-1, by_character=True)),
            ("extend_character_right", "Character to the right, or end of the span", right, extend(1, by_character=True)),
            ("extend_up", "A line up", "Shift+Up", to(partial(view.offset_in_line, lines=-1))),
            ("extend_down", "A line down", "Shift+Down", to(partial(view.offset_in_line, lines=1))),
            ("extend_start", "To the first word of the line", "Shift+Home", to(partial(_line_start, session, view))),
            ("extend_end", "To the last word of the line", "Shift+End", to(partial(_line_end, session, view))),
        ],
    )  # fmt: skip


def _page(view: ArticleView, direction: int, offset: int) -> int:
    return view.offset_in_line(offset, direction * view.page_lines())


def _line_start(session: Session, view: ArticleView, offset: int) -> int:
    start, end = view.line_range(offset)
    word = session.article.words.after(start) if session.article else None
    return word[0] if word and word[0] < end else offset


def _line_end(session: Session, view: ArticleView, offset: int) -> int:
    _, end = view.line_range(offset)
    if session.article is None:
        return offset
    words = session.article.words
    # A line may end in white space: what stands there is not in the next line.
    word = words.containing(end - 1) or words.before(end)
    return word[0] if word else offset


def _here(session: Session) -> int:
    return session.article.place.cursor[0] if session.article else 0


def _length(session: Session) -> int:
    return len(session.article.text) if session.article else 0
