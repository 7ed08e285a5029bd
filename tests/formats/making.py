"""Documents of other programs, as small as they can be."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>Arrivals</dc:title><dc:creator>Jo Writer</dc:creator>"
    "<dcterms:created>2024-05-03T10:00:00Z</dcterms:created></cp:coreProperties>"
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these entries, the same bytes each time."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this content of its w:body; parts by name without folder and suffix."""
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    more = {f"word/{name}.xml": data for name, data in parts.items()}
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": document,
            "docProps/core.xml": CORE,
            **more,
        }
    )


def paragraph(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def epub(*chapters: str) -> bytes:
    """A book of these XHTML chapters, which stand in its archive in the reverse order."""
    names = [f"chapter {n}.xhtml" for n in range(len(chapters))]
    items = "".join(
        f'<item id="c{n}" href="{name.replace(" ", "%20")}"/>' for n, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>Journeys</dc:title><dc:creator>Jo Writer</dc:creator></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    texts = {f"OEBPS/{n}": c for n, c in reversed(list(zip(names, chapters, strict=True)))}
    head = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    return zipped({**head, "OEBPS/book.opf": opf, **texts})


def chapter(body: str) -> str:
    """A chapter of a book."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n<html><head><title>x</title></head>'
    return f"{head}<body>{body}</body></html>"


def pdf(*pages: bytes, encrypt: bytes = b"") -> bytes:
    """A PDF of pages of Latin-1 text, in which byte 1 stands for the rocket."""
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF>"
        b" endcodespacerange 1 beginbfchar <01> <D83DDE80> endbfchar"
        b" 1 beginbfrange <20> <7E> <0020> endbfrange endcmap end"
    )
    kids = b" ".join(b"%d 0 R" % (5 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        stream(to_unicode),
    ]
    for number, text in enumerate(pages):
        resources = b"/Resources << /Font << /F 3 0 R >> >> /MediaBox [0 0 600 800]"
        content = b"/Contents %d 0 R" % (6 + 2 * number)
        objects.append(b"<< /Type /Page /Parent 2 0 R " + resources + content + b" >>")
        shown = b" ".join(b"(" + line + b") Tj 0 -14 Td" for line in text.split(b"\n"))
        objects.append(stream(b"BT /F 12 Tf 50 700 Td " + shown + b" ET" if text else b""))
    info = b"<< /Title (Arrivals) /Author (Jo Writer) /CreationDate (D:20240503100000Z) >>"
    return whole_pdf([*objects, info], encrypt)


def stream(data: bytes) -> bytes:
    """A stream object of a PDF."""
    return b"<< /Length %d >> stream\n" % len(data) + data + b"\nendstream"


def whole_pdf(objects: list[bytes], encrypt: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is the catalogue and the last the info."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"<< /Size %d /Root 1 0 R /Info %d 0 R " % (size, size - 1) + encrypt + b" >>"
    xref = b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    return data + xref + b"trailer " + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(data)
