"""Whose file of an INCEpTION project export this is: its folders say so.

They are `annotation/DOCUMENT/ANNOTATOR.suffix` and `curation/DOCUMENT/CURATION_USER.suffix`,
where the last may be an archive with the file in it.
"""

from pathlib import Path

from annotator.formats.encoding import shown

FOLDERS = frozenset(("annotation", "curation"))
NOBODY = frozenset(("INITIAL_CAS",))


def origin(path: Path) -> tuple[str, str | None]:
    """The name of the document that a file is about, and of the annotator, if it tells."""
    *_, folder, document, annotator = ("", "", *path.parts)[-3:]
    if folder not in FOLDERS:
        *_, folder, document, annotator = ("", "", "", *path.parts)[-4:-1]
    if folder not in FOLDERS:
        return shown(Path(path.name)), None
    name = shown(Path(Path(annotator).stem))
    return shown(Path(document)), None if name in NOBODY else name
