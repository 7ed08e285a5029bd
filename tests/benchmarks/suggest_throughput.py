"""Articles a second through our pipeline, as a ratio to spaCy's own nlp.pipe with ner alone.

Both run in turns in the same process, on the same articles, in batches of 8; what counts is
processor time, the least of all rounds, since a shared machine only ever makes things slower.

    python tests/benchmarks/suggest_throughput.py [ROUNDS]
"""

# ruff: noqa: T201 - what a benchmark is for

import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.protocol import BATCH, Piece
from annotator.suggest.sources import Sources

ARTICLE = Path(__file__).parents[3] / "shared" / "data" / "article" / "alibaba.txt"
SPARE = "Angela Merkel met Tim Cook of Apple Inc. in Paris on 3 May 2016 to sell $5 billion. "
ARTICLES = 64
ENOUGH = 0.9


def articles() -> list[str]:
    """Articles of about 3,000 characters, no two the same."""
    text = ARTICLE.read_text("utf-8") if ARTICLE.exists() else SPARE * 40
    words = text.split(" ")
    return [" ".join(words[i * 7 :] + words[: i * 7]) for i in range(ARTICLES)]


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    texts = articles()
    pieces = [Piece(i, 0, len(text), text) for i, text in enumerate(texts)]
    pipeline = Sources(DEFAULT)
    nlp = spacy.load(DEFAULT)
    nlp.select_pipes(enable="ner")
    bare, ours = [], []
    for _ in range(rounds + 1):
        bare.append(seconds(lambda: list(nlp.pipe(texts, batch_size=BATCH))))
        ours.append(seconds(lambda: pipeline.suggest(pieces)))
    # The first round fills caches.
    theirs_per_s, ours_per_s = (len(texts) / min(times[1:]) for times in (bare, ours))
    ratio = ours_per_s / theirs_per_s
    print(f"nlp.pipe, ner alone   {theirs_per_s:6.1f} articles/s")
    print(f"with scores, tokens   {ours_per_s:6.1f} articles/s")
    print(f"ratio                 {ratio:6.2f} (at least {ENOUGH})")
    sys.exit(ratio < ENOUGH)


if __name__ == "__main__":
    main()
