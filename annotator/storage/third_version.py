"""What version 3 adds to the schema: see `resources/help/project_file.md`."""

CHANGES = """
ALTER TABLE edits ADD COLUMN step TEXT;
ALTER TABLE edits ADD COLUMN made_by TEXT;
ALTER TABLE edits ADD COLUMN label_version TEXT;
ALTER TABLE edits ADD COLUMN voices TEXT;
CREATE INDEX edits_that_settle ON edits (annotator_id, document_id)
    WHERE voices IS NOT NULL;
CREATE INDEX edits_by_step ON edits (step, id) WHERE step IS NOT NULL;
CREATE TABLE steps (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    annotator_id INTEGER NOT NULL REFERENCES annotators (id),
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    gesture TEXT NOT NULL,
    change TEXT NOT NULL,
    after_edit INTEGER NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX steps_by_annotator ON steps (annotator_id, after_edit, id);
CREATE TABLE dismissed_errors (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    annotator_id INTEGER NOT NULL REFERENCES annotators (id),
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    label TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (document_id, annotator_id, kind, start, end, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE visits (
    uuid TEXT PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    annotator_id INTEGER NOT NULL REFERENCES annotators (id),
    began_at TEXT NOT NULL,
    seconds REAL NOT NULL,
    keys INTEGER NOT NULL,
    suggested INTEGER NOT NULL,
    is_blind INTEGER NOT NULL CHECK (is_blind IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_by_annotator ON visits (annotator_id, document_id);
CREATE TABLE lessons (
    model TEXT NOT NULL,
    documents INTEGER NOT NULL,
    held_out INTEGER NOT NULL,
    old REAL NOT NULL,
    new REAL NOT NULL,
    is_used INTEGER NOT NULL CHECK (is_used IN (0, 1)),
    made_at TEXT NOT NULL
) STRICT;
CREATE TABLE label_versions (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    labels TEXT NOT NULL,
    made_by TEXT,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX visits_by_document ON visits (document_id);
CREATE TABLE seeds (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE places (
    arrangement INTEGER NOT NULL,
    place INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (arrangement, place)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX places_of_documents ON places (document_id, arrangement);
CREATE TABLE place_counts (
    arrangement INTEGER NOT NULL,
    annotator_id INTEGER NOT NULL,
    block INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    PRIMARY KEY (arrangement, annotator_id, block)
) STRICT, WITHOUT ROWID
"""
