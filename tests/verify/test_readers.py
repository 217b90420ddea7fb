"""Readers of finished files: what Word counts, and what is made to do harm."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from verify.damage import part, rewritten
from verify.files import Built

from publish.verify.model import Unreadable
from publish.verify.readers import READERS, reader
from publish.verify.readers import archive as archives
from publish.verify.readers.word_numbers import Numbering

NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%2.%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_paragraphs_are_counted_as_word_counts_them() -> None:
    numbering = Numbering(etree.fromstring(NUMBERING))
    steps = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("2", 0), ("3", 0)]
    labels = [counted.label for step in steps if (counted := numbering.next(*step))]
    assert labels == ["第一章", "1.", "2.", "2.i)", "第二章", "1.", "•", "第五章"]
    assert numbering.next("9", 0) is None


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("data", [b"", b"junk", b"PK\x03\x04junk", b"%PDF-1.7\n", b"<p>" * 9])
def test_a_file_of_another_kind_is_unreadable(format: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        reader(format)(data, lambda _: True)


@pytest.mark.parametrize("format", ["epub", "docx", "pptx"])
def test_an_archive_that_unfolds_without_end_is_not_opened(
    format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST", 1000)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 2000)
    with pytest.raises(Unreadable, match="unfolds"):
        reader(format)(made.getvalue(), lambda _: True)


def test_entities_are_not_replaced(files: dict[str, Built]) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def change(name: str, old: bytes) -> bytes:
        if name != "word/document.xml":
            return old
        text = old.decode().partition("?>")[2].replace("春茶", "&a;")
        return (bomb + text).encode()

    file = files["docx"]
    found = file.found(rewritten(file.data, change))
    assert [each.code for each in found] == ["VFY001"]
    assert "root" not in str(found)


def test_a_file_with_many_faults_is_told_in_order(files: dict[str, Built]) -> None:
    file = files["docx"]
    damaged = part("word/document.xml", "茶", "菜", 99)(file.data)
    found = [each for each in file.found(damaged) if each.code == "VFY003"]
    assert len(found) > 5
    assert [each.line for each in found] == sorted(each.line for each in found)
