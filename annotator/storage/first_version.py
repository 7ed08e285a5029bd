"""The tables of version 1: documents, labels, annotations, suggestions, journal."""

TABLES = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    length INTEGER NOT NULL,
    meta TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;
CREATE TABLE texts (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE labels (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    color TEXT NOT NULL,
    key TEXT NOT NULL,
    guideline TEXT NOT NULL
) STRICT;
CREATE TABLE annotators (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE annotations (
    document_id INTEGER NOT NULL REFERENCES documents (id),
    annotator_id INTEGER NOT NULL REFERENCES annotators (id),
    answer TEXT CHECK (answer IN ('accept', 'reject', 'ignore')),
    flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
    note TEXT,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (document_id, annotator_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotations_by_answer ON annotations (annotator_id, answer, document_id);
CREATE INDEX annotations_flagged ON annotations (annotator_id, document_id)
    WHERE flagged = 1;
CREATE TABLE spans (
    document_id INTEGER NOT NULL,
    annotator_id INTEGER NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    label TEXT NOT NULL REFERENCES labels (name) ON UPDATE CASCADE,
    source TEXT,
    score REAL,
    note TEXT,
    PRIMARY KEY (document_id, annotator_id, start, end, label),
    FOREIGN KEY (document_id, annotator_id) REFERENCES annotations
) STRICT, WITHOUT ROWID;
CREATE TABLE rejections (
    document_id INTEGER NOT NULL,
    annotator_id INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (document_id, annotator_id, start, end, label),
    FOREIGN KEY (document_id, annotator_id) REFERENCES annotations
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE suggested_pieces (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    tokens BLOB,
    PRIMARY KEY (document_id, source_id, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE suggestions (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL CHECK (end > start),
    label TEXT NOT NULL,
    score REAL,
    runners_up TEXT,
    PRIMARY KEY (document_id, source_id, start, end, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE edits (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    document_id INTEGER NOT NULL REFERENCES documents (id),
    annotator_id INTEGER NOT NULL REFERENCES annotators (id),
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'import')),
    gesture TEXT NOT NULL,
    change TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX edits_by_annotator ON edits (annotator_id, id);
CREATE INDEX edits_by_document ON edits (document_id, annotator_id, id);

CREATE TABLE document_counts (
    block INTEGER PRIMARY KEY,
    documents INTEGER NOT NULL
) STRICT;
CREATE TABLE answer_counts (
    annotator_id INTEGER NOT NULL,
    block INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    PRIMARY KEY (annotator_id, block)
) STRICT, WITHOUT ROWID;

CREATE VIEW labelled AS
SELECT documents.id AS document_id, documents.title, annotators.name AS annotator,
    annotations.answer, spans.start, spans.end, spans.label,
    substr(texts.text, spans.start + 1, spans.end - spans.start) AS text,
    spans.source, spans.score, spans.note
FROM spans
JOIN annotations USING (document_id, annotator_id)
JOIN annotators ON annotators.id = spans.annotator_id
JOIN documents ON documents.id = spans.document_id
JOIN texts ON texts.document_id = spans.document_id;
"""
