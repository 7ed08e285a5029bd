import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.suggestion import Suggestion
from annotator.suggest.protocol import (
    PIECE_LENGTH,
    Failed,
    Piece,
    Ready,
    SuggestedPiece,
    Unsuggested,
    decode,
    encode,
    pieces_of,
)

numbers = st.integers(0, 10**9)
shares = st.floats(0, 1)
anything = st.text(st.characters())  # lone surrogates too
suggestions = st.builds(
    Suggestion,
    start=numbers,
    end=numbers,
    label=anything,
    source=anything,
    score=st.none() | shares,
    runners_up=st.lists(st.tuples(anything, shares), max_size=3).map(tuple),
)
messages = st.one_of(
    st.builds(Piece, numbers, numbers, numbers, anything),
    st.builds(
        SuggestedPiece,
        numbers,
        numbers,
        numbers,
        st.binary(),
        st.lists(suggestions, max_size=3).map(tuple),
    ),
    st.builds(Unsuggested, numbers, numbers, numbers, anything),
    st.builds(Ready, anything, st.lists(anything).map(tuple)),
    st.builds(Failed, anything, anything),
)


@given(messages)
def test_a_message_comes_back_as_it_was_from_a_single_line(message) -> None:
    line = encode(message)
    assert decode(line) == message
    assert line.endswith(b"\n")
    assert len(line.decode("ascii").splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["a\nb", "a\r\nb\r", "\0", "\u2028\u2029\x85\x0b\x0c\x1c", "👩‍👩‍👧", "\ufeff\u00a0", ""]
)
def test_a_text_may_hold_anything(text) -> None:
    assert decode(encode(Piece(1, 0, len(text), text))).text == text


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"hello\n",
        b"[]\n",
        b"{}\n",
        b'{"kind": "other"}\n',
        b'{"kind": "piece"}\n',
        b"\xff",
    ],
)
def test_what_is_no_message_is_refused(line) -> None:
    with pytest.raises(ValueError, match=r"not a message|codec|Expecting"):
        decode(line)


def test_a_worker_s_message_is_plain_json() -> None:
    said = json.loads(encode(Unsuggested(1, 2, 3, "why")))
    assert said == {"kind": "unsuggested", "document_id": 1, "start": 2, "end": 3, "reason": "why"}


@given(st.text(alphabet="ab \n\r", max_size=40), st.integers(1, 50))
def test_the_pieces_of_a_text_make_the_text_again(text, times) -> None:
    text *= times * 40
    pieces = list(pieces_of(7, text))
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text == text[piece.start : piece.end] for piece in pieces)
    assert all(len(piece.text) <= PIECE_LENGTH for piece in pieces)
    assert {piece.document_id for piece in pieces} == {7}


def test_an_empty_text_is_one_empty_piece() -> None:
    assert list(pieces_of(1, "")) == [Piece(1, 0, 0, "")]
