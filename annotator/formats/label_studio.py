"""Label Studio's JSON: an array of tasks with annotations and predictions.

https://labelstud.io/guide/tasks#Basic-Label-Studio-JSON-format. Offsets count UTF-16 units, as
its front end does. In is read its JSON_MIN too.
"""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Item, Problem, Written
from annotator.core.span import Span, key_of
from annotator.formats.encoding import shown
from annotator.formats.fields import Fields
from annotator.formats.format import Corpus, Format, Writing
from annotator.formats.json_head import first_item
from annotator.formats.json_items import each_item
from annotator.formats.kept import fields_of_spans, own, relations_between
from annotator.formats.label_studio_regions import CONTROL, SOURCE
from annotator.formats.label_studio_tasks import CONFIG, NAME, raws
from annotator.formats.offsets import UTF16, Convention, Ruler
from annotator.formats.raw import Raw, settle
from annotator.formats.tokens import inside


def read(path: Path) -> Iterator[Item]:
    """The records of a file: one for each annotation of a task.

    A skipped task is ignored, one that a reviewer rejected is rejected, a draft is unfinished.
    Predictions are suggestions. Results that are no spans of the text are kept. Fields of the
    task go into meta, under "label_studio". Raises OSError if the file cannot be read.
    """
    where = shown(path)
    return settle(_each_raw(path, where), where, expected=UTF16)


def _each_raw(path: Path, where: str) -> Iterator[Raw]:
    for line, item in each_item(path):
        if isinstance(item, Problem):
            yield item
        else:
            yield from raws(item, where, line)


def write(items: Iterable[Exported], file: BinaryIO, corpus: Corpus) -> Writing:
    """Write tasks that Label Studio imports, each with the annotations of all annotators.

    Those of one text must follow each other. Unfinished annotations are drafts. The names of
    annotators stand in a field "annotator", which Label Studio passes over: as `completed_by`
    it takes nobody but its own users. The meta of the first task holds the labelling
    configuration that fits the labels.
    """
    writer = _Writer(file, corpus)
    file.write(b"[")
    for item in items:
        yield from writer.write(item)
    writer.end_task()
    file.write(b"\n]\n")


class _Writer:
    """The state of writing: the task that annotations are added to."""

    def __init__(self, file: BinaryIO, corpus: Corpus) -> None:
        self._file = file
        self._corpus = corpus
        self._convention = Convention(corpus.offsets or LABEL_STUDIO.offsets[0])
        self._key = ""
        self._head = b""
        self._said: dict[str, list[bytes]] = {}
        self._tasks = 0
        self._regions = 0

    def write(self, item: Exported) -> Iterator[Problem | Written]:
        """Add an item to the task of its text, or begin that."""
        import orjson

        spans, problems = inside(item)
        try:
            annotation, lost = self._annotation(item, spans)
            said = orjson.dumps(annotation)
            head = b"" if item.key == self._key else orjson.dumps(self._task(item))
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
            return
        if head:
            self.end_task()
            self._key, self._head = item.key, head
            self._said = {"annotations": [], "drafts": []}
        self._said["annotations" if "was_cancelled" in annotation else "drafts"].append(said)
        yield from problems
        yield from lost
        yield Written(len(spans))

    def end_task(self) -> None:
        """Write the task, if one has begun."""
        if self._head:
            lists = [
                b'"%s":[%s]' % (name.encode(), b",".join(said))
                for name, said in self._said.items()
                if said or name == "annotations"
            ]
            before = b",\n" if self._tasks else b"\n"
            self._file.write(before + self._head[:-1] + b"," + b",".join(lists) + b"}")
            self._tasks += 1
        self._head = b""

    def _task(self, item: Exported) -> Fields:
        meta = dict(item.meta)
        given = meta.pop(NAME, None)
        root = dict(given) if isinstance(given, dict) else {}
        if given is not None and not root:
            meta[NAME] = given
        text_key = root.pop("text_key", "text")
        aside = {text_key: meta.pop(text_key)} if text_key in meta else {}
        if not self._tasks and not self._head:
            aside[CONFIG] = labelling_config(self._corpus.labels)
        task = {"data": {text_key: item.text, **meta}, **({"meta": aside} if aside else {})}
        return {**{n: v for n, v in root.items() if n not in {"annotations", "drafts"}}, **task}

    def _annotation(self, item: Exported, spans: list[Span]) -> tuple[Fields, list[Problem]]:
        kept = own(item, NAME)
        results = self._results(item, spans)
        others, gone = _others(item, kept.get("results"), {each["id"] for each in results})
        links, broken = self._links(item, spans, results)
        more = {name: value for name, value in kept.items() if name not in {"results", "accepted"}}
        result = [*results, *others, *links]
        note = {"note": item.note} if item.note else {}
        problems = [*gone, *broken]
        answer = item.answer or (Answer.ACCEPT if kept.get("accepted") else None)
        if answer is None:
            return {**more, "result": result, "user": item.annotator, **note}, problems
        said: Fields = {
            "ground_truth": False,
            **more,
            "annotator": item.annotator,
            "was_cancelled": answer is not Answer.ACCEPT,
            "result": result,
            **note,
        }
        if answer is Answer.REJECT:
            said["last_action"] = "rejected"
        return said, problems

    def _results(self, item: Exported, spans: list[Span]) -> list[Fields]:
        ruler = Ruler(item.text, self._convention)
        fields = fields_of_spans(item)
        found = []
        for span in spans:
            self._regions += 1
            more = fields.get(key_of(span), {})
            found.append(_region(item.text, span, ruler, more, f"region-{self._regions}"))
        return found

    def _links(
        self, item: Exported, spans: list[Span], results: list[Fields]
    ) -> tuple[list[Fields], list[Problem]]:
        ids = {key_of(s): r["id"] for s, r in zip(spans, results, strict=True)}
        relations, lost = relations_between(item, ids)
        return [_link(ids[head], ids[child], fields) for head, child, fields in relations], lost


def _region(text: str, span: Span, ruler: Ruler, more: Fields, number: str) -> Fields:
    start, end = ruler.written(span.start, span.end)
    surface = text[span.start : span.end]
    region = {
        **CONTROL,
        **{name: value for name, value in more.items() if name != "region"},
        "id": more.get("region", number),
        "type": "labels",
        "value": {"start": start, "end": end, "text": surface, "labels": [span.label]},
    }
    if span.score is not None:
        region["score"] = span.score
    if span.source is not None:
        region[SOURCE] = span.source
    if span.note is not None:
        region["meta"] = {"text": [span.note]}
    return region


def _link(head: str, child: str, fields: Fields) -> Fields:
    more = {name: value for name, value in fields.items() if name != "label"}
    labels = [fields["label"]] if fields.get("label") else []
    ends = {"from_id": head, "to_id": child}
    return {"direction": "right", **more, "type": "relation", **ends, "labels": labels}


def _others(item: Exported, given: Any, ids: set[str]) -> tuple[list[Any], list[Problem]]:
    """The results that were kept, but for relations that have lost an end."""
    results = given if isinstance(given, list) else []
    there = ids | {each["id"] for each in results if isinstance(each, dict) and "id" in each}
    found, lost = [], []
    for each in results:
        is_link = isinstance(each, dict) and each.get("type") == "relation"
        if is_link and not there.issuperset((each.get("from_id"), each.get("to_id"))):
            reason = f"the relation {each.get('labels')} has lost an end"
            lost.append(item.left_out("relation", reason))
        else:
            found.append(each)
    return found, lost


def labelling_config(labels: Iterable[str]) -> str:
    """The configuration of a project of Label Studio that shows a text with these labels."""
    choices = "".join(f'<Label value="{escape(label)}"/>' for label in labels)
    name, to_name = CONTROL["from_name"], CONTROL["to_name"]
    return (
        f'<View><Relations/><Labels name="{name}" toName="{to_name}">{choices}</Labels>'
        f'<Text name="{to_name}" value="$text"/></View>'
    )


def _recognises(head: bytes) -> bool:
    match first_item(head):
        case {"data": {}}:
            return True
        case (
            {"annotations": [{"result": _}, *_]}
            | {"completions": [{"result": _}, *_]}
            | {"predictions": [{"result": _}, *_]}
        ):
            return True
        case {"annotation_id": _, "annotator": _}:
            return True
        case dict(first):
            lists = [each for each in first.values() if isinstance(each, list)]
            return any(
                isinstance(one, dict) and {"labels", "start"} <= one.keys()
                for each in lists
                for one in each[:1]
            )
    return False


LABEL_STUDIO = Format(
    name=NAME,
    title="Label Studio",
    suffixes=(".json", ".jsonl"),
    read=read,
    write=write,
    recognises=_recognises,
    offsets=("utf16", "codepoints"),
)
