"""The spans and relations in a CAS.

A type that nobody knows gives its spans the value of its feature "value" as their label, else
of its first text feature, else its own name; as INCEpTION's layers are made.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.core.record import Item, Problem, Record
from annotator.formats.cas_source import REFERENCES, Source
from annotator.formats.encoding import shown
from annotator.formats.inception import origin
from annotator.formats.raw import Raw, RawRecord, RawRelation, Settled
from annotator.formats.webanno_schema import NAMED_ENTITY

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
STRUCTURE = {"Token", "Sentence", "Paragraph", "Heading", "Div", "Lemma", "Stem", "POS"}
STRUCTURE |= {"MorphologicalFeatures", "DocumentMetaData", "DocumentAnnotation"}
STRUCTURE |= {"TagDescription", "TagsetDescription"}
"""What says how a text is built, and nothing that anybody would label; by short names."""

PACKAGES = ("uima.", *(f"{_DKPRO}{part}." for part in ("segmentation", "metadata", "lexmorph")))
UNSAID = frozenset(("Token", "Sentence", "DocumentAnnotation", "Annotation", "TagsetDescription"))
LABELS = ("value", "label", "category", "referenceType")
ENDS = ("Governor", "Dependent")
_NO_FEATURES = frozenset(("begin", "end", "sofa", *REFERENCES))
_NUMBERS = re.compile(r"[\d ]+")


def each_record(source: Source, path: Path) -> Iterator[Raw]:
    """A record for each view that has a text."""
    where, found = shown(path), False
    for note in source.notes:
        yield Problem(where, None, note, "nothing")
    for view in source.cas.views:
        text = view.sofa.sofaString
        if not text:
            continue
        found = True
        if any("\ud800" <= c <= "\udfff" for c in text):
            yield Problem(where, None, "the text holds a lone surrogate, which is no character")
        else:
            yield from _View(source, view, path).read()
    if not found:
        yield Problem(where, None, "this CAS holds no text")


class _View:
    """One view of a CAS while it is read."""

    def __init__(self, source: Source, view: Any, path: Path) -> None:
        self._offsets = source.offsets
        self._text = view.sofa.sofaString
        self._path = path
        self._structures = {one.xmiID: one for one in view.get_all_fs()}
        self._items: dict[int, dict[str, Any]] = {}
        self._relations: list[RawRelation] = []
        self._passed_over: Counter[str] = Counter()
        document, self._annotator = origin(path)
        self._meta: dict[str, Any] = {"source": document}

    def read(self) -> Iterator[Raw]:
        """Its record, after a word on what is not taken."""
        for one in self._structures.values():
            self._take(one)
        self._take_chains()
        if self._passed_over:
            names = ", ".join(f"{count:,} {name}" for name, count in self._passed_over.items())
            yield Problem(shown(self._path), None, f"not taken: {names}", "nothing")
        related: list[RawRelation] = []
        others: list[RawRelation] = []
        for one in self._relations:
            both = one.head in self._items and one.child in self._items
            (related if both else others).append(one)
        raw = RawRecord(
            Record(self._text, self._meta, annotator=self._annotator, path=shown(self._path)),
            list(self._items.values()),
            relations=related,
        )
        raw.finish = lambda record, settled: self._finish(record, settled, others)
        yield raw

    def _take(self, one: Any) -> None:
        name = one.type.name
        if name.startswith(f"{_DKPRO}metadata.type.DocumentMetaData"):
            self._take_meta(one)
        elif one.type.get_feature("begin") is None:
            return
        elif is_structure(name):
            if _short(one) not in UNSAID:
                self._passed_over[_short(one)] += 1
        elif all(one.type.get_feature(end) for end in ENDS):
            head, child = (self._id(one.get(end)) for end in ENDS)
            extra = {"layer": name, **_with_features(one)}
            self._relations.append(RawRelation(_label(one), head, child, extra))
        else:
            self._take_span(one)

    def _take_meta(self, one: Any) -> None:
        fields = {"title": "documentTitle", "document_id": "documentId", "language": "language"}
        for name, feature in fields.items():
            value = one.get(feature) if one.type.get_feature(feature) else None
            if value and value != "x-unspecified":
                self._meta[name] = value

    def _take_span(self, one: Any) -> None:
        start, end = self._offsets.get(one.xmiID, (None, None))
        self._items[one.xmiID] = {
            "id": one.xmiID,
            "start": start,
            "end": end,
            "label": _label(one),
            "layer": one.type.name,
            **_with_features(one),
        }
        for feature in one.type.all_features:
            for link in _links(one.get(feature.name)):
                role = link.get("role") if link.type.get_feature("role") else None
                extra = {"layer": one.type.name, "slot": feature.name, "role": role}
                child = self._id(link.get("target"))
                self._relations.append(RawRelation(role or feature.name, one.xmiID, child, extra))

    def _take_chains(self) -> None:
        heads = [one for one in self._structures.values() if one.type.get_feature("first")]
        for number, head in enumerate(heads, start=1):
            seen: set[int] = set()
            link = self._structure(head.get("first"))
            while link is not None and link.xmiID in self._items and link.xmiID not in seen:
                seen.add(link.xmiID)
                chain = {"number": number, "place": len(seen)}
                if link.type.get_feature("referenceRelation") and link.get("referenceRelation"):
                    chain["link"] = link.get("referenceRelation")
                self._items[link.xmiID]["chain"] = chain
                link = self._structure(link.get("next") if link.type.get_feature("next") else None)

    def _id(self, value: Any) -> int | None:
        """The id of what a feature points to; where nobody declared its type, the id itself."""
        if isinstance(value, str):
            return int(value) if value.isdecimal() else None
        return getattr(value, "xmiID", None)

    def _structure(self, value: Any) -> Any:
        return self._structures.get(self._id(value) or 0)

    def _finish(
        self, record: Record, settled: Settled, others: list[RawRelation]
    ) -> Iterable[Item]:
        between = []
        for one in others:
            ends = [
                settled.ruler.range(*self._offsets.get(end, (None, None)))
                for end in (one.head, one.child)
            ]
            if None in ends:
                reason = f"the relation {one.label!r} has an end that is nowhere"
                yield Problem(record.path, None, reason, "relation")
            else:
                head, child = (list(end or ()) for end in ends)
                between.append({"label": one.label, "head": head, "child": child, **one.extra})
        if between:
            record = replace(record, kept={**record.kept, "cas": {"relations": between}})
        yield record


def _short(one: Any) -> str:
    return str(one.type.name).rpartition(".")[2]


def _label(one: Any) -> str:
    return label_from(one.type.name, _features(one))


def label_from(layer: str, features: dict[str, Any]) -> str:
    """The label of an annotation of this layer with these features."""
    names = ["value"]
    if layer != NAMED_ENTITY:
        # Where nobody declared the type, a number may be a reference.
        texts = [n for n, v in features.items() if isinstance(v, str) and not _NUMBERS.fullmatch(v)]
        names = [*LABELS, *(name for name in texts if name not in {"identifier", "id"})]
    values = (features.get(name) for name in names)
    label = next((v for v in values if isinstance(v, str) and v.strip()), None)
    return label or layer.rpartition(".")[2]


def is_structure(layer: str) -> bool:
    """Whether a layer says how a text is built."""
    return layer.startswith(PACKAGES) or layer.rpartition(".")[2] in STRUCTURE


def _features(one: Any) -> dict[str, Any]:
    """Its values of text, numbers and truth."""
    found = {}
    for feature in one.type.all_features:
        value = one.get(feature.name)
        if (
            feature.name not in _NO_FEATURES
            and isinstance(value, str | int | float)
            and value != ""
        ):
            found[feature.name] = value
    return found


def _with_features(one: Any) -> dict[str, Any]:
    features = _features(one)
    return {"features": features} if features else {}


def _links(value: Any) -> list[Any]:
    """The links of a slot: structures that have a target."""
    elements = getattr(value, "elements", None)
    every = elements if isinstance(elements, list) else []
    return [one for one in every if hasattr(one, "type") and one.type.get_feature("target")]
