"""The spaCy config of a training (https://spacy.io/usage/training#config)."""

from pathlib import Path
from typing import Any

from annotator.errors import TrainingError
from annotator.train.request import Request

RECOGNIZER = "ner"
RECOGNIZERS = {"ner", "beam_ner"}
FOREVER = 20_000
"""Steps; the training ends before that when it gets no better."""


def config_of(request: Request) -> Any:
    """spaCy's own settings for a small, fast recognizer, trained on the files of the request.

    Raises TrainingError if the base pipeline cannot be found or has no recognizer.
    """
    from spacy.cli.init_config import init_config

    config = init_config(
        lang=request.language or "xx", pipeline=[RECOGNIZER], optimize="efficiency", gpu=False
    )
    config["paths"]["train"], config["paths"]["dev"] = request.train, request.dev
    source = request.last or request.base
    if source:
        _go_on(config, source)
    training = config["training"]
    training["seed"] = config["system"]["seed"] = request.seed
    training["max_steps"] = request.most_steps or FOREVER
    training["patience"] = request.patience
    training["eval_frequency"] = request.evaluate_every
    return config


def _go_on(config: Any, source: str) -> None:
    """Take the recognizer of a pipeline, and the embedder that it listens to."""
    base = _config_of_base(source)
    config["nlp"]["lang"] = base["nlp"]["lang"]
    config["nlp"]["tokenizer"] = base["nlp"]["tokenizer"]
    parts = base["components"]
    recognizer = next((n for n, p in parts.items() if p.get("factory") in RECOGNIZERS), None)
    if recognizer is None:
        raise TrainingError(f"{source} has no recognizer of entities.", "Choose another base.")
    heard = _upstreams(parts[recognizer])
    names = [n for n in base["nlp"]["pipeline"] if n == recognizer or _is_heard(n, parts, heard)]
    config["nlp"]["pipeline"] = names
    config["components"] = {name: {"source": source} for name in names}
    if base["initialize"].get("vectors"):
        config["initialize"]["vectors"] = source


def _is_heard(name: str, parts: Any, heard: set[str]) -> bool:
    embeds = parts[name].get("factory") in {"tok2vec", "transformer", "curated_transformer"}
    return embeds and bool(heard & {name, "*"})


def _upstreams(part: Any) -> set[str]:
    """The shared embedders that a component listens to; "*" is whichever there is."""
    found = set()
    if "Listener" in str(part.get("@architectures", "")):
        found.add(part.get("upstream", "*"))
    for value in part.values():
        if isinstance(value, dict):
            found |= _upstreams(value)
    return found


def _config_of_base(source: str) -> Any:
    import spacy

    folder = Path(source)
    try:
        if not folder.is_dir():
            folder = Path(spacy.util.get_package_path(source))
            inner = sorted(folder.glob("*/config.cfg"))
            folder = inner[0].parent if inner else folder
        return spacy.util.load_config(folder / "config.cfg")
    except (OSError, ImportError) as error:
        raise TrainingError(f"The base pipeline {source} cannot be read: {error}.") from error
