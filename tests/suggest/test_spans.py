"""Pipelines whose components write span groups, or entities in ways of their own."""

from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example

from annotator.errors import SuggesterError
from annotator.suggest.components import candidate_groups, needless
from annotator.suggest.pipelines import find
from annotator.suggest.protocol import SuggestedPiece, pieces_of
from annotator.suggest.sources import Sources

TEXTS = [
    ("Ada met Ben in Bonn .", [(0, 1, "PER"), (2, 3, "PER"), (4, 5, "LOC")]),
    ("Ben met Ada in Rome .", [(0, 1, "PER"), (2, 3, "PER"), (4, 5, "LOC")]),
    ("Bonn met nobody .", [(0, 1, "LOC")]),
    ("Ada left Rome .", [(0, 1, "PER"), (2, 3, "LOC")]),
]
TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 32,
        "attrs": ["NORM"],
        "rows": [100],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 32,
        "depth": 1,
        "window_size": 1,
        "maxout_pieces": 2,
    },
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 32, "upstream": "tok2vec"}
NGRAMS = {"@misc": "spacy.ngram_suggester.v1", "sizes": [1, 2]}
PRESET = {"@misc": "spacy.preset_spans_suggester.v1", "spans_key": "candidates"}


def categorizer(tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.SpanCategorizer.v1",
        "tok2vec": tok2vec,
        "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 32},
        "scorer": {"@layers": "spacy.LinearLogistic.v1", "nO": None, "nI": None},
    }


def trained(nlp: Any, key: str, steps: int = 40) -> Any:
    """The pipeline after a few steps on a few sentences."""
    examples = []
    for text, spans in TEXTS:
        predicted, reference = nlp.make_doc(text), nlp.make_doc(text)
        reference.spans[key] = [Span(reference, *span) for span in spans]
        for doc in (predicted, reference):
            doc.spans["candidates"] = [Span(doc, start, end) for start, end, _ in spans]
        examples.append(Example(predicted, reference))
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.02
    for _ in range(steps):
        nlp.update(examples, sgd=optimizer)
    return nlp


def said(folder: Path, text: str) -> SuggestedPiece:
    (piece,) = pieces_of(1, text)
    (answer,) = Sources(str(folder)).suggest([piece])
    return answer


def shown(answer: SuggestedPiece, text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.label) for s in answer.suggestions]


@pytest.fixture(scope="module")
def spancat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A span categorizer on a shared embedding, between components that it does not need."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    nlp.add_pipe("tagger").add_label("N")
    config = {"spans_key": "things", "suggester": NGRAMS, "model": categorizer(LISTENER)}
    nlp.add_pipe("spancat", name="finder", config=config)
    folder = tmp_path_factory.mktemp("spancat")
    trained(nlp, "things").to_disk(folder)
    return folder


def test_spans_of_a_categorizer_are_proposed_with_its_scores(spancat: Path) -> None:
    text = "Ada met Ben in Rome ."
    answer = said(spancat, text)
    doc = spacy.load(spancat)(text)
    group = doc.spans["things"]
    wanted = [
        (s.text, s.label_, round(float(p), 4))
        for s, p in zip(group, group.attrs["scores"], strict=True)
    ]
    assert {("Ada", "PER"), ("Rome", "LOC")} <= {w[:2] for w in wanted}
    assert [
        (text[s.start : s.end], s.label, pytest.approx(s.score, abs=1e-3))
        for s in answer.suggestions
    ] == sorted(wanted, key=lambda w: text.index(w[0]))
    assert all(0.5 <= (s.score or 0) <= 1 for s in answer.suggestions)


def test_a_categorizer_has_its_labels_and_only_what_it_needs(spancat: Path) -> None:
    assert find(str(spancat)).labels == ("PER", "LOC")
    assert Sources(str(spancat))._main.nlp.pipe_names == ["tok2vec", "finder"]


def test_a_single_label_categorizer_serves_too(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    config = {"suggester": NGRAMS, "model": categorizer(TOK2VEC)}
    config["model"]["scorer"] = {"@layers": "Softmax.v2"}
    nlp.add_pipe("spancat_singlelabel", config=config)
    trained(nlp, "sc").to_disk(tmp_path)
    text = "Ben left Bonn ."
    answer = said(tmp_path, text)
    assert {("Ben", "PER"), ("Bonn", "LOC")} <= set(shown(answer, text))
    assert all(s.score is not None for s in answer.suggestions)
    assert find(str(tmp_path)).labels == ("PER", "LOC")


def test_what_a_finder_names_to_a_categorizer_is_no_proposal(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    finder = {
        "@architectures": "spacy.SpanFinder.v1",
        "tok2vec": TOK2VEC,
        "scorer": {"@layers": "spacy.LinearLogistic.v1", "nO": 2, "nI": None},
    }
    nlp.add_pipe("span_finder", config={"spans_key": "candidates", "model": finder})
    nlp.add_pipe("spancat", config={"suggester": PRESET, "model": categorizer(TOK2VEC)})
    assert candidate_groups(nlp.config) == {"candidates"}
    nlp = trained(nlp, "sc")
    nlp.to_disk(tmp_path)
    text = "Ada left Bonn ."
    answer = said(tmp_path, text)
    doc = nlp(text)
    assert len(doc.spans["candidates"]) > 0
    assert shown(answer, text) == [
        (s.text, s.label_) for s in sorted(doc.spans["sc"], key=lambda s: s.start)
    ]
    assert Sources(str(tmp_path))._main.nlp.pipe_names == ["span_finder", "spancat"]


def test_candidates_of_an_unknown_kind_keep_everything_they_may_need() -> None:
    config: dict[str, Any] = {
        "nlp": {"pipeline": ["tagger", "parser", "spancat"]},
        "components": {
            "tagger": {"factory": "tagger"},
            "parser": {"factory": "parser"},
            "spancat": {"factory": "spancat", "suggester": {"@misc": "mine.noun_chunks.v1"}},
        },
    }
    assert needless(config) == []
    config["components"]["spancat"]["suggester"] = NGRAMS
    assert needless(config) == ["tagger", "parser"]


@Language.component("writes_groups")
def writes_groups(doc: Doc) -> Doc:
    """Writes groups as people do: without labels, without scores, with scores that are none."""
    doc.spans["drugs"] = [doc[0:1], Span(doc, 1, 2, "DOSE")]
    group = SpanGroup(doc, name="sure", spans=[Span(doc, 0, 1, "drugs"), Span(doc, 2, 4, "X")])
    group.attrs["scores"] = [0.75, 7.0]
    doc.spans["sure"] = group
    doc.ents = [Span(doc, 1, 2, "DOSE")]
    return doc


def test_a_component_of_ones_own_may_write_entities_and_any_group(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("writes_groups")
    nlp.to_disk(tmp_path)
    text = "Aspirin twice \r\n daily"
    found = said(tmp_path, text).suggestions
    assert [(text[s.start : s.end], s.label, s.score) for s in found] == [
        ("Aspirin", "drugs", 0.75),
        ("twice", "DOSE", None),
        ("daily", "X", None),
    ]


@pytest.mark.parametrize("factory", ["entity_ruler", "span_ruler", "future_entity_ruler"])
def test_rulers_of_all_kinds_serve_with_their_labels(tmp_path: Path, factory: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(factory, name="mine").add_patterns([{"label": "TEA", "pattern": "green tea"}])
    nlp.to_disk(tmp_path)
    text = "I had green tea"
    assert shown(said(tmp_path, text), text) == [("green tea", "TEA")]
    assert find(str(tmp_path)).labels == ("TEA",)


def test_a_component_that_is_not_installed_is_one_sentence(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("writes_groups")
    nlp.to_disk(tmp_path)
    config = tmp_path / "config.cfg"
    config.write_text(config.read_text().replace('factory = "writes_groups"', 'factory = "gone"'))
    with pytest.raises(SuggesterError, match="cannot be loaded"):
        Sources(str(tmp_path))
