import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.words import unpack
from annotator.errors import SuggesterError
from annotator.suggest.components import needless
from annotator.suggest.pipelines import DEFAULT, data_folder, find, package_missing
from annotator.suggest.protocol import PIECE_LENGTH, Piece, pieces_of
from annotator.suggest.sources import Sources
from annotator.suggest.suggester import FAILURES

HOSTILE = [
    *("\r\n", "\r", "\n", "\n\n", "\0", "\ufeff", "\u2028", "\u2029", "\u00a0", "\u200b", "\u3000"),
    *(" ", "  ", "\t", "\x1c", "\x85", "\u200d", "e\u0301", "\u0301", "\U0010ffff"),
    *("👩‍👩‍👧", "🇩🇪", "👍🏽", "مرحبا", "你好"),
    *("Angela Merkel", "Alibaba Group Holding Ltd.", "$50 billion", "three years", "Paris", ", "),
]
hostile = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=25).map("".join)


def shown(text: str, start: int, end: int) -> bool:
    """Whether the range is one of the text and has no white space at its edges."""
    piece = text[start:end]
    return 0 <= start < end <= len(text) and piece == piece.strip() != ""


def words(answer):
    tokens = unpack(answer.tokens, answer.start, answer.end)
    return list(zip(tokens.starts, tokens.ends, strict=True))


def test_suggestions_are_the_entities_of_the_recognizer_alone(suggest, nlp, article) -> None:
    found = [(s.start, s.end, s.label) for s in suggest(article).suggestions]
    assert found == [(e.start_char, e.end_char, e.label_) for e in nlp(article).ents]
    assert len(found) > 20


def test_a_suggestion_says_who_proposes_it_and_how_sure_it_is(suggest) -> None:
    (found,) = suggest("She lives in Brazil.").suggestions
    assert (found.start, found.end, found.label, found.source) == (13, 19, "GPE", DEFAULT)
    assert found.score is not None
    assert found.score > 0.9
    assert len(found.runners_up) == 3


def test_tokens_are_those_of_the_pipeline_without_white_space(suggest, nlp, article) -> None:
    text = "\ufeff" + article.replace("\n", "\r\n")
    theirs = [(t.idx, t.idx + len(t)) for t in nlp.make_doc(text) if not t.is_space]
    assert words(suggest(text)) == theirs


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(hostile, min_size=1, max_size=9), offset=st.integers(0, 10**6))
def test_every_range_is_one_of_the_text_and_shows_something(pipeline, nlp, texts, offset) -> None:
    pieces = [Piece(i, offset, offset + len(t), t) for i, t in enumerate(texts)]
    answers = pipeline.suggest(pieces)
    for piece, answer in zip(pieces, answers, strict=True):
        place = (answer.document_id, answer.start, answer.end)
        assert place == (piece.document_id, piece.start, piece.end)
        for start, end in words(answer):
            assert shown(piece.text, start - offset, end - offset)
        for s in answer.suggestions:
            assert shown(piece.text, s.start - offset, s.end - offset)
            assert s.score is None or 0 <= s.score <= 1
            assert s.label not in dict(s.runners_up)
        theirs = [(e.text.strip(), e.label_) for e in nlp(piece.text).ents if e.text.strip()]
        ours = [
            (piece.text[s.start - offset : s.end - offset], s.label) for s in answer.suggestions
        ]
        assert ours == theirs


def test_a_suggestion_in_a_later_piece_counts_from_the_start_of_the_document(pipeline) -> None:
    text = "She lives in Brazil. And again. \n" * 1_500
    pieces = list(pieces_of(3, text))
    assert len(pieces) == -(-len(text) // PIECE_LENGTH)
    found = [s for answer in pipeline.suggest(pieces) for s in answer.suggestions]
    assert len(found) >= 1_500
    assert {text[s.start : s.end] for s in found if s.label == "GPE"} == {"Brazil"}


def test_a_batch_is_answered_in_its_order_whatever_its_size(pipeline) -> None:
    texts = [f"Paris {'x ' * (i % 5)}" if i % 3 else "" for i in range(21)]
    answers = pipeline.suggest([Piece(i, 0, len(t), t) for i, t in enumerate(texts)])
    assert [a.document_id for a in answers] == list(range(21))
    assert [bool(a.tokens) for a in answers] == [bool(t) for t in texts]
    assert pipeline.suggest([]) == []


def test_a_text_longer_than_spacy_allows_is_not_refused(pipeline) -> None:
    blank = Sources("blank:en")
    text = "word " * 210_000
    assert len(words(blank.suggest([Piece(1, 0, len(text), text)])[0])) == 210_000


def test_a_blank_pipeline_has_tokens_and_no_suggestions() -> None:
    text = "Angela Merkel  wohnt\r\nin z.B. Berlin."
    (answer,) = Sources("blank:de").suggest([Piece(1, 0, len(text), text)])
    assert [text[s:e] for s, e in words(answer)] == [
        *("Angela", "Merkel", "wohnt", "in", "z.B.", "Berlin", ".")
    ]
    assert answer.suggestions == ()


def test_the_vocabulary_does_not_grow_with_the_texts() -> None:
    blank = Sources("blank:en")
    before = len(blank._main.nlp.vocab.strings)
    text = " ".join(f"word{i}" for i in range(1_000))
    blank.suggest([Piece(1, 0, len(text), text)])
    assert len(blank._main.nlp.vocab.strings) == before


def test_an_entity_is_trimmed_of_white_space_and_one_of_nothing_else_is_dropped(tmp_path) -> None:
    rules = spacy.blank("en")
    patterns = [
        [{"LOWER": "a"}, {"IS_SPACE": True}],
        [{"LOWER": "b"}, {"TEXT": "\n"}],
        [{"TEXT": "\r"}],
    ]
    rules.add_pipe("entity_ruler").add_patterns([{"label": "X", "pattern": p} for p in patterns])
    rules.to_disk(tmp_path)
    text = "\u00a0A  \u00a0 B\n\nA \t b\n c \r d"
    (answer,) = Sources(str(tmp_path)).suggest([Piece(1, 10, 10 + len(text), text)])
    assert {text[s.start - 10 : s.end - 10] for s in answer.suggestions} <= {"A", "B", "b"}
    assert len(answer.suggestions) >= 2


def test_a_pipeline_of_rules_alone_suggests_without_scores(tmp_path) -> None:
    rules = spacy.blank("en")
    rules.add_pipe("entity_ruler").add_patterns([{"label": "DRINK", "pattern": "green tea"}])
    rules.to_disk(tmp_path)
    (answer,) = Sources(str(tmp_path)).suggest([Piece(1, 0, 15, "I had green tea")])
    (found,) = answer.suggestions
    assert (found.start, found.end, found.label, found.score) == (6, 15, "DRINK", None)
    assert found.source == str(tmp_path)


@pytest.mark.parametrize("place", ["before", "after"])
def test_rules_next_to_a_recognizer_have_no_scores_and_the_recognizer_s_do(tmp_path, place) -> None:
    both = spacy.load(DEFAULT, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    ruler = both.add_pipe("entity_ruler", config={"overwrite_ents": True}, **{place: "ner"})
    ruler.add_patterns([{"label": "DRINK", "pattern": "Paris"}])
    both.to_disk(tmp_path)
    text = "Angela Merkel left Paris for Brazil."
    (answer,) = Sources(str(tmp_path)).suggest([Piece(1, 0, len(text), text)])
    scored = {s.label: s.score is not None for s in answer.suggestions}
    assert scored == {"PERSON": True, "DRINK": False, "GPE": True}


def test_a_recognizer_with_a_beam_gives_its_own_entities_without_scores(tmp_path, article) -> None:
    beam = spacy.load(DEFAULT, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    beam.get_pipe("ner").cfg["beam_width"] = 2
    beam.to_disk(tmp_path)
    (answer,) = Sources(str(tmp_path)).suggest([Piece(1, 0, len(article), article)])
    expected = {(e.text.strip(), e.label_) for e in beam(article).ents}
    assert {(article[s.start : s.end], s.label) for s in answer.suggestions} == expected
    assert {s.score for s in answer.suggestions} == {None}


def test_a_recognizer_that_listens_to_a_shared_embedding_keeps_it(tmp_path) -> None:
    shared = spacy.blank("en")
    shared.add_pipe("tok2vec")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    shared.add_pipe("tagger").add_label("N")
    model = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner"}
    model |= {
        "extra_state_tokens": False,
        "hidden_width": 16,
        "maxout_pieces": 2,
        "use_upper": True,
    }
    shared.add_pipe("ner", config={"model": {**model, "tok2vec": listener}}).add_label("X")
    shared.initialize()
    shared.to_disk(tmp_path)
    loaded = Sources(str(tmp_path))
    assert loaded._main.nlp.pipe_names == ["tok2vec", "ner"]
    text = "Some words of no meaning."
    (answer,) = loaded.suggest([Piece(1, 0, len(text), text)])
    theirs = [(e.start_char, e.end_char, e.label_) for e in shared(text).ents]
    assert [(s.start, s.end, s.label) for s in answer.suggestions] == theirs


def test_of_the_default_pipeline_only_the_recognizer_is_loaded(pipeline) -> None:
    assert pipeline._main.nlp.pipe_names == ["ner"]


def test_a_component_that_nobody_knows_keeps_everything_it_may_need() -> None:
    config = spacy.util.load_config(data_folder(find(DEFAULT)) / "config.cfg")
    assert "tagger" in needless(config)
    config["nlp"]["pipeline"].append("mine")
    config["components"]["mine"] = {"factory": "my_factory"}
    assert needless(config) == []


def test_a_damaged_pipeline_is_refused_with_a_sentence(tmp_path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'zz'\npipeline = ['what']\n")
    with pytest.raises(SuggesterError, match="cannot be loaded") as caught:
        Sources(str(tmp_path))
    assert "\n" not in caught.value.sentence
    assert caught.value.hint


def test_a_text_that_is_no_text_raises_one_of_the_known_failures(pipeline) -> None:
    with pytest.raises(FAILURES):
        pipeline.suggest([Piece(1, 0, 3, "a\ud800b")])
    assert pipeline.suggest([Piece(1, 0, 5, "Paris")])[0].suggestions


@pytest.mark.parametrize("language", ["ja", "ko", "th", "vi"])
def test_a_language_whose_tokenizer_is_another_package_is_one_short_sentence(language) -> None:
    package = package_missing(language)
    if not package:
        pytest.skip("the package is installed here")
    with pytest.raises(SuggesterError) as told:
        Sources(f"blank:{language}")
    first = package.split()[0]
    assert told.value.sentence == f"The language “{language}” needs the package {first}."
    assert told.value.hint == f"Install it: pip install {package}"
