"""What a project says of its review: whose annotation is gold, whom it compares, by which rule."""

import json
from dataclasses import dataclass

from annotator.core.adjudication import Rule
from annotator.session.gold import GOLD, gold_of
from annotator.storage.project import Project

ON = "on"


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """`gold`: the annotator whose annotation is the settled one. `rule`: what is settled without
    a person. `only`: whose annotations are compared, None: everybody's. `unfinished`: also
    those that are not finished. `hides_names`: annotators are shown as letters."""

    gold: str = GOLD
    rule: Rule = Rule.UNANIMOUS
    only: tuple[str, ...] | None = None
    unfinished: bool = False
    hides_names: bool = False


def read_settings(project: Project) -> ReviewSettings:
    """What the project says; what it says wrongly is as usual."""
    rule = project.setting("review_rule")
    return ReviewSettings(
        gold=gold_of(project),
        rule=Rule(rule) if rule in {*Rule} else Rule.UNANIMOUS,
        only=_names(project.setting("review_only")),
        unfinished=project.setting("review_unfinished") == ON,
        hides_names=project.setting("review_hides_names") == ON,
    )


def put_settings(project: Project, wanted: ReviewSettings) -> None:
    """Keep it in the file. Call it within a transaction."""
    before = read_settings(project)
    values = {
        "gold": wanted.gold,
        "review_rule": wanted.rule.value,
        "review_only": "" if wanted.only is None else json.dumps(wanted.only),
        "review_unfinished": ON if wanted.unfinished else "",
        "review_hides_names": ON if wanted.hides_names else "",
    }
    for name, value in values.items():
        project.put_setting(name, value)
    if _compared(before) != _compared(wanted):
        project.differences.forget()


def _compared(one: ReviewSettings) -> tuple[object, ...]:
    return one.gold, one.only, one.unfinished


def _names(written: str) -> tuple[str, ...] | None:
    try:
        found = json.loads(written) if written else None
    except ValueError:
        return None
    return tuple(map(str, found)) if isinstance(found, list) else None
