"""What a change of the label set does, in words: counts of spans, documents, people, machines."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from annotator.core.label import Label, LabelSet, LabelVersion
from annotator.core.label_changes import LabelPlan
from annotator.session.label_changes import LabelPreview

FIELDS = ("color", "key", "guideline")


def said(plan: LabelPlan, found: LabelPreview) -> str:
    """As HTML."""
    parts = [_moves(found), _totals(found), _elsewhere(plan, found), _labels(plan)]
    return "".join(filter(None, parts))


def past(versions: Sequence[LabelVersion]) -> str:
    """What the label set has been, the latest version first, as HTML."""
    lines = [
        f"<b>{number}</b> {_when(one)}{escape(f' {one.made_by}' if one.made_by else '')}"
        f"<br>{_between(before, one)}"
        for number, (before, one) in enumerate(pairwise([None, *versions]), 1)
        if one is not None
    ]
    title = _tr("Versions of the label set")
    return f"<p><b>{title}</b></p>" + "".join(f"<p>{line}</p>" for line in reversed(lines))


def _when(one: LabelVersion) -> str:
    made_at = datetime.fromisoformat(one.made_at).astimezone()
    return f"{made_at:%d %b %Y %H:%M} ({one.version})"


def _between(before: LabelVersion | None, one: LabelVersion) -> str:
    """What is different from the version before."""
    if before is None:
        return _tr("{0:,} labels").format(len(one.labels))
    was, now = before.labels, one.labels
    signs = [f"+ {label.name}" for label in now if label.name not in was]
    signs += [f"− {label.name}" for label in was if label.name not in now]
    for label in now:
        former = was.named(label.name)
        if former is not None and former != label:
            signs.append(f"{label.name}: {', '.join(_differing(former, label))}")
    return escape(", ".join(signs)) or _tr("another order")


def _moves(found: LabelPreview) -> str:
    rows = "".join(
        f"<tr><td>{escape(old)}</td><td>→</td><td>{escape(new) if new else _tr('removed')}</td>"
        f"<td align=right>{count:,}</td></tr>"
        for (old, new), count in found.moves.most_common()
    )
    return f"<table cellspacing=0 cellpadding=3>{rows}</table>" if rows else ""


def _totals(found: LabelPreview) -> str:
    if not found.spans:
        return f"<p>{_tr('No span changes.')}</p>"
    by = ", ".join(f"{escape(name)} ({n:,})" for name, n in found.annotators.most_common())
    lines = [_tr("<b>{0} in {1}</b>, by {2}.").format(*counted(found), by)]
    if found.united:
        lines.append(_tr("{0:,} become equal to another and stay once.").format(found.united))
    if found.turned_down:
        lines.append(
            _tr("{0:,} suggestions that were turned down follow.").format(found.turned_down)
        )
    return "".join(f"<p>{line}</p>" for line in lines)


def counted(found: LabelPreview) -> tuple[str, str]:
    """How many spans change, in how many documents."""
    documents = len(found.documents)
    return (
        _tr("1 span") if found.spans == 1 else _tr("{0:,} spans").format(found.spans),
        _tr("1 document") if documents == 1 else _tr("{0:,} documents").format(documents),
    )


def _elsewhere(plan: LabelPlan, found: LabelPreview) -> str:
    one = found.elsewhere
    counts = [
        said.format(count)
        for said, count in (
            (_tr("suggestions: {0:,}"), one.suggestions),
            (_tr("patterns: {0:,}"), one.patterns),
            (_tr("remembered strings: {0:,}"), one.strings),
        )
        if count
    ]
    how = [_tr("they follow, under the new name")] if any(plan.moved.values()) else []
    how += [_tr("hidden where the label goes")] if None in plan.moved.values() else []
    how += [_tr("suggestions and patterns stay where a label is split")] if plan.splits else []
    title = _tr("With these labels there are, besides:")
    return f"<p>{title}<br>{', '.join(counts)} ({'; '.join(how)}).</p>" if counts else ""


def _labels(plan: LabelPlan) -> str:
    lines = [_tr("New: {0}").format(escape(one.name)) for one in _added(plan)]
    for label in plan.after:
        former = plan.before.named(label.name)
        if former is not None and former != label:
            lines.append(f"{escape(label.name)}: {', '.join(_differing(former, label))}")
    if _order(plan.before, plan) != _order(plan.after, plan):
        lines.append(_tr("Another order"))
    return f"<p>{'<br>'.join(lines)}</p>" if lines else ""


def _added(plan: LabelPlan) -> list[Label]:
    known = {*(label.name for label in plan.before), *plan.moved.values()}
    return [label for label in plan.after if label.name not in known]


def _order(labels: LabelSet, plan: LabelPlan) -> list[str]:
    return [one.name for one in labels if one.name in plan.before and one.name in plan.after]


def _differing(one: Label, other: Label) -> list[str]:
    names = {"color": _tr("colour"), "key": _tr("key"), "guideline": _tr("guideline")}
    return [names[field] for field in FIELDS if getattr(one, field) != getattr(other, field)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("labels", text)
