"""What JSON formats of tokens share: an object's tokens, its text, and its other fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.document import document_key
from annotator.core.record import Exported, Problem
from annotator.formats.raw import can_be_kept
from annotator.formats.span_items import kind_of
from annotator.formats.token_text import TokenText, joined, made_text
from annotator.formats.tokens import Aligned


@dataclass(slots=True)
class TokenRow:
    """One object of a file while it is read: where it stands, and what is wrong with it."""

    where: str
    line: int
    fields: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def problem(self, reason: str, left_out: str = "document", span: Any = None) -> None:
        """Note what is wrong with it."""
        self.problems.append(Problem(self.where, self.line, reason, left_out, span))

    def made(self, name: str) -> TokenText | None:
        """The text with the places of its tokens, or None: there is none to read."""
        fields = self.fields
        tokens = fields.get(name)
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            self.problem(f'"{name}" must be a list of strings')
            return None
        made = made_text(tokens, fields.get("text"), fields.get("offsets"))
        if made is None:
            self.problem("its text is not that of its tokens, which are joined instead", "nothing")
            made = joined(tokens)
        if not made.text:
            self.problem("the text is empty")
            return None
        return made

    def meta(self, known: Iterable[str], text: str) -> dict[str, Any] | None:
        """The fields that the format does not know, or None: they are nested too deeply."""
        fields = self.fields
        given = fields.get("meta")
        known = {*known, "text", "offsets", *(["meta"] if isinstance(given, dict) else [])}
        rest = {name: value for name, value in fields.items() if name not in known}
        if rest.get("id") == document_key(text):
            del rest["id"]
        meta = {**rest, **given} if isinstance(given, dict) else rest
        if meta and not can_be_kept(meta):
            self.problem("its fields are nested too deeply to be kept")
            return None
        return meta

    def strings(self, name: str) -> list[str] | None:
        """The strings of a field, or None: it is no list of strings."""
        value = self.fields.get(name)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return value
        if value is not None:
            self.problem(f'"{name}" must be a list of strings, not {kind_of(value)}', "nothing")
        return None


def written_tokens(item: Exported, found: Aligned) -> tuple[list[str], Sequence[Any]]:
    """The tokens of an item, and their offsets in code points."""
    return [item.text[start:end] for start, end in found.words], found.words
