import hashlib

import pytest
from hypothesis import given

from annotator.core.annotation import Answer
from annotator.core.document import TITLE_LENGTH, NewDocument, document_key, first_words
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span, key_of, overlap, relabelled
from annotator.core.suggestion import Suggestion
from tests.formats.torture import texts


@given(text=texts)
def test_a_key_is_the_sha_256_of_the_text_in_utf_8(text: str) -> None:
    assert document_key(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_a_lone_surrogate_has_no_key() -> None:
    with pytest.raises(UnicodeEncodeError):
        document_key("a\ud800")


@given(text=texts)
def test_first_words_fit_on_one_line(text: str) -> None:
    words = first_words(text)
    assert 0 < len(words) <= TITLE_LENGTH
    assert len(words.splitlines()) == 1
    assert words == words.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Headline\n\nBody", "Headline"),
        ("\ufeff\r\n \t\r\n  Two\twords \r\nmore", "Two words"),
        ("\u2028A\u00a0b\u2028c", "A b"),
        ("👩\u200d👩\u200d👧 at home", "👩\u200d👩\u200d👧 at home"),
        ("Co\u00adoperation \u202eabc", "Cooperation abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\0b", "a b"),
        ("x" * 500, "x" * TITLE_LENGTH),
        ("", "(empty)"),
        (" \n\u200b", "(empty)"),
    ],
)
def test_the_first_line_that_shows_anything_is_the_title(text: str, expected: str) -> None:
    assert first_words(text) == expected


def test_a_title_in_meta_goes_before_the_first_words() -> None:
    assert NewDocument("Body", {"title": "Given"}).title == "Given"
    assert NewDocument("Body", {"title": " "}).title == "Body"
    assert NewDocument("Body", {"title": 7}).title == "Body"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 4)])
def test_a_span_that_is_no_range_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end, "ORG")


def test_spans_overlap_when_they_share_a_character() -> None:
    span = Span(2, 5, "ORG")
    assert overlap(span, Span(4, 9, "X"))
    assert overlap(span, Span(3, 4, "X"))
    assert not overlap(span, Span(5, 9, "X"))
    assert key_of(relabelled(span, "GPE")) == (2, 5, "GPE")


def test_an_accepted_suggestion_remembers_who_proposed_it() -> None:
    suggestion = Suggestion(2, 5, "ORG", "en_core_web_sm", 0.5, (("GPE", 0.3),))
    assert suggestion.accepted() == Span(2, 5, "ORG", "en_core_web_sm", 0.5)
    assert suggestion.accepted("GPE") == Span(2, 5, "GPE", "en_core_web_sm", 0.5)


def test_a_problem_says_where_it_is() -> None:
    assert str(Problem("a.jsonl", 7, "not JSON")) == "a.jsonl, line 7: not JSON"
    assert str(Problem("a.txt", None, "empty")) == "a.txt: empty"


def test_a_record_is_annotated_when_somebody_said_something() -> None:
    assert not Record("a").is_annotated
    assert Record("a", spans=()).is_annotated
    assert Record("a", answer=Answer.IGNORE).is_annotated
    assert Exported("k", "a", {}, "ana", (), Answer.ACCEPT).complete
    assert not Exported("k", "a", {}, "ana", (), None).complete
