"""Under which label of the label set that is shown which a machine calls otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.core.span import SpanKey, key_of
from annotator.core.suggestion import Suggestion


def shown_names(labels: Sequence[str], renamed: Mapping[str, str]) -> dict[str, str]:
    """For each name that is shown, the label it is shown under.

    A label of the set is shown as itself. Another name is followed through what was `renamed`;
    or else back, where just one label of the set was given that name and has its old one again.
    """
    there = set(labels)
    found = {name: name for name in labels}
    for name in {*renamed, *renamed.values()} - there:
        shown = _forth(name, there, renamed) or _back(name, there, renamed)
        if shown:
            found[name] = shown
    return found


def is_as_said(shown: Mapping[str, str]) -> bool:
    """Whether every label is shown as machines call it."""
    return all(said == name for said, name in shown.items())


def under_new_names(
    suggestions: Iterable[Suggestion], shown: Mapping[str, str]
) -> list[Suggestion]:
    """The same, their runners-up under the names they are shown under; of what was merged into
    one label a source says each only once, as sure as the surest."""
    found: dict[tuple[str, SpanKey], Suggestion] = {}
    for one in suggestions:
        held = found.setdefault((one.source, key_of(one)), one)
        if (one.score or 0) > (held.score or 0):
            found[one.source, key_of(one)] = one
    return [replace(one, runners_up=_others(one, shown)) for one in found.values()]


def _others(one: Suggestion, shown: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    best: dict[str, float] = {}
    for label, score in one.runners_up:
        best.setdefault(shown.get(label, label), score)
    best.pop(one.label, None)
    return tuple(best.items())


def _forth(name: str, there: set[str], renamed: Mapping[str, str]) -> str | None:
    seen: set[str] = set()
    while name in renamed and name not in seen:
        seen.add(name)
        name = renamed[name]
        if name in there:
            return name
    return None


def _back(name: str, there: set[str], renamed: Mapping[str, str]) -> str | None:
    former = [old for old, new in renamed.items() if new == name and old in there]
    return former[0] if len(former) == 1 else None
