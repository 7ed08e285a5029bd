"""What the article view costs at four sizes, beside a QPlainTextEdit showing the same text.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/article_view.py

CPU milliseconds unless said otherwise; each size in a fresh process. The reference draws no
spans at all.
"""

# ruff: noqa: T201 - what a benchmark is for

import gc
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import process_time_ns

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = {
    "3k": (3_000, 70),
    "100k": (100_000, 2_500),
    "1M": (1_000_000, 25_000),
    "10M": (10_000_000, 100_000),
}
SHAPE = (980, 860)
FIGURES = (
    "first paint",
    "label change p50",
    "label change p99",
    "Tab anywhere p50",
    "Tab anywhere p99",
    "page scroll p50",
    "page scroll p99",
    "resize",
    "peak MB above the empty window",
)
SENTENCE = (
    "the company said on Tuesday that it would spend more than expected in Europe and Asia "
    "while Alibaba Group Holding shares rose by ten percent after a report from Bloomberg"
)
NAMES = ("PERSON", "ORG", "GPE", "LOC", "DATE", "MONEY", "PERCENT", "PRODUCT")


def main() -> None:
    """Print a table, or in a child process the figures of one way and size."""
    if len(sys.argv) > 1:
        print(*_measure(sys.argv[1], sys.argv[2]))
        return
    print(f"{'':34}" + "".join(f"{size:>16}" for size in SIZES))
    print(f"{'':34}" + f"{'view / plain':>16}" * len(SIZES))
    results = {(way, size): _child(way, size) for size in SIZES for way in ("view", "plain")}
    for i, figure in enumerate(FIGURES):
        cells = (f"{results['view', s][i]} / {results['plain', s][i]}" for s in SIZES)
        print(f"{figure:34}" + "".join(f"{cell:>16}" for cell in cells))


def _child(way: str, size: str) -> list[str]:
    command = [sys.executable, __file__, way, size]
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout.split()


def _measure(way: str, size: str) -> list[str]:
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    empty = QWidget()
    empty.resize(*SHAPE)
    empty.show()
    app.processEvents()
    chars, spans = SIZES[size]
    text = _text(chars)
    figures = (_view if way == "view" else _plain)(app, text, spans)
    return [f"{figure:.1f}" if figure >= 0 else "-" for figure in figures]


def _text(chars: int) -> str:
    pick, vocabulary = random.Random(1), SENTENCE.split()
    paragraphs, length = [], 0
    while length < chars:
        words = (pick.choice(vocabulary) for _ in range(pick.randrange(30, 120)))
        paragraphs.append(" ".join(words) + ".\n\n")
        length += len(paragraphs[-1])
    return "".join(paragraphs)[:chars]


def _ms(app: "QApplication", act: Callable[[], object]) -> float:  # noqa: F821
    start = process_time_ns()
    act()
    app.processEvents()
    return (process_time_ns() - start) / 1e6


def _spread(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100)
    return cuts[49], cuts[98]


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _view(app: "QApplication", text: str, spans: int) -> list[float]:  # noqa: F821
    from PySide6.QtCore import QPoint

    from annotator.core.document import Document, DocumentId
    from annotator.core.label import Label, LabelSet
    from annotator.core.sorted_spans import SortedSpans
    from annotator.core.span import key_of
    from annotator.core.suggestion import Suggestion
    from annotator.core.words import Words
    from annotator.session.article import Article, Place
    from annotator.ui.text.view import ArticleView

    labels = LabelSet(map(Label, NAMES))
    before_mb = _peak_mb()
    words = Words(text)
    step = len(text) // spans
    suggestions = []
    for i in range(spans):
        start, end = words.nearest(i * step) or (0, 1)
        suggestions.append(Suggestion(start, end, labels[i % 8].name, "m", (i % 10) / 10))
    document = Document(DocumentId(1), "", "", len(text), {})
    article = Article(document, text, Words(text), suggestions=SortedSpans(suggestions))
    # Without this one frame in a hundred waits for a collection of all spans (30 ms at 10M).
    gc.collect()
    gc.freeze()
    view = ArticleView()
    view.resize(*SHAPE)
    first = _ms(app, lambda: (view.show(), view.show_article(article, labels)))
    pick = random.Random(2)

    def change() -> None:
        """Accept a suggestion in sight, or take that back."""
        point = QPoint(pick.randrange(200, 780), pick.randrange(200, 600))
        at = view.nearest_offset(point)
        accepted = article.spans.overlapping(at, at + 60)
        if accepted:
            span = article.spans.remove(key_of(accepted[0]))
            article.suggestions.add(Suggestion(span.start, span.end, span.label, "m", 0.5))
        else:
            following = article.suggestions.after((at, 0, "")) or next(iter(article.suggestions))
            span = article.suggestions.remove(key_of(following))
            article.spans.add(span.accepted())
        view.changed(span.start, span.end)

    def tab() -> None:
        focus = suggestions[pick.randrange(spans)]
        before, article.place = article.place, Place((focus.start, focus.end), None, None, focus)
        view.reveal(focus.start, focus.end)
        view.moved(before, article.place)

    bar = view.verticalScrollBar()
    pages = [_ms(app, lambda: bar.setValue(bar.value() + bar.pageStep())) for _ in range(100)]
    changes = [_ms(app, change) for _ in range(300)]
    tabs = [_ms(app, tab) for _ in range(300)]
    resize = max(_ms(app, lambda w=w: view.resize(w, 860)) for w in (700, 660, 620, 580))
    peak = _peak_mb() - before_mb
    return [first, *_spread(changes), *_spread(tabs), *_spread(pages), resize, peak]


def _plain(app: "QApplication", text: str, spans: int) -> list[float]:  # noqa: F821
    from PySide6.QtGui import QTextCursor
    from PySide6.QtWidgets import QPlainTextEdit

    before_mb = _peak_mb()
    edit = QPlainTextEdit()
    edit.resize(*SHAPE)
    first = _ms(app, lambda: (edit.show(), edit.setPlainText(text)))
    bar = edit.verticalScrollBar()
    pages = [_ms(app, lambda: bar.setValue(bar.value() + bar.pageStep())) for _ in range(100)]
    pick = random.Random(2)

    def jump() -> None:
        cursor = QTextCursor(edit.document())
        cursor.setPosition(pick.randrange(len(text)))
        edit.setTextCursor(cursor)

    jumps = [_ms(app, jump) for _ in range(100)]
    resize = max(_ms(app, lambda w=w: edit.resize(w, 860)) for w in (700, 660, 620, 580))
    peak = _peak_mb() - before_mb
    return [first, -1, -1, *_spread(jumps), *_spread(pages), resize, peak]


if __name__ == "__main__":
    main()
