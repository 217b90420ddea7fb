"""The fonts of a bound book: one dictionary and one file for each face, whatever part shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from publish.backends.book_pdf.printed import Font, Glyph
from publish.backends.book_pdf.shaping import font
from publish.fonts.fit import Cut
from publish.fonts.font_file import table

SERIF, SYMBOLIC, ITALIC = 2, 4, 64  # flags of a descriptor (ISO 32000-1, table 123)
UNUSED = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT",
          b"SVG ", b"VORG", b"vhea", b"vmtx")  # fmt: skip
ROS = b"\x0c\x1e"  # the operator with which the dictionary of a font with keys begins
MAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class Kind(Enum):
    """How outlines are found by their numbers: by their place among the outlines, or, in the fonts of
    Adobe for Chinese, Japanese and Korean, by a list of keys, so that there are no gaps to be kept."""

    TRUETYPE = "/FontFile2"
    PLAIN = "/OpenType"
    KEYED = "/CIDFontType0C"


class Face:
    """A face of the book, which takes up the glyphs of part after part and is embedded at the end."""

    def __init__(self, pdf: Any, cut: Cut) -> None:
        from pikepdf import Dictionary, Name

        self.pdf, self.cut = pdf, cut
        self.glyphs: dict[int, Glyph] = {}
        self.dictionary = pdf.make_indirect(Dictionary())
        self.kind = _kind(cut.content)
        self.file = pdf.make_stream(b"")
        if self.kind is not Kind.TRUETYPE:
            self.file.Subtype = Name(self.kind.value)

    def takes(self, used: Font) -> bool:
        """Take up the glyphs of a part; False where some stand for another text than before, so that
        the part has to keep a dictionary of its own."""
        taken = self.glyphs.setdefault  # the file has to hold all of them in any case
        same = [taken(number, glyph) == glyph for number, glyph in used.glyphs.items()]
        return used.plain and all(same)

    def embed(self) -> None:
        """Write the file and the dictionary."""
        from pikepdf import Array, Dictionary, Name, String

        if not self.glyphs:
            return
        name = Name(f"/{_tag(self.glyphs)}+{self.cut.family.replace(' ', '-')}{_style(self.cut)}")
        self.file.write(_file(self.cut.content, sorted(self.glyphs), self.kind))
        descriptor = self.pdf.make_indirect(self._descriptor(name))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2 if self.kind is Kind.TRUETYPE else Name.CIDFontType0,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            W=Array(list(_widths(self.glyphs))),
            FontDescriptor=descriptor,
        )
        if self.kind is Kind.TRUETYPE:
            descendant.CIDToGIDMap = Name.Identity
        for key, value in {
            "/Type": Name.Font,
            "/Subtype": Name.Type0,
            "/BaseFont": name,
            "/Encoding": Name("/Identity-H"),
            "/DescendantFonts": Array([self.pdf.make_indirect(descendant)]),
            "/ToUnicode": self.pdf.make_stream(_texts(self.glyphs)),
        }.items():
            self.dictionary[key] = value

    def own(self, dictionary: Any) -> None:
        """Give the file to the dictionary that a part keeps for itself."""
        descendant = dictionary.DescendantFonts[0]
        descendant.FontDescriptor[self.key] = self.file
        if self.kind is not Kind.TRUETYPE and "/CIDToGIDMap" in descendant:
            del descendant.CIDToGIDMap

    @property
    def key(self) -> str:
        """The key of a descriptor that holds the file."""
        return "/FontFile2" if self.kind is Kind.TRUETYPE else "/FontFile3"

    def _descriptor(self, name: Any) -> Any:
        from pikepdf import Array, Dictionary, Name, String

        face = font(self.cut.content)
        extents = face.get_font_extents("ltr")
        up, down = (
            round(side * 1000 / face.face.upem) for side in (extents.ascender, extents.descender)
        )
        widest = max(glyph.width for glyph in self.glyphs.values())
        flags = SYMBOLIC + SERIF * ("Serif" in self.cut.family) + ITALIC * self.cut.italic
        return Dictionary(
            {
                "/Type": Name.FontDescriptor,
                "/FontName": name,
                "/FontFamily": String(self.cut.family),
                "/Flags": flags,
                "/FontBBox": Array([0, down, widest, up]),
                "/ItalicAngle": 0,
                "/Ascent": up,
                "/Descent": down,
                "/CapHeight": up,
                "/StemV": 80,
                "/StemH": 80,
                self.key: self.file,
            }
        )


def _kind(content: bytes) -> Kind:
    if content[:4] != b"OTTO":
        return Kind.TRUETYPE
    cff = table(font(content).face, "CFF ")
    names = _behind(cff, cff[2])
    first = cff[names + 2]  # the size of an offset in the list of dictionaries, which has one
    return Kind.KEYED if ROS in cff[names : _behind(cff, names)][3 + 2 * first :] else Kind.PLAIN


def _behind(cff: bytes, at: int) -> int:
    """Where the INDEX of CFF data at a place ends (Adobe, Technical Note 5176, 5)."""
    count, size = int.from_bytes(cff[at : at + 2], "big"), cff[at + 2]
    last = at + 3 + count * size
    return last + size - 1 + int.from_bytes(cff[last : last + size], "big") if count else at + 2


def _style(cut: Cut) -> str:
    return ("-Bold" if cut.weight > 500 else "") + ("-Italic" if cut.italic else "")


def _tag(glyphs: Mapping[int, Glyph]) -> str:
    """Six letters that tell one subset of a font from another."""
    digest = hashlib.sha256(repr(sorted(glyphs)).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _file(content: bytes, glyphs: Sequence[int], kind: Kind) -> bytes:
    """The font with the outlines of some glyphs, which are found by the numbers that they had."""
    import uharfbuzz as hb

    asked = hb.SubsetInput()
    asked.glyph_set.update(glyphs)
    asked.flags = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING
    if kind is not Kind.KEYED:
        asked.flags |= hb.SubsetFlags.RETAIN_GIDS
    asked.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in UNUSED)
    face = hb.subset(font(content).face, asked)
    return table(face, "CFF ") if kind is Kind.KEYED else bytes(face.blob.data)


def _widths(glyphs: Mapping[int, Glyph]) -> Iterator[Any]:
    """The array W: the first of each row of numbers, and the widths of the row."""
    row: list[float] = []
    for number in sorted(glyphs):
        row.append(glyphs[number].width)
        if number + 1 not in glyphs:
            yield number - len(row) + 1
            yield row
            row = []


def _texts(glyphs: Mapping[int, Glyph]) -> bytes:
    """The map from glyphs to Unicode, a hundred lines at once."""
    lines = [
        f"<{number:04x}> <{glyph.text.encode('utf-16-be').hex()}>".encode()
        for number, glyph in sorted(glyphs.items())
        if glyph.text
    ]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return MAP % b"\n".join(
        b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks
    )
