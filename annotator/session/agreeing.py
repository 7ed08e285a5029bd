"""How alike the annotators of a project label the documents that several of them finished."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from annotator.core.document import DocumentId
from annotator.session.agreement_report import AgreementOptions, AgreementReport
from annotator.session.agreement_summing import summed
from annotator.session.gold import gold_of
from annotator.session.jobs import Job, Progress
from annotator.storage.comparing import Comparisons
from annotator.storage.project import Project
from annotator.train.agreement_periods import Periods
from annotator.train.agreement_tally import Frame, Raw, Tally

AT_ONCE = 4_000
CHARACTERS = 2_000_000


def agreement(path: Path, options: AgreementOptions | None = None) -> Job[AgreementReport]:
    """Compare the accepted annotations of all annotators. Raises ProjectError."""
    options = options or AgreementOptions()
    with Project.open_to_read(path) as project, project.snapshot():
        bulk, documents = _chosen(project.comparing, options)
        people, gold = _annotators(bulk, gold_of(project))
        tally = Tally(_frame(project, bulk, documents, [*people, *gold], options))
        done = 0
        for some in _blocks(documents):
            tally.take(_read(bulk, some))
            done += len(some)
            yield Progress(done, len(documents), "documents")
    options = replace(options, unfinished=bulk.unfinished)
    return summed(tally, list(people.values()), list(gold.values()), options)


def _chosen(
    bulk: Comparisons, options: AgreementOptions
) -> tuple[Comparisons, list[tuple[DocumentId, int]]]:
    """What is compared, and its documents."""
    bulk = replace(bulk, unfinished=bool(options.unfinished))
    if options.unfinished is None and not bulk.annotators():
        bulk = replace(bulk, unfinished=True)
    return bulk, bulk.documents()


def _annotators(bulk: Comparisons, name_of_gold: str) -> tuple[dict[int, str], dict[int, str]]:
    """The people by their numbers, and gold, if there is any."""
    every = dict(bulk.annotators())
    gold = {number: name for number, name in every.items() if name == name_of_gold}
    return {number: name for number, name in every.items() if number not in gold}, gold


def _frame(
    project: Project,
    bulk: Comparisons,
    documents: Sequence[tuple[DocumentId, int]],
    annotators: Sequence[int],
    options: AgreementOptions,
) -> Frame:
    first, last = bulk.days() or ("2000-01-01", "2000-01-01")
    return Frame(
        annotators=annotators,
        has_gold=project.annotator_id(gold_of(project)) in annotators,
        labels=sorted(label.name for label in project.labels()),
        documents=[number for number, _ in documents],
        periods=Periods.between(date.fromisoformat(first), date.fromisoformat(last), options.by),
        seeds=frozenset(project.seeds.each()),
    )


def _blocks(documents: Sequence[tuple[DocumentId, int]]) -> Iterator[list[DocumentId]]:
    block: list[DocumentId] = []
    characters = 0
    for number, length in sorted(documents):
        block.append(number)
        characters += length
        if len(block) == AT_ONCE or characters > CHARACTERS:
            yield block
            block, characters = [], 0
    if block:
        yield block


def _read(bulk: Comparisons, documents: list[DocumentId]) -> Raw:
    return Raw(documents, bulk.texts(documents), bulk.finished(documents), bulk.spans(documents))
