"""Writing UIMA CAS through dkpro-cassis: XMI with its type system, and JSON 0.4.

Spans go to the layer that they came from, else to DKPro's NamedEntity.
"""

import re
from collections.abc import Iterable
from typing import Any

from annotator.core.record import Exported, Written
from annotator.core.span import SpanKey, key_of
from annotator.formats.cas_source import ANNOTATION, STRING, TYPE_SYSTEM
from annotator.formats.format import Corpus, Folder, Writing
from annotator.formats.kept import fields_by_span, key_in, objects
from annotator.formats.names import Names
from annotator.formats.tokens import inside
from annotator.formats.webanno_schema import NAMED_ENTITY

META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
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
        paper = _Paper(item, corpus.language, _Types(), in_xml=False)
        text = paper.cas.to_json(type_system_mode=TypeSystemMode.MINIMAL)
        with folder.open(f"{names.fresh(item)}.json") as file:
            file.write(text.encode("utf-8"))
        yield from paper.problems
        yield Written(paper.written)


def write_xmi(items: Iterable[Exported], folder: Folder, corpus: Corpus) -> Writing:
    """Write an `.xmi` for each item, and one type system for all."""
    names, types = Names(), _Types()
    for item in items:
        unfit = _UNFIT_FOR_XML.search(item.text)
        if unfit:
            reason = f"XML cannot hold U+{ord(unfit[0]):04X}, which stands at {unfit.start()}"
            yield item.left_out("annotation", reason)
            continue
        paper = _Paper(item, corpus.language, types, in_xml=True)
        with folder.open(f"{names.fresh(item)}.xmi") as file:
            file.write(paper.cas.to_xmi().encode("utf-8"))
        yield from paper.problems
        yield Written(paper.written)
    with folder.open(TYPE_SYSTEM) as file:
        file.write(types.system.to_xml().encode("utf-8"))


class _Types:
    """A type system that grows with what is written."""

    def __init__(self) -> None:
        from cassis import TypeSystem

        self.system = TypeSystem()
        entity = self.system.create_type(NAMED_ENTITY)
        meta = self.system.create_type(META, "uima.tcas.DocumentAnnotation")
        for name in ("value", "identifier"):
            self.system.create_feature(entity, name, STRING)
        for name in ("documentTitle", "documentId"):
            self.system.create_feature(meta, name, STRING)

    def get(self, name: str, features: dict[str, Any], *, ends: bool = False) -> Any:
        """The type of this name with at least these features, and with ends if it relates."""
        if not self.system.contains_type(name, match_exactly=True):
            self.system.create_type(name)
        kind = self.system.get_type(name)
        ranges = {feature: _RANGES[type(value)] for feature, value in features.items()}
        if ends:
            ranges |= {"Governor": ANNOTATION, "Dependent": ANNOTATION}
        for feature, kind_of_value in ranges.items():
            if kind.get_feature(feature) is None:
                self.system.create_feature(kind, feature, kind_of_value)
        return kind


class _Paper:
    """One item as a CAS: `written` of its spans, and `problems` of what is not."""

    def __init__(self, item: Exported, language: str, types: _Types, *, in_xml: bool) -> None:
        from cassis import Cas

        spans, self.problems = inside(item)
        self.cas = Cas(typesystem=types.system)
        self.cas.sofa_string = item.text
        self.cas.sofa_mime = "text/plain"
        self._item = item
        self._types = types
        self._in_xml = in_xml
        self._made: dict[SpanKey, Any] = {}
        fields = fields_by_span(item)
        self._add_meta(language)
        for span in spans:
            if in_xml and _UNFIT_FOR_XML.search(span.label):
                reason = f"XML cannot hold the label {span.label!r}"
                self.problems.append(item.left_out("span", reason, key_of(span)))
            else:
                self._made[key_of(span)] = self._add_span(key_of(span), fields)
        self.written = len(self._made)
        for relation in objects(item.kept.get("relations")):
            self._add_relation(
                relation, *(self._end(relation.get(end)) for end in ("head", "child"))
            )

    def _add_meta(self, language: str) -> None:
        title = self._item.meta.get("title")
        has_title = isinstance(title, str) and not (self._in_xml and _UNFIT_FOR_XML.search(title))
        meta = self._types.get(META, {})(
            begin=0,
            end=len(self._item.text),
            language=language or "x-unspecified",
            documentId=self._item.key,
            documentTitle=title if has_title else None,
        )
        self.cas.add(meta)

    def _add_span(self, key: SpanKey, fields: dict[SpanKey, dict[str, Any]]) -> Any:
        start, end, label = key
        known = fields.get(key, {})
        features = self._features(known.get("features"))
        layer = known.get("layer")
        if not (isinstance(layer, str) and _NAME.fullmatch(layer) and not _is_built_in(layer)):
            layer, features = NAMED_ENTITY, {}
        if layer == NAMED_ENTITY and not features.get("value") and label != "NamedEntity":
            features["value"] = label
        one = self._types.get(layer, features)(begin=start, end=end, **features)
        self.cas.add(one)
        return one

    def _end(self, value: Any) -> Any:
        key = key_in(value)
        return self._made.get(key) if key else None

    def _add_relation(self, relation: dict[str, Any], head: Any, child: Any) -> None:
        label, layer = relation.get("label"), relation.get("layer")
        if head is None or child is None:
            self._lose(label, "an end of it is not there any more")
            return
        if "slot" in relation:
            self._lose(label, "slots are not written")
            return
        features = self._features(relation.get("features"))
        if not (isinstance(layer, str) and _NAME.fullmatch(layer) and not _is_built_in(layer)):
            layer, features = RELATION, self._features({"label": label})
        kind = self._types.get(layer, features, ends=True)
        ends = {"Governor": head, "Dependent": child}
        self.cas.add(kind(begin=child.begin, end=child.end, **ends, **features))

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


def _is_built_in(layer: str) -> bool:
    return layer.startswith("uima.") or layer == META
