"""GLiNER, a recognizer that is told its labels in words and need not be trained on them.

Zaratiana et al., "GLiNER: Generalist Model for Named Entity Recognition using Bidirectional
Transformer", NAACL 2024, https://arxiv.org/abs/2311.08526. It needs the package `gliner` (the
extra `annotator[gliner]`) and a folder with a model. Nothing is fetched, and nothing is
unpickled: weights are read from safetensors only.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.core.suggestion import Suggestion
from annotator.errors import SuggesterError
from annotator.suggest.confidence import DIGITS, RUNNERS_UP
from annotator.suggest.plug_ins import PlugIn
from annotator.suggest.suggester import FAILURES, SuggestedText, brief

CONFIG, WEIGHTS, TOKENIZER = "gliner_config.json", "model.safetensors", "tokenizer_config.json"
PICKLED = "pytorch_model.bin"
THRESHOLD = 0.5
"""GLiNER's own: what it is less sure of is not proposed."""

ENDS = frozenset(".!?…。！？")
BATCH = 8

Word = tuple[str, int, int]
"""A word of GLiNER's splitter with its range."""


class Gliner:
    """A Suggester from the folder of a GLiNER model.

    Options: `threshold` (0 to 1), and `labels`, divided by commas; without them it looks for
    the labels of the project. A label is put to it in small letters, with blanks for `_`.
    Raises SuggesterError, which says what to put where.
    """

    def __init__(self, plug_in: PlugIn) -> None:
        self.name, self.labels = plug_in.name, plug_in.labels
        self._threshold = _threshold(plug_in)
        self._model = _load(_folder(plug_in))
        self._prompts = _prompts(self.labels)

    def use_labels(self, labels: Sequence[str]) -> None:
        """Look for these labels, unless others were named."""
        known = _prompts(labels)
        if self.labels:
            # What is named "person" is PERSON, if the project calls it so.
            self._prompts = {p: known.get(p, own) for p, own in _prompts(self.labels).items()}
        else:
            self._prompts = known

    def suggest(self, texts: Sequence[str]) -> list[SuggestedText]:
        """What it finds in each text, cut into as many words as it can read at once."""
        places = [(i, start, end) for i, t in enumerate(texts) for start, end in self._cut(t)]
        found: list[list[Suggestion]] = [[] for _ in texts]
        chunks = [texts[i][start:end] for i, start, end in places]
        for (i, start, _), entities in zip(places, self._run(chunks), strict=True):
            found[i] += [self._suggestion(entity, start) for entity in entities]
        return [SuggestedText(suggestions) for suggestions in found]

    def _run(self, chunks: list[str]) -> list[list[dict[str, Any]]]:
        if not chunks or not self._prompts:
            return [[] for _ in chunks]
        found: list[list[dict[str, Any]]] = self._model.inference(
            chunks,
            list(self._prompts),
            threshold=self._threshold,
            batch_size=BATCH,
            return_class_probs=True,
        )
        return found

    def _suggestion(self, entity: dict[str, Any], offset: int) -> Suggestion:
        shares = entity.get("class_probs") or {}
        others = sorted(((s, p) for p, s in shares.items() if p != entity["label"]), reverse=True)
        return Suggestion(
            offset + entity["start"],
            offset + entity["end"],
            self._prompts[entity["label"]],
            self.name,
            _share(entity["score"]),
            tuple((self._prompts[prompt], _share(share)) for share, prompt in others[:RUNNERS_UP]),
        )

    def _cut(self, text: str) -> Iterator[tuple[int, int]]:
        """Ranges of the text of at most so many words as the model reads."""
        words: list[Word] = list(self._model.data_processor.words_splitter(text))
        most = int(self._model.config.max_len)
        first = 0
        while first < len(words):
            last = _end(text, words, first, most)
            yield words[first][1], words[last - 1][2]
            first = last


def _end(text: str, words: list[Word], first: int, most: int) -> int:
    """The word after the last one of a chunk: if possible where a sentence or line ends."""
    end = first + most
    if end >= len(words):
        return len(words)
    for i in range(end, first + most // 2, -1):
        gap = text[words[i - 1][2] : words[i][1]]
        if "\n" in gap or (gap and words[i - 1][0] in ENDS):
            return i
    return end


def _prompts(labels: Sequence[str]) -> dict[str, str]:
    """The labels by the words in which they are put to the model."""
    return {label.replace("_", " ").lower(): label for label in labels}


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), DIGITS)


def _threshold(plug_in: PlugIn) -> float:
    given = plug_in.options.get("threshold", THRESHOLD)
    try:
        threshold = float(given)
    except ValueError:
        threshold = -1
    if not 0 <= threshold <= 1:
        raise SuggesterError(f"The threshold of “{plug_in.name}” must be a number from 0 to 1.")
    return threshold


def _folder(plug_in: PlugIn) -> Path:
    folder = plug_in.folder
    if folder is None:
        raise SuggesterError(
            "GLiNER needs a folder with a model.",
            "Name it: gliner:FOLDER, as in gliner:models/news.",
        )
    if (folder / PICKLED).is_file() and not (folder / WEIGHTS).is_file():
        raise SuggesterError(
            f"The weights in {folder} are a pickle, {PICKLED}, which could run anything.",
            f"Put the model's {WEIGHTS} there instead.",
        )
    missing = [name for name in (CONFIG, WEIGHTS, TOKENIZER) if not (folder / name).is_file()]
    if missing:
        raise SuggesterError(
            f"{folder} holds no GLiNER model: {', '.join(missing)} is not there.",
            f"Put {CONFIG}, {WEIGHTS}, {TOKENIZER} and the other files of the tokenizer of a"
            " GLiNER model there: this program fetches nothing.",
        )
    return folder


def _load(folder: Path) -> Any:
    try:
        from gliner import GLiNER
    except ImportError as error:
        raise SuggesterError(
            f"GLiNER is not installed ({brief(error)}).",
            'Install it: pip install "annotator[gliner]".',
        ) from error
    try:
        return GLiNER.from_pretrained(str(folder), local_files_only=True).eval()
    except FAILURES as error:
        raise SuggesterError(
            f"The GLiNER model in {folder} cannot be loaded: {brief(error)}.",
            "It may be damaged, or made for another version of gliner.",
        ) from error
