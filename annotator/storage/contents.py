"""What kinds of things a project file holds at all."""

from annotator.storage.connection import Connection

QUESTIONS = {
    "notes": "SELECT 1 FROM annotations WHERE note IS NOT NULL",
    "kept": "SELECT 1 FROM annotations WHERE kept IS NOT NULL",
    "turned_down": "SELECT 1 FROM annotations WHERE answer IN ('reject', 'ignore')",
    "unfinished": "SELECT 1 FROM annotations JOIN spans USING (document_id, annotator_id)"
    " WHERE answer IS NULL",
    "several_annotators": "SELECT 1 FROM annotations"
    " WHERE annotator_id <> (SELECT min(annotator_id) FROM annotations)",
    "meta": "SELECT 1 FROM documents WHERE meta <> '{}'",
    "span_notes": "SELECT 1 FROM spans WHERE note IS NOT NULL",
    "scores": "SELECT 1 FROM spans WHERE score IS NOT NULL",
    "overlaps": "SELECT 1 FROM (SELECT start, max(end) OVER ("
    "PARTITION BY document_id, annotator_id ORDER BY start, end, label"
    " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM spans)"
    " WHERE start < before",
}
"""By a word for each kind, the cheaper first; `kept` is what files said that nothing else here
has room for, `overlaps` are spans of one annotation that share characters."""


def holds(connection: Connection, what: str) -> bool:
    """Whether a project holds anything of this kind of `QUESTIONS`. All spans may be read."""
    row = connection.execute(f"SELECT EXISTS ({QUESTIONS[what]})").fetchone()
    return bool(row[0])
