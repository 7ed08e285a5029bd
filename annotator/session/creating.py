"""Making a new project: its label set and its pipeline."""

from dataclasses import replace
from pathlib import Path

from annotator.core.label import Label, LabelSet
from annotator.formats.labels import read_labels
from annotator.storage.project import Project
from annotator.suggest import pipelines


def create(
    path: Path,
    *,
    labels: str | None = None,
    pipeline: str | None = None,
    language: str | None = None,
) -> LabelSet:
    """Make a project file and return its label set.

    `labels` is a preset or a file, by default the pipeline's own; `pipeline` by default the
    embedded one, or for another `language` that language's tokenizer without suggestions.
    Memory and learning are on, as where a project says nothing of them.
    Raises ProjectError, FormatError or SuggesterError, and has then made nothing.
    """
    info = pipelines.find(pipeline or _pipeline_for(language))
    label_set = read_labels(labels) if labels else labels_of(info)
    project = Project.create(path)
    try:
        with project, project.transaction():
            project.put_labels(label_set)
            project.put_setting("pipeline", info.name)
            project.put_setting("language", language or info.language)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return label_set


def _pipeline_for(language: str | None) -> str:
    embedded = pipelines.find(pipelines.DEFAULT)
    return embedded.name if language in {None, embedded.language} else f"blank:{language}"


def labels_of(info: pipelines.PipelineInfo) -> LabelSet:
    """A pipeline's own labels in its own order, with what the presets know about them."""
    known = {
        label.name: label for preset in ("conll", "ontonotes") for label in read_labels(preset)
    }
    # The keys of a preset go with the preset's order.
    return LabelSet(replace(known.get(name, Label(name)), key="") for name in info.labels)
