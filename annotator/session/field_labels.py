"""Labels that were invented in copies of a project, and came home.

They stand at the end of the label set, by name, and where several copies invented one label the
same of them is taken whichever came first: so the end does not depend on the order in which
copies come home. What somebody changed at home since then stays as it is.
"""

import json
from itertools import takewhile

from annotator.core.label import Label, LabelSet
from annotator.storage.project import Project

SETTING = "brought_labels"
Looks = tuple[str, str, str]
"""Guideline, colour and key."""
Brought = dict[str, set[Looks]]
"""What each label looked like in the copies that brought it."""


def bring(home: Project, away: Project) -> list[str]:
    """Bring the labels that are new, and return their names. Call it within a transaction."""
    ours, brought = home.labels(), _brought(home)
    new = [label.name for label in away.labels() if label.name not in ours]
    seen = {name: set(looks) for name, looks in brought.items()} | {name: set() for name in new}
    for name, looks in _brought(away).items():
        seen.get(name, set()).update(looks)
    for label in away.labels():
        seen.get(label.name, set()).add(_looks(label))
    if seen != brought:
        written = {name: sorted(looks) for name, looks in seen.items()}
        home.put_setting(SETTING, json.dumps(written, ensure_ascii=False, sort_keys=True))
        home.put_labels(_ordered(ours, brought, seen))
    return new


def _brought(project: Project) -> Brought:
    written = json.loads(project.setting(SETTING) or "{}")
    return {name: set(map(tuple, looks)) for name, looks in written.items()}


def _looks(label: Label) -> Looks:
    return label.guideline, label.color, label.key


def _ordered(ours: LabelSet, before: Brought, seen: Brought) -> LabelSet:
    """Our labels, and after them those that were brought and are as they came."""

    def is_as_it_came(label: Label) -> bool:
        return (label.guideline, label.color) in {looks[:2] for looks in before.get(label.name, ())}

    came = {label.name for label in takewhile(is_as_it_came, reversed(list(ours)))}
    came |= {name for name in seen if name not in ours}
    head = [label for label in ours if label.name not in came]
    taken = {label.key for label in head}
    tail = []
    for name in sorted(came):
        # A guideline is more than none.
        guideline, color, key = max(seen[name])
        tail.append(Label(name, color, "" if key in taken else key, guideline))
        taken.add(key)
    return LabelSet([*head, *tail])
