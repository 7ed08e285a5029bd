"""Numbers about a project, and the check of its soundness."""

from pathlib import Path
from typing import Any

from annotator.session import models
from annotator.session.blind import blind_report_of
from annotator.session.effort import efforts_in
from annotator.session.jobs import Job, Progress
from annotator.session.sample import sample_report_of
from annotator.storage.check import each_finding
from annotator.storage.project import Project


def stats(path: Path) -> dict[str, Any]:
    """Documents, answers and spans by label, in all and by annotator; labels; suggestions; what
    labelling costs (see `effort`), what the random tenth says of all documents (see `sample`), and
    what suggestions do to labels (see `blind`)."""
    with Project.open_to_read(path) as project:
        answers, labels = project.annotations.answer_counts(), project.annotations.label_counts()
        annotators = {
            name: {
                "answers": dict(answers.get(name, {})),
                "spans": dict(labels.get(name, {})),
            }
            for name in project.annotators()
        }
        return {
            "documents": project.documents.completion(0).documents,
            "answers": _summed(row["answers"] for row in annotators.values()),
            "spans": _summed(row["spans"] for row in annotators.values()),
            "annotators": annotators,
            "labels": [
                {
                    "name": label.name,
                    "key": label.key,
                    "color": label.color,
                    "guideline": label.guideline,
                }
                for label in project.labels()
            ],
            "suggestions": project.suggestions.counts(),
            "pipeline": project.setting("pipeline"),
            "model": project.setting(models.CURRENT),
            "language": project.setting("language"),
            "effort": {name: one.as_dict() for name, one in efforts_in(project).items()},
            "sample": sample_report_of(project).as_dict(),
            "blind": blind_report_of(project).as_dict(),
        }


def _summed(rows: Any) -> dict[str, int]:
    total: dict[str, int] = {}
    for row in rows:
        for name, count in row.items():
            total[name] = total.get(name, 0) + count
    return total


def check(path: Path) -> Job[list[str]]:
    """What is wrong with a project file, a sentence each; an empty list: it is sound.

    Raises ProjectError if it is no project at all.
    """
    findings: list[str] = []
    with Project.open_to_read(path) as project:
        for done, found in enumerate(each_finding(project), start=1):
            findings += [found] if found else []
            yield Progress(done, None, "checks")
    return findings
