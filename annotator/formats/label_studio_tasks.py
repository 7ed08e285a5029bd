"""Label Studio's tasks, read: https://labelstud.io/guide/export#Label-Studio-JSON-format."""

from collections.abc import Iterator
from re import compile as pattern
from typing import Any

from annotator.core.annotation import Answer
from annotator.core.record import Kept, Problem, Record
from annotator.formats.fields import add_field, add_meta
from annotator.formats.label_studio_regions import Regions, list_in
from annotator.formats.raw import Raw, RawRecord, can_be_kept
from annotator.formats.span_items import kind_of

NAME = "label_studio"
CONFIG = "labelling_config"
_ANNOTATIONS = ("annotations", "completions")
_OF_TASK = ("data", "meta", "predictions", *_ANNOTATIONS)
_OF_ANNOTATION = frozenset(
    ("result", "was_cancelled", "completed_by", "prediction", "annotator", "user", "note")
)
_USUAL = (("ground_truth", False), ("last_action", "rejected"))
"""What an annotation may say that its answer says too, or that says nothing."""
_ADDRESS = pattern(r"([a-z0-9]+:)?/\S*")
_NO_TEXT = 'a task needs a text in its "data"'


def raws(task: Any, where: str, line: int) -> Iterator[Raw]:
    """The records of one task, one for each annotation, or a problem."""
    if not isinstance(task, dict):
        yield Problem(where, line, f"a task must be an object, not {kind_of(task)}")
        return
    minimal = not isinstance(task.get("data"), dict)
    found = _Minimal(task, where, line) if minimal else _Task(task, where, line)
    fault = found.fault()
    if fault:
        yield Problem(where, line, fault)
        return
    for raw in found.read():
        if isinstance(raw, RawRecord) and not can_be_kept(
            {"meta": raw.record.meta, **raw.record.kept}
        ):
            reason = "its fields are nested too deeply, or hold too large a number, to be kept"
            yield Problem(where, line, reason)
        else:
            yield raw


class _Task:
    """One task of the full export while it is read."""

    def __init__(self, task: dict[str, Any], where: str, line: int) -> None:
        self._task = task
        self._where = where
        self._line = line
        self._key = text_key(task["data"], list(_results(task)))
        self._text = task["data"].get(self._key)
        self._meta = self._read_meta()

    def fault(self) -> str:
        """Why it cannot be read, or ""."""
        if not isinstance(self._text, str):
            return _NO_TEXT
        return "" if self._text else "the text is empty"

    def _read_meta(self) -> dict[str, Any]:
        meta: dict[str, Any] = {}
        for name, value in self._task["data"].items():
            if name != self._key:
                add_field(meta, name, value)
        given = self._task.get("meta")
        if isinstance(given, dict):
            given = {name: value for name, value in given.items() if name != CONFIG}
        add_meta(meta, given)
        own = {name: value for name, value in self._task.items() if name not in _OF_TASK}
        if self._has_drafts_alone():
            own.pop("drafts", None)
        own = {name: value for name, value in own.items() if value not in ([], None)}
        if self._key != "text":
            own["text_key"] = self._key
        if own:
            add_field(meta, NAME, own)
        return meta

    def _annotations(self) -> list[Any]:
        return [each for name in _ANNOTATIONS for each in list_in(self._task.get(name))]

    def _has_drafts_alone(self) -> bool:
        drafts = list_in(self._task.get("drafts"))
        return bool(drafts) and all(
            isinstance(draft, dict) and draft.get("user") for draft in drafts
        )

    def read(self) -> Iterator[Raw]:
        """A record for each annotation and for each draft of somebody who has none; the
        first has the predictions too."""
        proposed = list(self._proposed())
        annotations = self._annotations()
        drafts = list_in(self._task.get("drafts")) if self._has_drafts_alone() else []
        for said in annotations:
            yield from self._annotation(said, _answer(said), proposed)
            proposed = []
        for draft in drafts:
            yield from self._annotation({**draft, "annotator": draft["user"]}, None, proposed)
            proposed = []
        if proposed or not (annotations or drafts):
            record = Record(self._text, self._meta, path=self._where, line=self._line)
            yield RawRecord(record, None, proposed)

    def _annotation(self, said: Any, answer: Answer | None, proposed: list[Any]) -> Iterator[Raw]:
        if not isinstance(said, dict):
            reason = f"an annotation must be an object, not {kind_of(said)}"
            yield Problem(self._where, self._line, reason, "annotation")
            said = {}
        regions = Regions(list_in(said.get("result")))
        kept: Kept = {
            name: value
            for name, value in said.items()
            if name not in _OF_ANNOTATION and value is not None and not _is_usual(name, value)
        }
        if regions.others:
            kept["results"] = regions.others
        is_on_spans = bool(said) and bool(regions.items or not regions.others)
        if not is_on_spans and answer is Answer.ACCEPT:
            # To classify a text says nothing of its spans.
            kept["accepted"], answer = True, None
        yield from self._unread(regions)
        whole = {NAME: kept} if kept else {}
        record = Record(
            self._text,
            self._meta,
            None,
            answer,
            _who(said),
            said["note"] if isinstance(said.get("note"), str) and said["note"] else None,
            self._where,
            self._line,
            (),
            whole,
        )
        items = regions.items if is_on_spans else None
        yield RawRecord(record, items, proposed, regions.relations)

    def _unread(self, regions: Regions) -> Iterator[Problem]:
        for span in regions.unread:
            reason = f"{span[2]!r} is placed in HTML, not in the text: kept, but no span"
            yield Problem(self._where, self._line, reason, "span", span)
        if regions.kinds:
            reason = f"results of other kinds ({', '.join(sorted(regions.kinds))}) are kept"
            yield Problem(self._where, self._line, reason, "nothing")

    def _proposed(self) -> Iterator[dict[str, Any]]:
        for prediction in self._predictions():
            source = prediction.get("model_version")
            for item in Regions(list_in(prediction.get("result"))).items:
                item["source"] = str(source) if source else "Label Studio"
                item.setdefault("score", prediction.get("score"))
                yield item

    def _predictions(self) -> list[dict[str, Any]]:
        """The predictions; an export may have but their ids, and each in whole in the
        annotation that began with it."""
        given = [each for each in list_in(self._task.get("predictions")) if isinstance(each, dict)]
        said = [each for each in self._annotations() if isinstance(each, dict)]
        within = [each["prediction"] for each in said if isinstance(each.get("prediction"), dict)]
        return given or list({each.get("id"): each for each in within}.values())


class _Minimal(_Task):
    """One task of the export JSON_MIN: the fields of `data`, and a list of spans."""

    def __init__(self, task: dict[str, Any], where: str, line: int) -> None:
        lists = {name: value for name, value in task.items() if _is_labelled(value)}
        result = [
            {"type": "labels", "from_name": name, "to_name": "text", "value": span}
            for name, spans in lists.items()
            for span in spans
        ]
        said = {"result": result, "annotator": task.get("annotator")}
        data = {n: v for n, v in task.items() if n not in lists and n != "annotator"}
        super().__init__({"data": data, "annotations": [said] if lists else []}, where, line)


def _is_labelled(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) and "labels" in each and "start" in each for each in value)
    )


def _results(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in (*_ANNOTATIONS, "predictions"):
        for said in list_in(task.get(name)):
            if isinstance(said, dict):
                yield from (r for r in list_in(said.get("result")) if isinstance(r, dict))


def text_key(data: dict[str, Any], results: list[dict[str, Any]]) -> str:
    """Under which name the text stands: "text", else where the first surface of a span is
    found, else the longest string that is no address."""
    if isinstance(data.get("text"), str):
        return "text"
    texts = {
        name: value
        for name, value in data.items()
        if isinstance(value, str) and not _ADDRESS.fullmatch(value)
    }
    surfaces = (r["value"].get("text") for r in results if isinstance(r.get("value"), dict))
    surface = next((s for s in surfaces if isinstance(s, str)), None)
    holding = [name for name, text in texts.items() if surface and surface in text]
    return max(holding or texts, key=lambda name: len(texts[name]), default="text")


def _is_usual(name: str, value: Any) -> bool:
    return any(name == usual and value == said for usual, said in _USUAL)


def _answer(said: Any) -> Answer | None:
    if not isinstance(said, dict):
        return None
    if said.get("last_action") == "rejected":
        return Answer.REJECT
    return Answer.IGNORE if said.get("was_cancelled") else Answer.ACCEPT


def _who(said: dict[str, Any]) -> str | None:
    for who in (said.get("annotator"), said.get("completed_by")):
        if isinstance(who, dict):
            full = f"{who.get('first_name') or ''} {who.get('last_name') or ''}".strip()
            who = who.get("email") or full or who.get("id")  # noqa: PLW2901
        if isinstance(who, int | str) and not isinstance(who, bool) and str(who).strip():
            return str(who)
    return None
