"""Small files made for tests: exactly the constructs that a test is about, and nothing else."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


_FONT = (
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120/CapHeight 880"
    "/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>>>"
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Give a packed file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def relations(targets: Mapping[str, str]) -> str:
    """Give a part that points to others: kind to target."""
    items = "".join(
        f'<Relationship Id="r{index}" Type="{OFFICE}/{kind.split("#")[0]}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets.items(), 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{items}</Relationships>'


def docx(body: str, extra: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
    """Give a Word file with this body; further parts (styles, numbering, footnotes, header) by their kind."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({kind: f"{kind}.xml" for kind in parts}),
    }
    for kind, content in parts.items():
        files[f"word/{kind}.xml"] = f"<w:{kind} {_SPACES}>{content}</w:{kind}>"
    return packed({**files, **(extra or {})})


def p(text: str, properties: str = "") -> str:
    """Give a Word paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    """Give a cell of a Word table; plain text becomes a paragraph."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tbl(rows: Iterable[Iterable[str]]) -> str:
    """Give a Word table; a cell is text or a ready cell."""
    inner = "".join(
        "<w:tr>" + "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{inner}</w:tbl>"


def xlsx(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    formats: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Give a workbook: the content of each sheet by its name; ``formats`` are the number formats of the styles from 1 on."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{index}" state="{(states or {}).get(name, "visible")}" r:id="r{index}"/>'
        for index, name in enumerate(sheets, 1)
    )
    own = "".join(f'<numFmt numFmtId="{200 + index}" formatCode="{code}"/>' for index, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{200 + index}"/>' for index in range(len(formats)))
    targets = {f"worksheet#{index}": f"worksheets/sheet{index}.xml" for index in range(1, len(sheets) + 1)}
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations({**targets, "styles": "styles.xml", "sharedStrings": "strings.xml"}),
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><numFmts>{own}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>',
        "xl/strings.xml": f'<sst xmlns="{SHEET}">' + "".join(f"<si>{text}</si>" for text in strings) + "</sst>",
    }
    for index, content in enumerate(sheets.values(), 1):
        files[f"xl/worksheets/sheet{index}.xml"] = f'<worksheet xmlns="{SHEET}">{content}</worksheet>'
    return packed({**files, **(extra or {})})


def row(number: int, texts: Iterable[str], attributes: str = "") -> str:
    """Give a row of a sheet; a cell is text or a ready cell."""
    cells = "".join(
        text if text.startswith("<c") else f'<c r="{chr(65 + index)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for index, text in enumerate(texts)
    )
    return f'<row r="{number}" {attributes}>{cells}</row>'


class PdfPage:
    """A page of a PDF, drawn upon from the upper left corner in points."""

    def __init__(self, width: int = 595, height: int = 842, rotation: int = 0) -> None:
        self.width, self.height, self.rotation = width, height, rotation
        self.drawn: list[str] = []

    def text(self, x: int, y: int, text: str, size: int = 10) -> "PdfPage":
        """Draw text, its base line at y; every letter is as wide as it is high."""
        code = text.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F1 {size} Tf {x} {self.height - y} Td <{code}> Tj ET")
        return self

    def wrapped(self, x: int, y: int, text: str, letters: int, size: int = 10) -> "PdfPage":
        """Draw text in lines of so many letters, 14 points apart."""
        for index in range(0, len(text), letters):
            self.text(x, y + index // letters * 14, text[index : index + letters], size)
        return self

    def line(self, x1: int, y1: int, x2: int, y2: int) -> "PdfPage":
        """Draw a line."""
        self.drawn.append(f"0.5 w {x1} {self.height - y1} m {x2} {self.height - y2} l S")
        return self

    def grid(self, xs: Sequence[int], ys: Sequence[int]) -> "PdfPage":
        """Draw the lines of a table."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def image(self) -> "PdfPage":
        """Draw a picture over the page."""
        data = "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI"
        self.drawn.append(f"q {self.width} 0 0 {self.height} 0 0 cm {data} Q")
        return self


def pdf(*pages: PdfPage) -> bytes:
    """Give a PDF of these pages, with a font that every PDF reader knows by name."""
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        _FONT,
    ]
    for index, page in enumerate(pages):
        content = "\n".join(page.drawn)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.width} {page.height}]/Rotate {page.rotation}"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {6 + 2 * index} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    written = "%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    tail = f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return f"{written}xref\n0 {count}\n0000000000 65535 f \n{table}{tail}".encode("ascii")
