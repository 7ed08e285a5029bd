"""Terms and patterns of tokens beside a pipeline, on its tokens."""

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.pattern import SOURCE, Pattern, as_typed, of_item
from annotator.suggest.patterns import PatternSuggester, _letters
from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.protocol import Piece, Setup
from annotator.suggest.sources import Sources
from tests.formats.torture import TEXTS, texts

TERMS = ["New York", "York", "é", "🚀", "a b", "…", "Zoe\u0301", "שלום", "IBM"]


@pytest.fixture(scope="module")
def blank() -> Sources:
    return Sources("blank:en")


def found(sources: Sources, text: str, *patterns: Pattern) -> list[tuple[str, str]]:
    """What patterns find: words and labels."""
    assert sources.set_up(Setup("en", (), patterns, 1)).faults == ()
    (answer,) = sources.suggest([Piece(1, 0, len(text), text, patterns_only=True)])
    assert {s.source for s in answer.suggestions} <= {SOURCE}
    assert {s.score for s in answer.suggestions} <= {None}
    assert answer.sources == (SOURCE,)
    return [(text[s.start : s.end], s.label) for s in answer.suggestions]


def faults(sources: Sources, *patterns: Pattern) -> dict[int, str]:
    return dict(sources.set_up(Setup("en", (), patterns, 1)).faults)


def test_a_term_is_found_as_it_is_written_and_tokens_as_they_say(blank: Sources) -> None:
    text = "Green tea, green tea and GREEN\r\n tea."
    assert found(blank, text, Pattern("T", "green tea")) == [("green tea", "T")]
    lower = Pattern("T", [{"LOWER": "green"}, {"lower": "tea"}])
    assert found(blank, text, lower) == [("Green tea", "T"), ("green tea", "T")]
    wide = Pattern("T", [{"LOWER": "green"}, {"IS_SPACE": True, "OP": "*"}, {"LOWER": "tea"}])
    assert [words for words, _ in found(blank, text, wide)][2] == "GREEN\r\n tea"


def test_of_overlapping_hits_the_longest_counts_then_the_first_pattern(blank: Sources) -> None:
    city, york = Pattern("GPE", "New York"), Pattern("PER", "York")
    team = Pattern("ORG", [{"LOWER": "new"}, {"LOWER": "york"}])
    text = "New York, York"
    assert found(blank, text, york, city) == [("New York", "GPE"), ("York", "PER")]
    assert found(blank, text, team, city)[0] == ("New York", "ORG")
    assert found(blank, text, city, team)[0] == ("New York", "GPE")


def test_patterns_stand_beside_the_pipeline_as_a_source_of_their_own(pipeline: Sources) -> None:
    text = "She lives in Brazil."
    try:
        pipeline.set_up(Setup("en", (), (Pattern("VERB", "lives"), Pattern("LAND", "Brazil")), 4))
        (answer,) = pipeline.suggest([Piece(1, 10, 10 + len(text), text)])
    finally:
        pipeline.set_up(Setup())
    assert [(s.start, s.end, s.label, s.source) for s in answer.suggestions] == [
        (23, 29, "GPE", DEFAULT),
        (14, 19, "VERB", SOURCE),
        (23, 29, "LAND", SOURCE),
    ]
    assert (answer.sources, answer.version) == ((DEFAULT, SOURCE), 4)


def test_what_components_find_out_may_be_asked_for_where_there_are_components(blank) -> None:
    lemma = Pattern("BE", [{"LEMMA": "be"}])
    kind = Pattern("LAND", [{"ENT_TYPE": "GPE"}])
    assert found(Sources(DEFAULT), "They were in Brazil.", lemma, kind) == [
        ("were", "BE"),
        ("Brazil", "LAND"),
    ]
    (reason,) = faults(blank, lemma).values()
    assert "lemmatizer" in reason


@pytest.mark.parametrize(
    ("tokens", "reason"),
    [
        ([{"FOO": 1}], "token 1, FOO: tokens have no such attribute"),
        ([{"LOWER": "a"}, {"OP": "w"}], "token 2, OP: Input should be"),
        ([{"TEXT": {"REGEX": "("}}], "no regular expression: missing )"),
        ([{"LOWER": 5}], "token 1, LOWER: "),
        ([{"_": {"mine": 1}}], "mine"),
    ],
)
def test_a_bad_pattern_is_left_out_with_its_reason_and_no_other(blank, tokens, reason) -> None:
    good = Pattern("G", "good")
    said = faults(blank, good, Pattern("X", tokens), good)
    assert list(said) == [1]
    assert reason in said[1]
    assert "\n" not in said[1]
    (answer,) = blank.suggest([Piece(1, 0, 4, "good")])
    assert [s.label for s in answer.suggestions] == ["G"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ([], "must be an object"),
        ({"pattern": "a"}, 'needs a "label"'),
        ({"label": " ", "pattern": "a"}, 'needs a "label"'),
        ({"label": "A"}, "must be a term or a list"),
        ({"label": "A", "pattern": " "}, "must be a term or a list"),
        ({"label": "A", "pattern": []}, "must be a term or a list"),
        ({"label": "A", "pattern": [{}, 1]}, "token 2"),
        ({"label": "A", "pattern": "a", "id": []}, '"id"'),
    ],
)
def test_an_object_that_is_no_pattern_is_refused_with_a_reason(item, reason) -> None:
    with pytest.raises(ValueError, match=reason):
        of_item(item)


def test_what_is_typed_is_a_term_or_tokens() -> None:
    assert as_typed("A", " green tea ") == Pattern("A", "green tea")
    assert as_typed("A", "[sic]") == Pattern("A", "[sic]")
    tokens = Pattern("A", [{"LOWER": "é"}], "one")
    assert as_typed("A", tokens.typed, "one") == tokens
    assert of_item(tokens.as_item()) == tokens
    with pytest.raises(ValueError, match="no JSON"):
        as_typed("A", "[{")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.sampled_from([*TERMS, " ", "\r\n", "\u2028", *TEXTS.values()]), max_size=8),
    more=texts,
)
def test_hits_are_those_of_spacys_own_ruler_and_show_the_term(blank, pieces, more) -> None:
    text = " ".join(pieces) + more
    patterns = [Pattern("T", term) for term in TERMS]
    patterns += [
        Pattern("U", [{"LOWER": "new"}, {"LOWER": "york"}]),
        Pattern("V", [{"IS_DIGIT": True}]),
    ]
    ours = found(blank, text, *patterns)
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([p.as_item() for p in patterns])
    theirs = [(e.text, e.label_) for e in nlp(text).ents]
    # The ruler takes any of several patterns for the same words.
    assert [words for words, _ in ours] == [words for words, _ in theirs]
    assert {words for words, label in ours if label == "T"} <= set(TERMS)


def test_words_alone_are_looked_up_and_not_tried_one_by_one() -> None:
    assert _letters([{"lower": "a"}, {"LOWER": "b"}]) == ("LOWER", ["a", "b"])
    assert _letters([{"TEXT": "A"}]) == ("ORTH", ["A"])
    for tokens in (
        [{"LOWER": "A"}],
        [{"LOWER": "a", "OP": "?"}],
        [{"LOWER": "a"}, {"TEXT": "b"}],
        [{}, {"LOWER": "a", "IS_ALPHA": True}],
        [{"LOWER": " "}],
        [{"SHAPE": "dd"}],
    ):
        assert _letters(tokens) is None


def test_a_language_has_tokens_where_there_is_no_pipeline() -> None:
    patterns = PatternSuggester([Pattern("ORT", "Köln")], None, "de")
    ((hit,),) = patterns.suggest(["z.B. Köln"])
    assert (hit.start, hit.end, hit.label) == (5, 9, "ORT")
    assert PatternSuggester([Pattern("X", "a")], None, "").suggest(["a"])[0]


@pytest.mark.parametrize("language", ["ja", "th", "no such language"])
def test_without_a_tokenizer_of_the_language_terms_are_still_found(language) -> None:
    patterns = PatternSuggester([Pattern("X", "Oslo")], None, language)
    assert [s.start for s in patterns.suggest(["to Oslo!"])[0]] == [3]
