"""Writing DocBin files: a spaCy Doc for each item, packed one at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any, BinaryIO

from annotator.core.record import Exported, Problem, Written
from annotator.core.span import Span, SpanKey, key_of
from annotator.core.words import Range, pack
from annotator.formats.docbin_packing import Packing
from annotator.formats.format import Corpus, Writing
from annotator.formats.tokens import Aligned, aligned

OURS = "annotator"
GROUP = "sc"
ANY_LANGUAGE = "xx"
SPANCAT = (
    "a span group cannot say that nobody has finished this document:"
    " a trainer takes what is not labelled for nothing (said once)"
)


def write(items: Iterable[Exported], file: BinaryIO, corpus: Corpus) -> Writing:
    """Write a Doc for each item: with entities where no spans overlap anywhere, else with the
    span group "sc".

    Tokens are the pipeline's where they are known, else those of spaCy's tokenizer of the
    language. Tokens of unfinished documents, and those of a span off the token edges, have no
    entity tag (`missing`), and never O.
    """
    with Packing() as packing:
        making = _Making(corpus)
        for item in items:
            yield from making.add(item, packing)
        packing.write(file)


class _Making:
    """What makes the Docs of one file."""

    def __init__(self, corpus: Corpus) -> None:
        from spacy.vocab import Vocab

        self._nested = corpus.nested
        self._nlp = _blank(corpus.language or ANY_LANGUAGE)
        self._vocab = Vocab()
        self._is_said = False

    def add(self, item: Exported, packing: Packing) -> Writing:
        """Pack the Doc of an item, and say what became of it."""
        import orjson
        from spacy.tokens import Doc

        item = self._with_tokens(item)
        found = aligned(item, flat=not self._nested)
        tokens, places = _split(item.text, found.words)
        words, spaces = [word for word, _ in tokens], [space for _, space in tokens]
        doc = Doc(self._vocab, words=words, spaces=spaces)
        if doc.text != item.text:
            yield item.left_out("annotation", "spaCy cannot hold its text")
            return
        self._label(doc, item, found, places)
        try:
            doc.user_data[OURS] = orjson.dumps(_ours(item, found)).decode()
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
            return
        doc.cats = _cats(item.meta.get("cats"))
        packing.add(doc, words, spaces)
        yield from found.problems
        if self._nested and not item.complete and not self._is_said:
            self._is_said = True
            yield item.left_out("nothing", SPANCAT)
        yield Written(len(found.spans))

    def _with_tokens(self, item: Exported) -> Exported:
        if item.tokens:
            return item
        ranges = _ranges(self._nlp.tokenizer(item.text))
        return replace(item, tokens=((0, len(item.text), pack(ranges, 0)),))

    def _label(self, doc: Any, item: Exported, found: Aligned, places: list[int]) -> None:
        fields = _span_fields(item)
        spans = [
            _spacy_span(doc, (places[one.first], places[one.end - 1] + 1), one.span, fields)
            for one in found.spans
        ]
        if self._nested:
            doc.spans[GROUP] = spans
            return
        missing = [] if not item.complete else list(_missing(doc, found.problems, spans))
        doc.set_ents(spans, missing=missing, default="outside" if item.complete else "missing")


@cache
def _blank(language: str) -> Any:
    """spaCy's pipeline of a language with nothing but a tokenizer, which takes 0.2 s to make."""
    import spacy

    try:
        return spacy.blank(language)
    except (ImportError, ValueError):  # unknown to spaCy, or a tokenizer that is not installed
        return spacy.blank(ANY_LANGUAGE)


def _ranges(doc: Any) -> Iterator[Range]:
    """The ranges of all tokens but white space."""
    at = 0
    for length, space, is_blank in doc.to_array(["LENGTH", "SPACY", "IS_SPACE"]).tolist():
        if not is_blank:
            yield at, at + length
        at += length + space


def _split(text: str, words: Iterable[Range]) -> tuple[list[tuple[str, bool]], list[int]]:
    """The tokens that make up all of a text, each with whether a space follows, and which of
    them the words are. As in spaCy, white space other than that one space is a token."""
    tokens: list[tuple[str, bool]] = []
    places, at = [], 0
    for start, end in (*words, (len(text), len(text))):
        if tokens and text[at : at + 1] == " " and at < start:
            tokens[-1] = (tokens[-1][0], True)
            at += 1
        if at < start:
            tokens.append((text[at:start], False))
        if start < end:
            places.append(len(tokens))
            tokens.append((text[start:end], False))
        at = end
    return tokens, places


def _spacy_span(doc: Any, place: Range, span: Span, fields: dict[SpanKey, dict[str, Any]]) -> Any:
    from spacy.tokens import Span as SpacySpan

    more = fields.get(key_of(span), {})
    kb_id, span_id = more.get("kb_id"), more.get("span_id")
    return SpacySpan(
        doc,
        *place,
        label=span.label,
        kb_id=kb_id if isinstance(kb_id, str) else "",
        span_id=span_id if isinstance(span_id, str) else "",
    )


def _span_fields(item: Exported) -> dict[SpanKey, dict[str, Any]]:
    fields: dict[SpanKey, dict[str, Any]] = {}
    for one in item.kept.get("spans") or ():
        match one:
            case {"span": [int(start), int(end), str(label)]}:
                fields[start, end, label] = one
    return fields


def _missing(doc: Any, problems: Iterable[Problem], spans: Iterable[Any]) -> Iterator[Any]:
    """The tokens that spans which are left out share, and no entity has: they are no O."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    out = {p.span[:2] for p in problems if p.left_out == "span" and p.span}
    for start, end in sorted(out):
        shared = doc.char_span(start, min(end, len(doc.text)), alignment_mode="expand")
        for at in range(shared.start, shared.end) if shared is not None else ():
            if at not in taken:
                taken.add(at)
                yield doc[at : at + 1]


def _cats(value: Any) -> dict[str, float]:
    if not isinstance(value, dict):
        return {}
    return {name: float(v) for name, v in value.items() if isinstance(v, int | float)}


def _ours(item: Exported, found: Aligned) -> dict[str, Any]:
    spans = [one.span for one in found.spans]
    return {
        "key": item.key,
        "annotator": item.annotator,
        "answer": item.answer,
        "note": item.note,
        "meta": item.meta,
        "kept": item.kept,
        "spans": [
            [s.start, s.end, s.label, s.source, s.score, s.note]
            for s in spans
            if (s.source, s.score, s.note) != (None, None, None)
        ],
    }
