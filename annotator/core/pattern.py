"""A term, or a pattern of tokens, that gets a label wherever it stands.

The form is that of spaCy's EntityRuler and of Prodigy's pattern files:
https://spacy.io/usage/rule-based-matching#entityruler-files
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SOURCE = "patterns"
"""Who proposes what patterns find."""

FIELDS = {"label", "pattern", "id"}
_TOKENS = "[{"
"""How tokens begin where they are typed: hardly any term does."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """`pattern` is a term, which is found as it is written, or a list of tokens, each an
    object of attributes that it must have. `id`: what several patterns have in common, or ""."""

    label: str
    pattern: str | list[dict[str, Any]]
    id: str = ""

    @property
    def typed(self) -> str:
        """The term, or the tokens as JSON: what `as_typed` reads."""
        return self.pattern if isinstance(self.pattern, str) else written(self.pattern)

    def as_item(self) -> dict[str, Any]:
        """The object that stands for it in a file."""
        item: dict[str, Any] = {"label": self.label, "pattern": self.pattern}
        return {**item, "id": self.id} if self.id else item


def changed_patterns(
    now: Sequence[Pattern], before: Sequence[Pattern], after: Sequence[Pattern]
) -> list[Pattern]:
    """The patterns of now with what is different between two others changed in them; what
    others brought since `before` stays, ahead of what comes new."""
    if list(now) == list(before):
        return list(after)
    kept = [one for one in now if one not in before or one in after]
    return [*kept, *(one for one in after if one not in kept)]


def of_item(item: object) -> Pattern:
    """The pattern of an object of a file; raises ValueError, which says what is wrong with it."""
    if not isinstance(item, dict):
        raise ValueError("a pattern must be an object")  # noqa: TRY004 - a file's fault
    label, id_ = item.get("label"), item.get("id")
    if not isinstance(label, str) or not label.strip():
        raise ValueError('a pattern needs a "label"')
    pattern = _term_or_tokens(item.get("pattern"))
    if id_ is not None and not isinstance(id_, str | int):
        raise ValueError('the "id" of a pattern must be a string')
    return Pattern(label.strip(), pattern, "" if id_ is None else str(id_))


def as_typed(label: str, typed: str, id_: str = "") -> Pattern:
    """The pattern of what somebody typed: a term, or JSON that begins with `[{`.

    Raises ValueError, which says what is wrong with it.
    """
    typed = typed.strip()
    if not "".join(typed[:20].split()).startswith(_TOKENS):
        return of_item({"label": label, "pattern": typed, "id": id_})
    try:
        tokens = json.loads(typed)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the tokens are no JSON: {error}") from error
    return of_item({"label": label, "pattern": tokens, "id": id_})


def written(value: object) -> str:
    """A term or tokens as JSON in one line."""
    return json.dumps(value, ensure_ascii=False)


def _term_or_tokens(pattern: object) -> str | list[dict[str, Any]]:
    if isinstance(pattern, str) and pattern.strip():
        return pattern
    if not isinstance(pattern, list) or not pattern:
        raise ValueError('a "pattern" must be a term or a list of tokens, and not empty')
    for number, token in enumerate(pattern, start=1):
        if not isinstance(token, dict):
            reason = f"token {number} of the pattern must be an object"
            raise ValueError(reason)  # noqa: TRY004
    return pattern
