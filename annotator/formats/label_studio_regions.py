"""What one annotation or prediction of Label Studio marks: regions, relations, and all else."""

from collections.abc import Iterator
from typing import Any

from annotator.formats.raw import RawRelation
from annotator.formats.span_items import kind_of

CONTROL = {"from_name": "label", "to_name": "text"}
"""The names of the controls of the labelling configuration."""
SOURCE = "suggested_by"
"""A field of our own in a region: the source of the span."""
_USUAL_REGION = frozenset(("value", "type", "id", *CONTROL))
_OF_REGION = _USUAL_REGION | {"text", "label", "start", "end", "score", "note", "source", "meta"}


class Regions:
    """The results of one annotation, sorted: spans as `items`, relations between them, and
    `others`, which are kept as they are; of those, spans that stand nowhere in the text in
    `unread`, and the kinds of all else in `kinds`."""

    def __init__(self, results: list[Any]) -> None:
        self.items: list[dict[str, Any]] = []
        self.relations: list[RawRelation] = []
        self.others: list[Any] = []
        self.unread: list[tuple[Any, Any, Any]] = []
        self.kinds: set[str] = set()
        links = []
        for result in results:
            value = result.get("value") if isinstance(result, dict) else None
            if isinstance(result, dict) and result.get("type") == "relation":
                links.append(result)
            elif (
                isinstance(value, dict)
                and type(value.get("start")) is int
                and (labels := _labels(result))
            ):
                self.items += _spans(result, value, labels)
            else:
                self._keep(result, value)
        self._relate(links)
        self._name_regions()

    def _keep(self, result: Any, value: Any) -> None:
        self.others.append(result)
        labels = _labels(result) if isinstance(value, dict) else []
        if labels and ("globalOffsets" in value or "startOffset" in value):
            self.unread += [(value.get("start"), value.get("end"), label) for label in labels]
        else:
            kind = result.get("type") if isinstance(result, dict) else None
            self.kinds.add(str(kind or kind_of(result)))

    def _relate(self, links: list[dict[str, Any]]) -> None:
        there = {item["id"] for item in self.items if "id" in item}
        for link in links:
            ends = link.get("from_id"), link.get("to_id")
            labels = [label for label in list_in(link.get("labels")) if isinstance(label, str)]
            if not there.issuperset(ends):
                self._keep(link, None)
                continue
            extra = {"direction": link["direction"]} if "direction" in link else {}
            for label in labels or [""]:
                self.relations.append(RawRelation(label, *ends, extra))

    def _name_regions(self) -> None:
        """Spans that others speak of by their id keep it."""
        spoken_of = {
            value
            for other in self.others
            if isinstance(other, dict)
            for name in ("id", "from_id", "to_id", "parentID")
            if isinstance(value := other.get(name), str)
        }
        for item in self.items:
            if item.get("id") in spoken_of:
                item["region"] = item["id"]


def _spans(
    result: dict[str, Any], value: dict[str, Any], labels: list[Any]
) -> Iterator[dict[str, Any]]:
    """A span for each label of a region; relations of the region are those of the first."""
    more = {} if _USUAL_REGION.issuperset(result) else _more(result)
    for name, usual in CONTROL.items():
        if result.get(name, usual) != usual:
            more[name] = result[name]
    start, end, surface = value["start"], value.get("end"), value.get("text")
    for number, label in enumerate(labels):
        item = {**more, "start": start, "end": end, "label": label}
        if isinstance(surface, str):
            item["text"] = surface
        if not number and isinstance(result.get("id"), str):
            item["id"] = result["id"]
        yield item


def _more(result: dict[str, Any]) -> dict[str, Any]:
    """What a region says beside its place and its labels."""
    more = {name: each for name, each in result.items() if name not in _OF_REGION}
    source = more.pop(SOURCE, None)
    if isinstance(source, str):
        more["source"] = source
    if result.get("score") is not None:
        more["score"] = result["score"]
    note = _note(result.get("meta"))
    if note:
        more["note"] = note
    elif result.get("meta"):
        more["meta"] = result["meta"]
    return more


def _note(meta: Any) -> str:
    """What was remarked on a region, which is all that its meta holds; else ""."""
    match meta:
        case {"text": [*lines]} if len(meta) == 1 and all(isinstance(x, str) for x in lines):
            return "\n".join(lines)
        case {"text": str(text)} if len(meta) == 1:
            return text
    return ""


def _labels(result: dict[str, Any]) -> list[Any]:
    kind, value = result.get("type"), result["value"]
    if kind == "labels":
        return list_in(value.get(kind))
    for name in ("labels", kind):
        if isinstance(name, str) and name.endswith("labels") and isinstance(value.get(name), list):
            return list(value[name])
    return []


def list_in(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []
