"""A verification as JUnit's XML, which build servers show."""

from __future__ import annotations

from lxml import etree

from publish.verify.report import Checked, Verification


def junit(report: Verification) -> bytes:
    """A test for each file; one that is not what it should be fails with all its findings, and one
    of a format without a reader is skipped."""
    failed = sum(not file.is_sound for file in report.files) + bool(report.diagnostics)
    count = len(report.files) + bool(report.diagnostics)
    totals = {"name": "publish verify", "tests": str(count), "failures": str(failed)}
    root = etree.Element("testsuites", totals)
    suite = etree.SubElement(root, "testsuite", totals)
    if report.diagnostics:
        about = {"classname": "documents", "name": "documents that cannot be made ready"}
        test = etree.SubElement(suite, "testcase", about)
        _failure(test, [str(item) for item in report.diagnostics])
    for file in report.files:
        _test(suite, file)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _test(suite: etree._Element, file: Checked) -> None:
    about = {"classname": file.format, "name": file.path, "time": f"{file.seconds:.3f}"}
    test = etree.SubElement(suite, "testcase", about)
    if not file.is_sound:
        _failure(test, [f"{item.code} {item.message}" for item in file.found])
    elif not file.is_read:
        message = f"{file.format} has no reader yet"
        etree.SubElement(test, "skipped", {"message": message})
    told = list(map(str, file.losses))
    told += [f"{each.name}: not run" for each in file.verdicts if not each.ran]
    if told:
        etree.SubElement(test, "system-out").text = "\n".join(map(clean, told))


def _failure(test: etree._Element, lines: list[str]) -> None:
    failure = etree.SubElement(test, "failure", {"message": clean(lines[0]), "type": "finding"})
    failure.text = clean("\n".join(lines))


def clean(text: str) -> str:
    """Without characters that XML cannot hold."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
