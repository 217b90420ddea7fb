"""The same posts by pandoc and make: what most people use in place of this product."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from publish.pandoc import program

FORMATS = ("html", "docx", "epub", "pdf")
_SHEET = "body { font-family: 'Noto Serif CJK SC', serif; line-height: 1.6 }\n"
_RULES = """\
PANDOC = {pandoc}
POSTS := $(sort $(wildcard posts/*/*.md))
NAMES := $(POSTS:posts/%.md=%)
all: {all}
made/%.html: posts/%.md
	@mkdir -p $(@D); $(PANDOC) -s --mathml $< -o $@
made/%.docx: posts/%.md
	@mkdir -p $(@D); $(PANDOC) $< -o $@
made/%.epub: posts/%.md
	@mkdir -p $(@D); $(PANDOC) --mathml $< -o $@
made/%.pdf: posts/%.md
	@mkdir -p $(@D); $(PANDOC) --mathml --pdf-engine={weasyprint} --css sheet.css $< -o $@
books: book.epub book.pdf
book.epub: $(POSTS)
	@$(PANDOC) --mathml --toc --metadata title=Book $(POSTS) -o $@
book.pdf: $(POSTS)
	@$(PANDOC) --mathml --toc --metadata title=Book --pdf-engine={weasyprint} --css sheet.css $(POSTS) -o $@
"""


def write_rules(folder: Path) -> None:
    """A Makefile and a style sheet in a folder with ``posts``."""
    weasyprint = shutil.which("weasyprint", path=str(Path(sys.executable).parent)) or "weasyprint"
    every = " ".join(f"$(NAMES:%=made/%.{format})" for format in FORMATS)
    rules = _RULES.format(pandoc=program(), weasyprint=weasyprint, all=every)
    (folder / "Makefile").write_text(rules, encoding="utf-8")
    (folder / "sheet.css").write_text(_SHEET, encoding="utf-8")


def command(*targets: str) -> list[str]:
    """Make, on two cores."""
    return ["make", "--no-print-directory", "-j2", *targets]


def is_there() -> bool:
    """Whether this machine has make."""
    return (
        shutil.which("make") is not None
        and not subprocess.run(["make", "--version"], capture_output=True, check=False).returncode
    )
