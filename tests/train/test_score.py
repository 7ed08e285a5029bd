"""Scores agree with worked examples and with spaCy's own scorer."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.training import Example

from annotator.core.span import SpanKey
from annotator.train.score import scores

TEXT = "Ada Lovelace met IBM in Paris and Bonn on Monday"
WORDS = TEXT.split()
STARTS = [sum(len(word) + 1 for word in WORDS[:i]) for i in range(len(WORDS))]

ADA, IBM, PARIS, BONN = (0, 12, "PERSON"), (17, 20, "ORG"), (24, 29, "GPE"), (34, 38, "GPE")


def test_a_worked_example() -> None:
    gold = {ADA, IBM, PARIS, BONN}
    predicted = {ADA, (17, 20, "GPE"), (24, 29, "GPE"), (0, 3, "PERSON")}
    found = scores([(gold, predicted)])
    assert (found.exact.gold, found.exact.predicted, found.exact.right) == (4, 4, 2)
    assert (found.exact.precision, found.exact.recall, found.exact.f) == (0.5, 0.5, 0.5)
    assert found.boundaries.right == 3
    assert found.labels["PERSON"].precision == 0.5
    assert found.labels["ORG"].recall == 0
    assert found.confusion["ORG", "GPE"] == 1
    assert found.confusion["GPE", ""] == 1
    assert found.confusion["", "PERSON"] == 1


def test_the_interval_holds_the_score_and_shrinks_with_more_documents() -> None:
    mixed = [({ADA, IBM}, {ADA}), ({PARIS}, {PARIS, BONN}), ({IBM}, {IBM})]
    few, many = scores(mixed * 3).exact, scores(mixed * 60).exact
    for one in (few, many):
        assert one.low <= one.f <= one.high
    assert many.high - many.low < few.high - few.low


def test_nothing_at_all_is_no_score_and_no_fault() -> None:
    found = scores([(set(), set())])
    assert (found.exact.f, found.exact.low, found.exact.high) == (0, 0, 0)
    assert found.labels == {}


token_span = st.tuples(st.integers(0, 9), st.integers(1, 3), st.sampled_from(["A", "B"]))


def flat(drawn: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for first, count, label in sorted(drawn):
        end = min(first + count, len(WORDS))
        if first < end and (not found or found[-1][1] <= first):
            found.append((first, end, label))
    return found


def keys(spans: list[tuple[int, int, str]]) -> set[SpanKey]:
    return {(STARTS[a], STARTS[b - 1] + len(WORDS[b - 1]), label) for a, b, label in spans}


@given(
    documents=st.lists(st.tuples(*[st.lists(token_span, max_size=5)] * 2), min_size=1, max_size=4)
)
def test_scores_are_those_of_spacy_on_the_same_entities(
    documents: list[tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]],
) -> None:
    nlp = spacy.blank("en")
    examples, pairs = [], []
    for gold, predicted in ((flat(g), flat(p)) for g, p in documents):
        docs = [spacy.tokens.Doc(nlp.vocab, WORDS) for _ in range(2)]
        for doc, spans in zip(docs, (predicted, gold), strict=True):
            doc.ents = [spacy.tokens.Span(doc, a, b, label) for a, b, label in spans]
        examples.append(Example(*docs))
        pairs.append((keys(gold), keys(predicted)))
    theirs, ours = spacy.scorer.Scorer(nlp).score(examples), scores(pairs).exact
    if theirs.get("ents_f") is not None:
        assert ours.f == pytest.approx(theirs["ents_f"])
        assert ours.precision == pytest.approx(theirs["ents_p"])
        assert ours.recall == pytest.approx(theirs["ents_r"])
