"""Key presses for each gold span by quarters of the way, as memory and models learn.

Four ways, each beside the one before it: from nothing, with the embedded pipeline, with memory
too, and with learning while labelling too. Texts are documents where the corpus marks them,
else (or if they are few) single sentences: then finishing alone is a key for each sentence.
Labels are mapped by name where a known map fits the corpus; in the others the pipeline knows no
label, as if nobody had told it anything: what its labels mean there the program has to find out.

What a model of some moment suggests depends on gold alone, which is what is labelled in all ways:
so models are trained before the keys are pressed, by lessons of the program as many documents
apart as in the program.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from annotator.session import models
from annotator.session.jobs import finish
from annotator.session.keeping import keep
from annotator.session.lesson import learn
from annotator.storage.project import Project
from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.protocol import Piece, SuggestedPiece
from annotator.suggest.sources import Sources
from tests.benchmarks.effort import Result, mapped, replay
from tests.benchmarks.effort_corpora import Gold, read, real_documents
from tests.benchmarks.figures import Figure, folder
from tests.benchmarks.learning import finish_as_gold, project_of

EVERY = 20
"""Finished documents from lesson to lesson, as in the program."""
STEPS = 500
"""Of a lesson: about what 30 seconds of the processor allow beside other programs. A fixed number
makes the figures the same each time."""
LONG = 3_600.0
BY = 100
"""Documents after which the targets hold."""
HALF = 0.5
AT_ONCE = 1 << 30


def curves(
    corpora: dict[str, tuple[list[Path], bool, float | None]], documents: int, *, learning: bool
) -> Iterator[Figure]:
    """The figures of each corpus. Corpora: files, whether labels are mapped by name, and the
    most keys a span once BY documents are done (None: half of those from nothing)."""
    for name, (paths, is_mapped, most) in corpora.items():
        marked = real_documents(paths)
        golds = marked if len(marked) > BY else read(paths, spans=AT_ONCE, in_each=1)
        golds = golds[:documents]
        yield from _curve(name, golds, most, is_mapped=is_mapped, learning=learning)


def _curve(
    name: str, golds: list[Gold], most: float | None, *, is_mapped: bool, learning: bool
) -> Iterator[Figure]:
    nothing = before = None
    for way, given, remembers in _ways(golds, is_mapped=is_mapped, learning=learning):
        result = replay(golds, given, remembers=remembers)
        nothing = nothing or result
        yield _figure(f"{name}, {way}", golds, result, before)
        yield _figure(
            f"{name}, {way}, after {BY}",
            golds[BY:],
            _after(golds, result),
            None,
            _most(golds, nothing, most),
        )
        before = result


def _ways(
    golds: list[Gold], *, is_mapped: bool, learning: bool
) -> Iterator[tuple[str, list[SuggestedPiece], bool]]:
    raw = Sources(DEFAULT).suggest(_pieces(golds, range(len(golds))))
    said = mapped(golds, raw) if is_mapped else raw
    yield "from nothing", [replace(piece, suggestions=()) for piece in raw], False
    yield "pipeline", said, False
    yield "+ memory", said, True
    if learning:
        learnt = [piece or one for piece, one in zip(_learnt(golds), said, strict=True)]
        yield "+ learning", learnt, True


def _learnt(golds: list[Gold]) -> Iterator[SuggestedPiece | None]:
    """What the model of the moment suggests in each document when it is opened; None: there is
    no model yet."""
    with folder() as here:
        path = project_of(here / "learning.annotator", golds, DEFAULT)
        for start in range(0, len(golds), EVERY):
            which = range(start, min(start + EVERY, len(golds)))
            yield from _suggested(path, golds, which)
            finish_as_gold(path, golds, which)
            if which.stop < len(golds):
                finish(learn(path, seconds=LONG, steps=STEPS))


def _suggested(path: Path, golds: list[Gold], which: range) -> Iterator[SuggestedPiece | None]:
    with Project.open(path) as project:
        proposer = models.proposer(project)
        for piece in Sources(proposer.pipeline).suggest(_pieces(golds, which)):
            own = [replace(one, source=proposer.source) for one in piece.suggestions]
            kept = replace(piece, suggestions=tuple(own), sources=(proposer.source,))
            keep(project, models.line(project, proposer), kept)
            yield kept if proposer.is_model else None


def _pieces(golds: list[Gold], which: range) -> list[Piece]:
    return [Piece(i + 1, 0, len(golds[i].text), golds[i].text) for i in which]


def _after(golds: list[Gold], result: Result) -> Result:
    """The same for what came after BY documents."""
    steps = result.steps[BY:]
    return Result(spans=_spans(golds[BY:]), steps=steps)


def _most(golds: list[Gold], nothing: Result, most: float | None) -> float:
    return most or HALF * sum(nothing.steps[BY:]) / max(1, _spans(golds[BY:]))


def _spans(golds: list[Gold]) -> int:
    return sum(len(gold.spans) for gold in golds)


def _figure(
    name: str, golds: list[Gold], result: Result, before: Result | None, most: float | None = None
) -> Figure:
    ours, theirs = _keys(result), _keys(before) if before else 0.0
    quarters = " ".join(f"{keys:.2f}" for keys in _quarters(golds, result.steps))
    limit = most or theirs
    return Figure(
        f"{name} ({len(golds)} texts, {result.spans} spans)",
        f"{ours:.2f} keys a span: {quarters}",
        f"{theirs:.2f} before" if before else "",
        ours / theirs if theirs else None,
        f"< {limit:.2f}" if limit else "",
        ours < limit if limit else None,
    )


def _keys(result: Result) -> float:
    return sum(result.steps) / max(1, result.spans)


def _quarters(golds: list[Gold], steps: list[int]) -> Iterator[float]:
    """The keys for each span in each quarter of the documents."""
    for i in range(4):
        part = slice(len(golds) * i // 4, len(golds) * (i + 1) // 4)
        yield sum(steps[part]) / max(1, _spans(golds[part]))
