"""How the label set of another copy of a project differs, in sentences."""

from collections.abc import Iterator

from annotator.storage.labels import LabelSets
from annotator.storage.project import Project


def differences(home: Project, away: Project) -> Iterator[str]:
    """Labels that are new, gone or called otherwise there, and other guidelines. Colours and
    keys are a matter of taste: they stay as they are at home."""
    ours, theirs = home.labels(), away.labels()
    renamed_here, renamed_there = (p.label_sets.renamed() for p in (home, away))
    for label in theirs:
        known = ours.named(label.name)
        if known is None and label.name in renamed_here:
            yield (
                f"The label {label.name} is called {renamed_here[label.name]} here by now: it came"
                " back. Merge the two in the window Labels."
            )
        elif known is None:
            yield f"The label {label.name} is new here."
        elif label.guideline != known.guideline:
            yield (
                f"The guideline of {label.name} is another there; here it stays as it is:"
                f" “{label.guideline}”."
            )
    for name in sorted(_ever(away.label_sets) - {label.name for label in theirs}):
        if ours.named(name) is not None:
            became = renamed_there.get(name)
            yield (
                f"The label {name} is called {became} there; here it stays."
                if became
                else f"The label {name} was deleted there; here it stays."
            )


def _ever(sets: LabelSets) -> set[str]:
    return {label.name for version in sets.versions() for label in version.labels}
