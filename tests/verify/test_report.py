"""The report of a verification: as JUnit's XML, and with what formats cannot carry."""

from __future__ import annotations

from lxml import etree
from verify.files import Built

from publish.diagnostics import Diagnostic, Severity
from publish.verify.junit import junit
from publish.verify.losses import losses
from publish.verify.report import Checked, Verdict, Verification

FAULT = Diagnostic("b.pdf", 0, 0, "VFY001", "a row\x01 is missing", "", Severity.ERROR)
NOTE = Diagnostic("a.pdf", 0, 0, "VFY021", "veraPDF did not judge this file", "", Severity.NOTE)
REPORT = Verification(
    (
        Checked("a.pdf", "A", "pdf", "pdf", (NOTE,), (), (Verdict("veraPDF", ran=False),), 0.25),
        Checked("b.pdf", "B", "pdf", "pdf", (FAULT, FAULT)),
    )
)


def test_a_file_with_findings_is_a_failed_test() -> None:
    root = etree.fromstring(junit(REPORT))
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    sound, failed = root.iter("testcase")
    assert sound.find("failure") is None
    assert (sound.get("name"), sound.get("time")) == ("a.pdf", "0.250")
    assert "veraPDF: not run" in sound.findtext("system-out", "")
    assert failed.find("failure").get("message") == "VFY001 a row is missing"


def test_a_file_of_a_format_without_a_reader_is_skipped() -> None:
    report = Verification((Checked("a.html", "A", "slides", "slides"),))
    assert report.exit_code == 0
    (test,) = etree.fromstring(junit(report)).iter("testcase")
    assert test.find("skipped") is not None
    assert not report.files[0].is_read


def test_notes_fail_nothing() -> None:
    assert REPORT.exit_code == 1
    assert Verification(REPORT.files[:1]).exit_code == 0


def test_documents_that_cannot_be_made_ready_are_a_failed_test() -> None:
    root = etree.fromstring(junit(Verification((), (FAULT,))))
    assert (root.get("tests"), root.get("failures")) == ("1", "1")


def test_losses_are_those_of_the_format(files: dict[str, Built]) -> None:
    publication = files["pdf"].publication
    told = {name: {each.what for each in losses(publication, name)} for name in files}
    assert told["html"] == set()
    assert told["pdf"] == {"formula"}
    assert told["docx"] == {"date in the properties"}
