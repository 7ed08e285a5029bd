"""Writing UIMA CAS through dkpro-cassis: XMI with its type system, and JSON 0.4.

Spans go to the layer that they came from, else to DKPro's NamedEntity.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeGuard

from annotator.core.record import Exported, Written
from annotator.core.span import SpanKey, key_of
from annotator.core.words import Range
from annotator.formats.cas_source import ANNOTATION, STRING, TYPE_SYSTEM
from annotator.formats.cas_spans import is_structure, label_from
from annotator.formats.format import Corpus, Folder, Writing
from annotator.formats.kept import (
    between_tokens,
    fields_of_spans,
    foreign,
    key_in,
    objects,
    range_in,
)
from annotator.formats.names import Names
from annotator.formats.tokens import inside
from annotator.formats.webanno_schema import NAMED_ENTITY

META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
WORD = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
RELATION = "webanno.custom.Relation"
_NAME = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*", re.ASCII)
_UNFIT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OWN = frozenset(("begin", "end", "sofa", "self", "type", "xmiID", "Governor", "Dependent"))
_RANGES = {bool: "uima.cas.Boolean", int: "uima.cas.Long", float: "uima.cas.Double", str: STRING}


def write_json(items: Iterable[Exported], folder: Folder, corpus: Corpus) -> Writing:
    """Write a `.json` for each item, with the types that it uses."""
    from cassis.typesystem import TypeSystemMode

    names = Names()
    for item in items:
        paper = _Paper(item, corpus.language, _first_types(), in_xml=False)
        text = paper.cas.to_json(type_system_mode=TypeSystemMode.MINIMAL)
        with folder.open(f"{names.fresh(item)}.json") as file:
            file.write(text.encode("utf-8"))
        yield from paper.problems
        yield Written(paper.written)


def write_xmi(items: Iterable[Exported], folder: Folder, corpus: Corpus) -> Writing:
    """Write an `.xmi` for each item, and one type system for all."""
    names, declared = Names(), _first_types()
    for item in items:
        unfit = _UNFIT_FOR_XML.search(item.text)
        if unfit:
            reason = f"XML cannot hold U+{ord(unfit[0]):04X}, which stands at {unfit.start()}"
            yield item.left_out("annotation", reason)
            continue
        paper = _Paper(item, corpus.language, declared, in_xml=True)
        with folder.open(f"{names.fresh(item)}.xmi") as file:
            file.write(paper.cas.to_xmi().encode("utf-8"))
        yield from paper.problems
        yield Written(paper.written)
    with folder.open(TYPE_SYSTEM) as file:
        file.write(_system(declared).to_xml().encode("utf-8"))


Declared = dict[str, dict[str, str]]
"""The ranges of the features of each type."""


def _first_types() -> Declared:
    return {
        NAMED_ENTITY: {"value": STRING, "identifier": STRING},
        META: {"documentTitle": STRING, "documentId": STRING},
    }


def _system(declared: Declared) -> Any:
    from cassis import TypeSystem

    system = TypeSystem()
    for name, ranges in declared.items():
        parent = "uima.tcas.DocumentAnnotation" if name == META else ANNOTATION
        kind = system.create_type(name, parent)
        for feature, range_of_it in ranges.items():
            system.create_feature(kind, feature, range_of_it)
    return system


@dataclass(frozen=True, slots=True)
class _Made:
    """An annotation to make: its type, its features, and the ends of a relation."""

    layer: str
    features: dict[str, Any]
    ends: "tuple[SpanKey | Range, SpanKey | Range] | None" = None


class _Paper:
    """One item as a CAS: `written` of its spans, and `problems` of what is not.

    `declared` learns the types that it needs; a feature of two kinds is written as the kind
    that it had first.
    """

    def __init__(self, item: Exported, language: str, declared: Declared, *, in_xml: bool) -> None:
        spans, self.problems = inside(item)
        self.problems += foreign(item, "cas")
        self._item = item
        self._in_xml = in_xml
        self._declared = declared
        self._fields = fields_of_spans(item)
        self._spans: dict[SpanKey, _Made] = {}
        for span in spans:
            if in_xml and _UNFIT_FOR_XML.search(span.label):
                reason = f"XML cannot hold the label {span.label!r}"
                self.problems.append(item.left_out("span", reason, key_of(span)))
            else:
                self._spans[key_of(span)] = self._span(key_of(span))
        self.written = len(self._spans)
        relations = map(self._relation, objects(item.kept.get("relations")))
        self._relations = [one for one in relations if one is not None]
        self._tokens: set[Range] = set()
        for relation in between_tokens(item, "cas"):
            self._relate_tokens(relation)
        self.cas = self._cas(language)

    def _span(self, key: SpanKey) -> _Made:
        known = self._fields.get(key, {})
        layer, label = known.get("layer"), key[2]
        features = self._features(known.get("features"))
        if _is_layer(layer) and not is_structure(layer) and label_from(layer, features) == label:
            return self._declare(_Made(layer, features))
        value = {} if label_from(NAMED_ENTITY, {}) == label else {"value": label}
        return self._declare(_Made(NAMED_ENTITY, value))

    def _relation(self, relation: dict[str, Any]) -> _Made | None:
        label, layer = relation.get("label"), relation.get("layer")
        head, child = (key_in(relation.get(end)) for end in ("head", "child"))
        if head not in self._spans or child not in self._spans or not head or not child:
            self._lose(label, "an end of it is not there any more")
            return None
        if "slot" in relation:
            self._lose(label, "slots are not written")
            return None
        features = self._features(relation.get("features"))
        if not (_is_layer(layer) and label_from(layer, features) == label):
            layer, features = RELATION, self._features({"label": label})
        return self._declare(_Made(layer, features, (head, child)))

    def _relate_tokens(self, relation: dict[str, Any]) -> None:
        layer, length = relation.get("layer"), len(self._item.text)
        head, child = (range_in(relation.get(end)) for end in ("head", "child"))
        there = head and child and all(0 <= one[0] < one[1] <= length for one in (head, child))
        if not (head and child and there and _is_layer(layer)):
            self._lose(relation.get("label"), "an end of it is no token here")
            return
        self._tokens |= {head, child}
        self._declared.setdefault(WORD, {})
        made = _Made(layer, self._features(relation.get("features")), (head, child))
        self._relations.append(self._declare(made))

    def _declare(self, made: _Made) -> _Made:
        ranges = self._declared.setdefault(made.layer, {})
        for feature, value in [*made.features.items()]:
            known = ranges.setdefault(feature, _RANGES[type(value)])
            if known != _RANGES[type(value)]:
                del made.features[feature]
                reason = f"{feature} of {made.layer} is of several kinds: {value!r} is left out"
                self.problems.append(self._item.left_out("nothing", reason))
        if made.ends:
            ranges |= dict.fromkeys(("Governor", "Dependent"), ANNOTATION)
        return made

    def _cas(self, language: str) -> Any:
        from cassis import Cas

        system = _system(self._declared)
        cas = Cas(typesystem=system)
        cas.sofa_string, cas.sofa_mime = self._item.text, "text/plain"
        title = self._features({"title": self._item.meta.get("title")})
        meta = system.get_type(META)(
            begin=0,
            end=len(self._item.text),
            language=language or "x-unspecified",
            documentId=self._item.key,
            documentTitle=title.get("title"),
        )
        made: dict[Any, Any] = {
            key: system.get_type(one.layer)(begin=key[0], end=key[1], **one.features)
            for key, one in self._spans.items()
        }
        for start, end in sorted(self._tokens):
            made[start, end] = system.get_type(WORD)(begin=start, end=end)
        cas.add_all([meta, *made.values()])
        for one in self._relations:
            assert one.ends is not None
            head, child = (made[end] for end in one.ends)
            ends = {"Governor": head, "Dependent": child}
            kind = system.get_type(one.layer)
            cas.add(kind(begin=child.begin, end=child.end, **ends, **one.features))
        return cas

    def _lose(self, label: Any, why: str) -> None:
        reason = f"the relation {label!r} is left out: {why}"
        self.problems.append(self._item.left_out("relation", reason))

    def _features(self, value: Any) -> dict[str, Any]:
        """The features that can be written."""
        every = value.items() if isinstance(value, dict) else ()
        return {
            name: one
            for name, one in every
            if type(one) in _RANGES
            and _NAME.fullmatch(name)
            and name not in _OWN
            and not (self._in_xml and isinstance(one, str) and _UNFIT_FOR_XML.search(one))
        }


def _is_layer(name: Any) -> TypeGuard[str]:
    return isinstance(name, str) and _NAME.fullmatch(name) is not None
