"""Files of UIMA CAS (XMI, and JSON 0.4) as dkpro-cassis reads them.

XMI: https://docs.oasis-open.org/uima/v1.0/uima-v1.0.html; JSON:
https://github.com/apache/uima-uimaj-io-jsoncas. A type that nobody declares is declared from
its use, so that a file comes in without its type system too.
"""

import json
import re
import warnings
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.json_checks import TOO_MANY_PARTS, has_too_many_parts
from annotator.formats.text import file_bytes

TYPE_SYSTEM = "TypeSystem.xml"
TYPE_SYSTEMS = (TYPE_SYSTEM, "typesystem.xml")
STRING, ANNOTATION, TOP = "uima.cas.String", "uima.tcas.Annotation", "uima.cas.TOP"
REFERENCES = frozenset(("Governor", "Dependent", "next", "first", "target"))
_NUMBERS = re.compile(r"\d{1,10}( \d{1,10})*")
_XMI = "{http://www.omg.org/XMI}"
_RANGES = {bool: "uima.cas.Boolean", int: "uima.cas.Long", float: "uima.cas.Double", str: STRING}


@dataclass(slots=True)
class Source:
    """A CAS, where its annotations stand by their ids, as the file has it, and what to say of
    how it was read."""

    cas: Any
    offsets: dict[int, tuple[Any, Any]]
    notes: list[str]


def load_xmi(path: Path) -> Source:
    """Raises FormatError if it is no CAS, OSError if it cannot be read."""
    from cassis import load_cas_from_xmi

    data = file_bytes(path)
    used = _scan(data, path.name)
    notes: list[str] = []
    types = _type_system(path, notes)
    _loaded(lambda: _declare(types, used))
    # It has no document type, and so no entities: its size alone is no danger.
    cas = _loaded(lambda: load_cas_from_xmi(BytesIO(data), typesystem=types, trusted=True))
    return Source(cas, used.offsets, notes)


def load_json(path: Path) -> Source:
    """Raises FormatError if it is no CAS, OSError if it cannot be read."""
    import orjson
    from cassis import load_cas_from_json

    try:
        written = file_bytes(path)
        if has_too_many_parts(written):
            raise FormatError(f"This is too much for one file: {TOO_MANY_PARTS}.")
        data = orjson.loads(written)
    except orjson.JSONDecodeError as error:
        raise FormatError(f"This is not JSON (byte {error.pos + 1}): {error.msg}.") from error
    if not isinstance(data, dict) or "%FEATURE_STRUCTURES" not in data:
        raise FormatError("This is no CAS: it has no feature structures.")
    structures = _structures(data["%FEATURE_STRUCTURES"])
    for part in ("%TYPES", "%VIEWS"):
        if not isinstance(data.get(part), dict):
            data[part] = {}
    for structure in structures.values():
        _declare_json(data["%TYPES"], structure)
    offsets = {name: (one.get("begin"), one.get("end")) for name, one in structures.items()}
    return Source(_loaded(lambda: load_cas_from_json(json.dumps(data))), offsets, [])


def _loaded(load: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # offsets that fit nothing: they are looked at later
        try:
            return load()
        except RecursionError as error:
            raise FormatError("This CAS is nested too deeply.") from error
        except Exception as error:  # whatever a broken file makes it stumble on
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise FormatError(f"This CAS cannot be read: {reason}.") from error


@dataclass(slots=True)
class _Used:
    """What an XMI file uses: the values of each feature of each type that may be references
    (else None), which types have a place in the text or at least belong to one, the places of
    all annotations, and all ids, by themselves and those of links with a target."""

    features: dict[str, dict[str, set[str] | None]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    attached: set[str] = field(default_factory=set)
    offsets: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)

    def range_of(self, feature: str, values: set[str] | None) -> str:
        """What a feature holds that nobody declared."""
        if not values:
            return STRING
        if feature in REFERENCES and values <= self.ids:
            return TOP
        names = {name for value in values for name in value.split()}
        return "uima.cas.FSArray" if names <= self.links else STRING


def _scan(data: bytes, name: str) -> _Used:
    """What an XMI file uses. Refuses a document type: through one come entities."""
    from lxml import etree

    used, depth = _Used(), 0
    source = etree.iterparse(
        BytesIO(data), ("start", "end"), resolve_entities=False, no_network=True, huge_tree=True
    )
    try:
        for event, element in source:
            if event == "start":
                if depth == 0:
                    _refuse_foreign(element)
                depth += 1
                continue
            depth -= 1
            if depth == 1:
                _take(element, used)
                element.clear()
    except etree.XMLSyntaxError as error:
        raise FormatError(f"{name} is broken XML: {_on_one_line(error)}.") from error
    return used


def _refuse_foreign(root: Any) -> None:
    if root.getroottree().docinfo.doctype:
        raise FormatError("This XML declares a document type, which no CAS does.")
    if root.tag != f"{_XMI}XMI":
        raise FormatError("This XML is no CAS.")


def _take(element: Any, used: _Used) -> None:
    if not isinstance(element.tag, str) or not element.tag.startswith("{http:///"):
        return
    name = element.tag[9:].replace("/", ".").replace("ecore}", "").removeprefix("uima.noNamespace.")
    if name.startswith("uima.cas."):
        return
    attributes = dict(element.attrib)
    number = attributes.pop(f"{_XMI}id", "")
    begin, end = attributes.pop("begin", None), attributes.pop("end", None)
    used.ids.add(number)
    if "target" in attributes:
        used.links.add(number)
    if attributes.pop("sofa", None) is not None:
        used.attached.add(name)
    if begin is not None:
        used.placed.add(name)
        if number.isdecimal():
            used.offsets[int(number)] = (_int(begin), _int(end))
    features = used.features.setdefault(name, {})
    features.update({child.tag: None for child in element if isinstance(child.tag, str)})
    _take_features(attributes, features)


def _take_features(attributes: dict[str, str], features: dict[str, set[str] | None]) -> None:
    for feature, value in attributes.items():
        known = features.setdefault(feature, set())
        if known is not None and _NUMBERS.fullmatch(value):
            known.add(value)
        else:
            features[feature] = None


def _int(text: str | None) -> int | str | None:
    try:
        return int(text or "")
    except ValueError:
        return text


def _type_system(path: Path, notes: list[str]) -> Any:
    from cassis import TypeSystem, load_typesystem

    beside = sorted(path.parent.glob("*[tT]ype[sS]ystem*.xml"))
    named = [one for one in beside if one.name in TYPE_SYSTEMS] or beside[:1]
    if not named:
        notes.append("there is no type system beside it: its types are read from their use")
        return TypeSystem()
    data = file_bytes(named[0])
    try:
        _refuse_document_type(data)
        return _loaded(lambda: load_typesystem(BytesIO(data)))
    except FormatError as error:
        notes.append(f"{shown(named[0])} is left aside: {error}")
        return TypeSystem()


def _on_one_line(error: SyntaxError) -> str:
    return " ".join((error.msg or "").split()).replace(" , ", ", ")


def _refuse_document_type(data: bytes) -> None:
    from lxml import etree

    try:
        for _, root in etree.iterparse(BytesIO(data), ("start",), resolve_entities=False):
            if root.getroottree().docinfo.doctype:
                raise FormatError("it declares a document type")
            return
    except etree.XMLSyntaxError as error:
        raise FormatError(f"it is broken XML: {_on_one_line(error)}") from error


def _declare(types: Any, used: _Used) -> None:
    """Add to a type system what is used but not declared."""
    for name, features in used.features.items():
        if not types.contains_type(name, match_exactly=True):
            parent = "uima.cas.AnnotationBase" if name in used.attached else TOP
            types.create_type(name, supertypeName=ANNOTATION if name in used.placed else parent)
        kind = types.get_type(name)
        for feature, values in sorted(features.items(), key=lambda one: one[0]):
            if kind.get_feature(feature) is None and kind.get_feature(f"{feature}_") is None:
                types.create_feature(kind, feature, used.range_of(feature, values))


def _structures(value: Any) -> dict[int, dict[str, Any]]:
    """The feature structures by their ids: a list, or an object by ids."""
    if isinstance(value, list):
        every = [(one.get("%ID"), one) for one in value if isinstance(one, dict)]
    elif isinstance(value, dict):
        every = [(_int(name), one) for name, one in value.items() if isinstance(one, dict)]
    else:
        every = []
    return {name: one for name, one in every if isinstance(name, int)}


def _declare_json(types: dict[str, Any], structure: dict[str, Any]) -> None:
    """Add to the declared types that of a structure, or the features that it lacks."""
    name = structure.get("%TYPE")
    if not isinstance(name, str) or name.startswith("uima.") or name.endswith("[]"):
        return
    parent = ANNOTATION if "begin" in structure else TOP
    is_new = name not in types
    declared = types.setdefault(name, {"%NAME": name, "%SUPER_TYPE": parent})
    if not is_new and not declared.get("%INFERRED"):
        return
    declared["%INFERRED"] = True
    for feature, value in structure.items():
        plain = feature.lstrip("@#^")
        if plain and feature[0] != "%" and plain not in {"begin", "end", "sofa"}:
            kind = TOP if feature[0] == "@" else _RANGES.get(type(value), STRING)
            declared.setdefault(plain, {"%NAME": plain, "%RANGE": kind})
