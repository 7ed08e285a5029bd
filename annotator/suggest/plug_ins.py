"""Suggesters that are no spaCy pipelines: GLiNER, and what other packages add.

Such a suggester is chosen by `KIND:FOLDER?OPTION=VALUE&…`, as in
`gliner:models/news?threshold=0.4`. KIND is the name of an entry point of the group
`annotator.suggesters` whose value is a class that is called with a PlugIn (see `suggester`).
"""

from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from urllib.parse import parse_qsl

from annotator.errors import SuggesterError
from annotator.suggest.suggester import FAILURES, Suggester, brief

GROUP = "annotator.suggesters"
OURS = {"gliner": EntryPoint("gliner", "annotator.suggest.gliner:Gliner", GROUP)}
"""Those that come with the program, also where it is frozen and has no entry points."""


@dataclass(frozen=True, slots=True)
class PlugIn:
    """A suggester as it was chosen. `name` is what `parse` takes again; `folder`: absolute, or
    None where none was named."""

    name: str
    kind: str
    folder: Path | None = None
    options: dict[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that were named by the option `labels`, divided by commas."""
        named = (label.strip() for label in self.options.get("labels", "").split(","))
        return tuple(dict.fromkeys(filter(None, named)))


def kinds() -> list[str]:
    """The kinds of suggesters that are there, by name; nothing of them is loaded."""
    return sorted(_entries())


def parse(name: str) -> PlugIn | None:
    """The plug-in of this name, or None if there is none of its kind."""
    kind, colon, rest = name.partition(":")
    if not colon or kind not in _entries() or "\0" in rest:
        return None
    where, _, query = rest.partition("?")
    folder = Path(where).expanduser().absolute() if where else None
    options = dict(parse_qsl(query, keep_blank_values=True))
    whole = f"{kind}:{folder or ''}" + (f"?{query}" if query else "")
    return PlugIn(whole, kind, folder, options)


def load(plug_in: PlugIn) -> Suggester:
    """Import and make a suggester. Raises SuggesterError if it cannot be."""
    try:
        made: Suggester = _entries()[plug_in.kind].load()(plug_in)
    except SuggesterError:
        raise
    except FAILURES as error:
        raise SuggesterError(
            f"The suggester “{plug_in.name}” cannot be loaded: {brief(error)}.",
            "Mend or uninstall the package that adds it.",
        ) from error
    return made


def _entries() -> dict[str, EntryPoint]:
    return {**{entry.name: entry for entry in entry_points(group=GROUP)}, **OURS}
