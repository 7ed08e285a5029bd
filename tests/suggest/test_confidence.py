import pytest

from annotator.suggest.confidence import recognize

SENTENCES = [
    "Angela Merkel met Emmanuel Macron in Paris on Tuesday, 3 May 2016.",
    "",
    " \n ",
    "Apple",
    "The Bank of England raised rates by 0.25% to £3.5 million for the first time in ten years.",
    "nothing to see here",
    "J. R. R. Tolkien wrote The Lord of the Rings at Merton College, Oxford University.",
    "Sony PlayStation 5, Samsung Galaxy S21 and the iPhone 12 were sold in Hong Kong.",
    "Was ist das? Ein Satz auf Deutsch über Berlin und Goethe.",
]


def ents(doc):
    return [(entity.start, entity.end, entity.label_) for entity in doc.ents]


@pytest.fixture
def recognized(nlp):
    """The docs and confidences of some texts through our own walk."""

    def recognized(texts):
        docs = [nlp.make_doc(text) for text in texts]
        return docs, recognize(nlp.get_pipe("ner"), docs)

    return recognized


def test_the_entities_are_those_of_the_recognizer_itself(nlp, recognized) -> None:
    docs, _ = recognized(SENTENCES)
    assert [ents(doc) for doc in docs] == [ents(doc) for doc in nlp.pipe(SENTENCES)]
    assert sum(len(doc.ents) for doc in docs) > 10


def test_the_entities_of_an_article_are_those_of_the_recognizer_itself(
    nlp, recognized, article
) -> None:
    texts = [article, article.upper(), article[::-1], article.replace(" ", "\r\n")]
    docs, _ = recognized(texts)
    assert [ents(doc) for doc in docs] == [ents(doc) for doc in nlp.pipe(texts)]


def test_every_token_is_marked_as_the_recognizer_marks_it(nlp, recognized) -> None:
    docs, _ = recognized(SENTENCES)
    for ours, theirs in zip(docs, nlp.pipe(SENTENCES), strict=True):
        assert [t.ent_iob_ for t in ours] == [t.ent_iob_ for t in theirs]


def test_each_entity_has_a_score_and_three_other_labels_best_first(nlp, recognized) -> None:
    docs, confidences = recognized(SENTENCES)
    labels = set(nlp.get_pipe("ner").labels)
    for doc, found in zip(docs, confidences, strict=True):
        assert list(found) == ents(doc)
        for (_, _, label), sure in found.items():
            others = [name for name, _ in sure.runners_up]
            shares = [share for _, share in sure.runners_up]
            assert 0 <= sure.score <= 1
            assert len(set(others)) == 3
            assert set(others) <= labels - {label}
            assert shares == sorted(shares, reverse=True)
            assert all(0 <= share <= 1 for share in shares)


def test_scores_do_not_depend_on_the_company_in_a_batch(recognized) -> None:
    _, together = recognized(SENTENCES)
    alone = [recognized([sentence])[1][0] for sentence in SENTENCES]
    for a, b in zip(together, alone, strict=True):
        assert a.keys() == b.keys()
        assert all(a[key].score == pytest.approx(b[key].score, abs=2e-4) for key in a)


def test_what_the_pipeline_finds_clear_scores_higher_than_what_it_guesses(recognized) -> None:
    _, (clear, guess) = recognized(["She lives in Brazil.", "flarb Zogwort quux Blim"])
    assert [key[2] for key in clear] == ["GPE"]
    assert min(sure.score for sure in clear.values()) > 0.99
    assert all(sure.score < 0.9 for sure in guess.values())


def test_an_entity_set_before_stands_and_has_no_score(nlp) -> None:
    from spacy.tokens import Span

    ner = nlp.get_pipe("ner")
    doc = nlp.make_doc("Angela Merkel met Emmanuel Macron in Paris.")
    doc.set_ents([Span(doc, 0, 2, "PRODUCT")], default="unmodified")
    (found,) = recognize(ner, [doc])
    assert ents(doc)[0] == (0, 2, "PRODUCT")
    assert (0, 2, "PRODUCT") not in found
    assert {(3, 5, "PERSON"), (6, 7, "GPE")} <= found.keys()


def test_no_texts_and_texts_without_tokens_are_fine(recognized) -> None:
    assert recognized([])[1] == []
    assert recognized(["", ""])[1] == [{}, {}]
