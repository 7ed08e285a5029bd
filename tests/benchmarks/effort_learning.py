"""Key presses for each gold span while the model learns, by blocks of documents.

    python -m tests.benchmarks.effort_learning [--texts N] [--every N] [--seconds S] [--json]

Sentences of CrossNER politics are labelled one after the other in the real window (see `effort`):
from nothing, and with what the program suggests when it learns after every N (20) of them. The
embedded pipeline alone suggests nothing that counts here: it does not know these labels.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace

from annotator.session.jobs import finish
from annotator.session.lesson import SECONDS, learn
from annotator.session.models import proposer
from annotator.storage.project import Project
from annotator.suggest.pipeline import Pipeline
from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.protocol import Piece, SuggestedPiece
from tests.benchmarks.effort import replay
from tests.benchmarks.effort_corpora import Gold, sentences
from tests.benchmarks.figures import Figure, folder, report
from tests.benchmarks.learning import CORPUS, finish_as_gold, project_of

TEXTS, EVERY, BLOCK = 200, 20, 50
HALF = 0.5
"""Of the keys from nothing, once a hundred documents are done."""
BY = 100


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=TEXTS, help="sentences that are labelled")
    parser.add_argument("--every", type=int, default=EVERY, help="sentences between lessons")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of processor, a lesson")
    parser.add_argument("--json", action="store_true", help="a line for each figure")
    report(figures(parser.parse_args()))


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """The keys of each block of documents."""
    if not CORPUS.is_dir():
        return
    golds = [gold for gold in sentences(CORPUS / "train.txt") if gold.spans]
    golds += [gold for gold in sentences(CORPUS / "dev.txt") if gold.spans]
    golds = golds[: options.texts]
    suggested = list(_suggested(golds, options))
    for start in range(0, len(golds), BLOCK):
        block = slice(start, start + BLOCK)
        numbered = [replace(p, document_id=i) for i, p in enumerate(suggested[block], 1)]
        ours = replay(golds[block], numbered)
        nothing = replay(golds[block], [replace(p, suggestions=()) for p in numbered])
        share = ours.spent.total() / nothing.spent.total()
        yield Figure(
            f"documents {start + 1} to {start + BLOCK} ({ours.spans} spans)",
            f"{ours.spent.total() / ours.spans:.2f} keys a span",
            f"{nothing.spent.total() / nothing.spans:.2f} from nothing",
            share,
            f"≤ {HALF:g} × reference" if start >= BY else "",
            share <= HALF if start >= BY else None,
        )


def _suggested(golds: list[Gold], options: argparse.Namespace) -> Iterator[SuggestedPiece]:
    """What is suggested in each text when it is opened: by the model of that moment."""
    with folder() as here:
        path = project_of(here / "learning.annotator", golds, DEFAULT)
        labels = {label for gold in golds for _, _, label in gold.spans}
        for start in range(0, len(golds), options.every):
            with Project.open(path) as project:
                pipeline = Pipeline(proposer(project).pipeline)
            which = range(start, min(start + options.every, len(golds)))
            pieces = [Piece(i, 0, len(golds[i].text), golds[i].text) for i in which]
            for one in pipeline.suggest(pieces):
                shown = tuple(s for s in one.suggestions if s.label in labels)
                yield replace(one, suggestions=shown)
            finish_as_gold(path, golds, which)
            finish(learn(path, seconds=options.seconds))


if __name__ == "__main__":
    main()
