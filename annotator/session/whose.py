"""Whose labels a file holds that names nobody, where its place tells: corpora of several annotators
often have a folder for each (`ana/one.ann`, `ben/one.ann`) or a file (`ana.jsonl`, `ben.jsonl`,
as doccano exports them).

That is so only where such files begin with the same text: parts of one corpus (`train.conll`,
`dev.conll`) do not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from filecmp import cmp
from itertools import islice
from pathlib import Path, PurePath
from zipfile import BadZipFile, ZipFile

from annotator.core.record import Item, Problem, Record
from annotator.formats.entries import is_archive
from annotator.formats.files import STANDARD_INPUT, each_file, read_records
from annotator.session.import_report import ImportOptions

EVERYBODY = frozenset(("all", "unknown"))
"""What doccano calls files that are nobody's."""
EMPTY = ".ann"
"""brat leaves an empty file for what nobody has looked at; in somebody's folder it says that they
found nothing."""
TEXTS = frozenset((".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".epub"))
Place = Callable[[PurePath], tuple[object, str]]
Owners = dict[str, str]
"""The names of annotators by the paths of their files or folders, as records have them."""
FEW = 20
"""So many people there may be, and files are looked at to tell: each is read twice."""


def owners(files: Iterable[Path], options: ImportOptions) -> Owners:
    """Whose the files are, as far as that can be told. Raises FormatError."""
    if options.is_named or options.as_suggestions:
        return {}
    paths = [path for path in each_file(files) if isinstance(path, Path)]
    found: dict[str, Record] = {}
    for path in _worth_a_look(paths):
        found |= _beginnings(path, options)
    told = _told_by(_own_name, found)
    for file, name in _told_by(_folder, found).items():
        told.pop(file, None)
        told[str(PurePath(file).parent)] = name
    return {path: name for path, name in told.items() if name not in EVERYBODY}


def _worth_a_look(paths: list[Path]) -> Iterator[Path]:
    """Archives with several files of labels, and some of the files that have namesakes or few
    neighbours."""
    named: defaultdict[Path, defaultdict[str, list[Path]]] = defaultdict(lambda: defaultdict(list))
    beside: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in paths:
        if path == STANDARD_INPUT:
            continue
        if _holds_several(path):
            yield path
        elif path.suffix.lower() not in TEXTS:
            named[path.parent.parent][path.name].append(path)
            beside[path.parent, path.suffix].append(path)
    looked = [group for groups in named.values() for group in _some(groups.values())]
    looked += [group for group in beside.values() if len(group) <= FEW]
    yield from sorted({path for group in looked for path in group if _differ(group)})


def _some(groups: Iterable[list[Path]]) -> list[list[Path]]:
    return list(islice((group for group in groups if len(group) > 1), FEW))


def _differ(group: list[Path]) -> bool:
    return any(not cmp(group[0], other, shallow=False) for other in group[1:])


def _holds_several(path: Path) -> bool:
    if not is_archive(path) or path.suffix.lower() != ".zip":
        return False
    try:
        with ZipFile(path) as archive:
            names = [PurePath(name) for name in archive.namelist()]
    except (BadZipFile, OSError):
        return False
    labelled = [name for name in names if name.suffix.lower() not in TEXTS | {""}]
    return len(labelled) > 1


def _beginnings(path: Path, options: ImportOptions) -> dict[str, Record]:
    """The first labelled text of a file, or of each file in an archive."""
    found: dict[str, Record] = {}
    chosen = options.formats.get(path, options.format)
    for item in read_records([path], format_name=chosen):
        if isinstance(item, Record) and item.path not in found:
            found[item.path] = item
            if not is_archive(path):
                break
    return {at: one for at, one in found.items() if one.spans is not None and not one.annotator}


def _folder(path: PurePath) -> tuple[object, str]:
    return (path.parent.parent, path.name), path.parent.name


def _own_name(path: PurePath) -> tuple[object, str]:
    return (path.parent, path.suffix), path.stem


def _told_by(place: Place, found: dict[str, Record]) -> Owners:
    """Files that differ in nothing but this part of their path, and begin alike."""
    alike: defaultdict[tuple[object, str], Owners] = defaultdict(dict)
    for path, record in found.items():
        rest, name = place(PurePath(path))
        alike[rest, record.text][path] = name
    return {
        path: name
        for group in alike.values()
        if len(set(group.values())) > 1 and not _are_one(list(group))
        for path, name in group.items()
    }


def _are_one(paths: list[str]) -> bool:
    """Whether these are copies of one file, which says nothing of people."""
    files = [Path(path) for path in paths]
    return all(path.is_file() for path in files) and not _differ(files)


def owned(items: Iterable[Item], names: Owners) -> Iterator[Item]:
    """The items with their annotators; for each of these one file that is taken for theirs is
    told."""
    if not names:
        yield from items
        return
    told: set[str] = set()
    for item in items:
        name = _owner(item, names) if isinstance(item, Record) else None
        if name is None or not isinstance(item, Record):
            yield item
            continue
        if name not in told:
            told.add(name)
            reason = f"names no annotator: taken for {name}'s, as others beside it have its texts"
            yield Problem(item.path, None, reason, "nothing")
        yield replace(item, annotator=name, spans=item.spans or ())


def _owner(record: Record, names: Owners) -> str | None:
    says_something = record.spans is not None or record.path.endswith(EMPTY)
    if record.annotator or not says_something:
        return None
    return names.get(record.path) or names.get(str(PurePath(record.path).parent))
