"""Triggers that keep counts and places true, whoever writes to a project file.

Of each block of 256 documents is counted how many there are and how many each annotator has
answered, so that neither progress nor the next document to do is looked for in a million rows:
by the order of import, that is by the numbers of documents; and in each arrangement of the queue
by their places (there annotator -1 stands for all documents).
"""

ADD_DOCUMENTS = """
    INSERT INTO document_counts VALUES ({row}.id >> 8, {change})
    ON CONFLICT (block) DO UPDATE SET documents = documents + {change};
"""
ADD_ANSWERED = """
    INSERT INTO answer_counts VALUES ({row}.annotator_id, {row}.document_id >> 8, {change})
    ON CONFLICT (annotator_id, block) DO UPDATE SET answered = answered + {change};
"""
ADD_PLACE = """
    INSERT INTO place_counts SELECT * FROM (
        SELECT {row}.arrangement, -1, {row}.place >> 8, {change} UNION ALL
        SELECT {row}.arrangement, annotator_id, {row}.place >> 8, {change} FROM annotations
        WHERE document_id = {row}.document_id AND answer IS NOT NULL
    ) WHERE true ON CONFLICT DO UPDATE SET documents = documents + {change};
"""
ADD_ANSWERED_PLACE = """
    INSERT INTO place_counts
    SELECT arrangement, {row}.annotator_id, place >> 8, {change} FROM places
    WHERE document_id = {row}.document_id
    ON CONFLICT DO UPDATE SET documents = documents + {change};
"""
EVENTS = {
    "annotation_added": ("INSERT ON annotations WHEN NEW.answer IS NOT NULL", "NEW", 1),
    "annotation_removed": ("DELETE ON annotations WHEN OLD.answer IS NOT NULL", "OLD", -1),
    "answer_given": (
        "UPDATE OF answer ON annotations WHEN OLD.answer IS NULL AND NEW.answer IS NOT NULL",
        "NEW",
        1,
    ),
    "answer_taken_back": (
        "UPDATE OF answer ON annotations WHEN OLD.answer IS NOT NULL AND NEW.answer IS NULL",
        "NEW",
        -1,
    ),
}
PLACE_NEW = """
    CREATE TRIGGER document_placed AFTER INSERT ON documents BEGIN
        INSERT INTO places SELECT CAST(value AS INTEGER), 1 + coalesce((SELECT max(place)
            FROM places WHERE arrangement = CAST(value AS INTEGER)), 0), NEW.id
        FROM settings WHERE name = 'queue_arrangement' AND value <> '';
    END
"""
"""A new document goes to the end of the arrangement in use."""


def _trigger(name: str, event: str, row: str, change: int, what: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN {what.format(row=row, change=change)} END"


COUNTING = [
    _trigger("document_added", "INSERT ON documents", "NEW", 1, ADD_DOCUMENTS),
    _trigger("document_removed", "DELETE ON documents", "OLD", -1, ADD_DOCUMENTS),
    *(_trigger(name, *event, ADD_ANSWERED) for name, event in EVENTS.items()),
]
PLACING = [
    PLACE_NEW,
    _trigger("place_taken", "INSERT ON places", "NEW", 1, ADD_PLACE),
    _trigger("place_left", "DELETE ON places", "OLD", -1, ADD_PLACE),
    *(_trigger(f"placed_{name}", *event, ADD_ANSWERED_PLACE) for name, event in EVENTS.items()),
]
