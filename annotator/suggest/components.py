"""Which components of a spaCy pipeline propose spans, and which of the others those need.

Read from a config.cfg as spaCy has parsed it; nothing here imports spaCy.
"""

from collections.abc import Iterator
from typing import Any

RECOGNIZERS = {"ner", "beam_ner"}
SPANNERS = {"spancat", "spancat_singlelabel"}
FINDER = "span_finder"
EMBEDDERS = {"tok2vec", "transformer", "curated_transformer"}
NEEDLESS = {
    "attribute_ruler",
    "beam_parser",
    "entity_linker",
    "lemmatizer",
    "morphologizer",
    "parser",
    "senter",
    "tagger",
    "textcat",
    "textcat_multilabel",
    "trainable_lemmatizer",
}
"""Factories of components that set no spans and take most of the time. The sentences that a
parser ends keep some entities apart: without it the score on gold data is the same."""

HARMLESS = {"sentencizer"}
PRESET_SUGGESTER = "spacy.preset_spans_suggester.v1"
PLAIN_SUGGESTERS = {
    PRESET_SUGGESTER,
    "spacy.ngram_suggester.v1",
    "spacy.ngram_range_suggester.v1",
}
"""What names candidates to a span categorizer from nothing but tokens and span groups."""


def needless(config: Any) -> list[str]:
    """The components of a spaCy config that its spans do without, by name.

    None, where a component is unknown, a ruler, or a categorizer with candidates of an unknown
    kind: these may ask for anything.
    """
    parts = _parts(config)
    factories = {name: part.get("factory") for name, part in parts.items()}
    proposers = RECOGNIZERS | SPANNERS | {FINDER}
    if not set(factories.values()) <= proposers | EMBEDDERS | NEEDLESS | HARMLESS:
        return []
    if not {_suggester(part) for part in _categorizers(parts)} <= PLAIN_SUGGESTERS:
        return []
    heard = {up for n, f in factories.items() if f in proposers for up in _upstreams(parts[n])}
    idle = {n for n, f in factories.items() if f in EMBEDDERS and not heard & {n, "*"}}
    return [name for name, factory in factories.items() if factory in NEEDLESS or name in idle]


def candidate_groups(config: Any) -> set[str]:
    """The span groups that hold what a categorizer is to choose from: nobody's proposals."""
    return {
        part["suggester"].get("spans_key", "")
        for part in _categorizers(_parts(config))
        if _suggester(part) == PRESET_SUGGESTER
    }


def _parts(config: Any) -> dict[str, Any]:
    return {name: config["components"][name] for name in config["nlp"]["pipeline"]}


def _categorizers(parts: dict[str, Any]) -> list[Any]:
    return [part for part in parts.values() if part.get("factory") in SPANNERS]


def _suggester(part: Any) -> str:
    return str(part.get("suggester", {}).get("@misc"))


def _upstreams(part: Any) -> Iterator[str]:
    """The shared embedders that a component listens to; "*" is whichever there is."""
    if "Listener" in str(part.get("@architectures", "")):
        yield part.get("upstream", "*")
    for value in part.values():
        if isinstance(value, dict):
            yield from _upstreams(value)
