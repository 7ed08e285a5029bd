"""F of the model that suggests after so many finished sentences, on 300 that nobody finishes.

    python -m tests.benchmarks.learning [--every N] [--seconds S] [--base NAME] [--json]

Sentences of CrossNER politics, most of whose labels the embedded pipeline does not know, are
finished as gold has them; after every N (100) of them one lesson of the program follows, with
whatever it decides to use. The reference is a table measured with training alone, without held-out
sentences and rehearsal: continuing the embedded pipeline for 40 s on one core.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.document import NewDocument
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.span import Span
from annotator.session.jobs import finish
from annotator.session.lesson import SECONDS, learn
from annotator.session.models import proposer
from annotator.storage.project import Project
from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.protocol import Piece
from annotator.suggest.sources import Sources
from annotator.train.score import score
from tests.benchmarks.effort_corpora import Gold, sentences
from tests.benchmarks.figures import ROOT, Figure, folder, report

CORPUS = ROOT.parent / "shared" / "data" / "crossner" / "politics"
FILES = ("train.txt", "dev.txt", "test.txt")
FINISHED = 600
ASKED = slice(892, 1192)
"""The sentences that the table was measured on."""
TABLE = {100: 0.62, 300: 0.62, 600: 0.66}
ENOUGH = 0.9


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--every", type=int, default=100, help="sentences between lessons")
    parser.add_argument("--most", type=int, default=FINISHED, help="sentences finished in all")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of processor, a lesson")
    parser.add_argument("--base", default=DEFAULT, help="the project's pipeline")
    parser.add_argument("--json", action="store_true", help="a line for each figure")
    report(figures(parser.parse_args()))


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """The F after each lesson."""
    if not CORPUS.is_dir():
        return
    golds = [gold for name in FILES for gold in sentences(CORPUS / name)]
    asked = golds[ASKED]
    with folder() as here:
        path = project_of(here / "learning.annotator", golds[: options.most + 200], options.base)
        for start in range(0, options.most, options.every):
            finish_as_gold(path, golds, range(start, start + options.every))
            said = finish(learn(path, seconds=options.seconds)).sentence()
            yield _figure(start + options.every, _f(path, asked), said)


def _figure(finished: int, ours: float, said: str) -> Figure:
    reference = TABLE.get(finished)
    return Figure(
        f"{finished} sentences finished",
        f"F {ours:.2f} ({said})",
        f"F {reference:.2f} by training alone" if reference else "",
        ours / reference if reference else None,
        f"≥ {ENOUGH:g} × reference" if reference else "",
        ours >= ENOUGH * reference if reference else None,
    )


def project_of(path: Path, golds: list[Gold], base: str) -> Path:
    """A project of these texts, with the labels of gold."""
    labels = sorted({label for gold in golds for _, _, label in gold.spans})
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, labels)))
        project.put_setting("pipeline", base)
        project.put_setting("language", "en")
        project.documents.add([NewDocument(gold.text) for gold in golds])
    return path


def finish_as_gold(path: Path, golds: list[Gold], which: range) -> None:
    """Finish some of the texts as gold has them."""
    with Project.open(path) as project, project.transaction():
        who = project.add_annotator("tester")
        for gold in (golds[i] for i in which):
            ((document_id, _),) = project.documents.add([NewDocument(gold.text)])
            if project.annotations.get(document_id, who).answer is None:
                spans = tuple(Span(*key) for key in gold.spans)
                edit = Edit(added=spans, answer=(None, Answer.ACCEPT))
                project.annotations.store(document_id, who, edit, gesture="label")


def _f(path: Path, asked: list[Gold]) -> float:
    with Project.open(path) as project:
        pipeline = Sources(proposer(project).pipeline)
        known = {label.name for label in project.labels()}
    pieces = [Piece(i, 0, len(gold.text), gold.text) for i, gold in enumerate(asked)]
    found = pipeline.suggest(pieces)
    pairs = [
        (set(gold.spans), {(s.start, s.end, s.label) for s in one.suggestions if s.label in known})
        for gold, one in zip(asked, found, strict=True)
    ]
    return score(pairs).f


if __name__ == "__main__":
    main()
