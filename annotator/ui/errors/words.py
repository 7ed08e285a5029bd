"""What is said of a label error: its kind, what is proposed, and why."""

from PySide6.QtCore import QCoreApplication

from annotator.core.label_errors.error import Kind, LabelError


def kind_name(kind: Kind) -> str:
    """The kind, in a few words."""
    return {
        Kind.DIFFERENT: _tr("other label elsewhere"),
        Kind.UNLABELLED: _tr("not labelled here"),
        Kind.EDGES: _tr("stray edge"),
        Kind.SHAPE: _tr("looks odd"),
        Kind.MODEL: _tr("models disagree"),
    }[kind]


def fix_name(error: LabelError, words: str) -> str:
    """What Return does; `words`: those that the mended span has."""
    if error.fix is None:
        return _tr("remove")
    if error.span is None or error.span[:2] == error.fix[:2]:
        return error.fix[2]
    moved = f"“{words}”"
    return moved if error.span[2] == error.fix[2] else f"{moved} {error.fix[2]}"


def reason(error: LabelError) -> str:
    """Why it is listed."""
    count, of = error.evidence or (0, 0)
    if error.kind is Kind.DIFFERENT:
        return _tr("{0:,} of {1:,} have that label").format(count, of)
    if error.kind is Kind.UNLABELLED:
        return _tr("{0:,} of {1:,} are labelled").format(count, of)
    if error.kind is Kind.SHAPE:
        return _tr("“{0}”: {1:,} of {2:,} so labelled").format(error.shape, count, of)
    return kind_name(error.kind)


def _tr(text: str) -> str:
    return QCoreApplication.translate("LabelErrors", text)
