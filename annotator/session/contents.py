"""What a project holds that a format may have no room for."""

from pathlib import Path

from annotator.formats.format import Holds
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project

ASKED = {
    "notes": Holds.NOTES,
    "kept": Holds.RELATIONS,
    "turned_down": Holds.ANSWERS,
    "unfinished": Holds.UNKNOWN,
    "several_annotators": Holds.ANNOTATORS,
    "meta": Holds.META,
    "span_notes": Holds.SPAN_NOTES,
    "scores": Holds.SCORES,
    "overlaps": Holds.NESTED,
}


def contents(path: Path) -> Job[frozenset[Holds]]:
    """What the project at `path` holds of `ASKED`; raises ProjectError.

    Only who writes finds out about the text itself and about spans off the edges of tokens.
    """
    found = set()
    with Project.open_to_read(path) as project:
        for done, (what, room) in enumerate(ASKED.items(), start=1):
            if project.holds(what):
                found.add(room)
            yield Progress(done, len(ASKED), "questions")
    return frozenset(found)
