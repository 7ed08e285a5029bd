"""Patterns of an open project, and what workers say of them."""

from pathlib import Path

from annotator.core.document import DocumentId
from annotator.core.pattern import SOURCE, Pattern
from annotator.core.suggestion import Suggestion
from annotator.session.ahead import Ahead
from annotator.session.models import Proposer
from annotator.session.patterning import patterns_of, put_patterns
from annotator.storage.project import Project
from annotator.suggest.protocol import PIECE_LENGTH, Piece, SuggestedPiece
from tests.session.conftest import Sit
from tests.session.stage import TEXT, Desk
from tests.storage.projects import make, sql

MODEL = "model"
IBM = Pattern("ORG", "IBM")


def ahead_of(desk: Desk) -> Ahead:
    return Ahead(desk.session, Proposer(MODEL, MODEL, MODEL))


def answer(piece: Piece, version: int, *, word: str = "IBM") -> SuggestedPiece:
    """What a worker says that finds one word in each piece."""
    at = piece.start + piece.text.index(word)
    hit = Suggestion(at, at + len(word), "ORG", SOURCE)
    sources = (SOURCE,) if piece.patterns_only else (MODEL, SOURCE)
    return SuggestedPiece(piece.document_id, piece.start, piece.end, b"", (hit,), sources, version)


def put_hits(path: Path) -> list[tuple[object, ...]]:
    return sql(
        path,
        "SELECT document_id, start FROM suggestions JOIN sources ON sources.id = source_id"
        " WHERE name = 'patterns' ORDER BY document_id, start",
    )


def test_patterns_that_change_are_told_and_only_they_are_looked_for_again(desk: Desk) -> None:
    ahead = ahead_of(desk)
    assert ahead.next_setup().patterns == ()
    assert ahead.next_setup() is None
    assert ahead.next_pieces()[0].document_id == 2  # the first has been suggested
    changes = put_patterns(desk.session, [IBM, IBM])
    assert changes.queue
    assert patterns_of(desk.session) == [IBM]
    setup = ahead.next_setup()
    assert (setup.patterns, setup.version) == ((IBM,), 1)
    (piece,) = ahead.next_pieces()
    assert (piece.document_id, piece.patterns_only, piece.text) == (1, True, TEXT)
    ahead.take(answer(piece, 1))
    assert put_hits(desk.session.path) == [(1, TEXT.index("IBM"))]
    assert [(p.document_id, p.patterns_only) for p in ahead.next_pieces()] == [(3, False)]


def test_what_older_patterns_found_is_let_go_and_asked_for_anew(desk: Desk) -> None:
    ahead = ahead_of(desk)
    put_patterns(desk.session, [IBM])
    ahead.next_setup()
    (piece,) = ahead.next_pieces()
    put_patterns(desk.session, [Pattern("ORG", "Univac")])
    ahead.take(answer(piece, 1))
    assert put_hits(desk.session.path) == []
    assert ahead.next_setup().version == 2
    assert ahead.next_pieces() == [piece]


def test_a_long_document_half_way_through_is_caught_up_with_before_it_goes_on(
    tmp_path: Path,
) -> None:
    text = ("IBM and nobody else. " * 40 + "\n\n") * 120
    desk = Desk(make(tmp_path / "long.annotator", text))
    ahead = ahead_of(desk)
    ahead.next_setup()
    pieces = ahead.next_pieces()
    assert len(pieces) > 3
    for piece in pieces[:2]:
        ahead.take(SuggestedPiece(1, piece.start, piece.end, b"", (), (MODEL,)))
    put_patterns(desk.session, [IBM])
    ahead.next_setup()
    ahead.forget()
    caught_up = ahead.next_pieces()
    assert [(p.start, p.patterns_only) for p in caught_up] == [(p.start, True) for p in pieces[:2]]
    for piece in caught_up:
        ahead.take(answer(piece, 1))
    going_on = ahead.next_pieces()
    assert (going_on[0].start, going_on[0].patterns_only) == (pieces[2].start, False)
    assert going_on[0].end - going_on[0].start <= PIECE_LENGTH
    desk.close()


def test_a_label_that_the_set_lacks_comes_into_it_and_the_place_is_kept(desk: Desk) -> None:
    desk.focus_on("IBM", "ORG")
    changes = put_patterns(desk.session, [Pattern("TEA", "green tea")])
    assert changes.labels
    assert changes.opened
    assert desk.session.labels.named("TEA") is not None
    assert desk.focus == ("IBM", "ORG")


def test_what_patterns_proposed_goes_away_with_them_and_nothing_else_does(sit: Sit) -> None:
    desk = sit()
    ahead = ahead_of(desk)
    before = desk.suggestions
    put_patterns(desk.session, [Pattern("ORG", "Bonn")])
    ahead.next_setup()
    (piece,) = ahead.next_pieces()
    ahead.take(answer(piece, 1, word="Bonn"))
    assert desk.suggestions == [*before, ("Bonn", "ORG")]
    put_patterns(desk.session, [])
    assert desk.suggestions == before
    assert desk.session.project.suggestions.done_up_to(DocumentId(1), SOURCE) is None


def test_a_change_of_the_patterns_is_taken_back_by_one_undo(desk: Desk) -> None:
    univac = Pattern("TEA", "Univac")
    put_patterns(desk.session, [IBM])
    put_patterns(desk.session, [univac, IBM])
    assert "TEA" in desk.session.labels
    undone = desk.session.undo()
    assert undone.note == "Undo: change the patterns"
    assert undone.queue
    assert patterns_of(desk.session) == [IBM]
    assert "TEA" not in desk.session.labels
    desk.session.redo()
    assert patterns_of(desk.session) == [univac, IBM]
    for _ in range(2):
        desk.session.undo()
    assert patterns_of(desk.session) == []


def test_patterns_that_came_in_from_elsewhere_stay_when_a_change_is_taken_back(desk: Desk) -> None:
    bonn = Pattern("LOC", "Bonn")
    put_patterns(desk.session, [IBM])
    with Project.open(desk.session.path) as other, other.transaction():
        other.patterns.put([IBM, bonn])
    desk.session.undo()
    assert patterns_of(desk.session) == [bonn]


def test_patterns_that_stay_the_same_are_no_change(desk: Desk) -> None:
    put_patterns(desk.session, [IBM])
    put_patterns(desk.session, [IBM, IBM])
    assert sql(desk.session.path, "SELECT count(*) FROM steps") == [(1,)]
