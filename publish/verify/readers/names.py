"""The names of the elements of Word files and presentations, as patterns can match them."""

from __future__ import annotations

from publish.verify.readers.office import MAIN as A
from publish.verify.readers.office import MATH as M
from publish.verify.readers.office import MC

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


class Word:
    """Elements of a Word document."""

    PARAGRAPH, TABLE, CONTROL = f"{W}p", f"{W}tbl", f"{W}sdt"
    RUN, TEXT, LINK, DRAWING = f"{W}r", f"{W}t", f"{W}hyperlink", f"{W}drawing"
    RUBY = f"{W}ruby"
    TAB, BREAK, RETURN, HYPHEN = f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"


class Shape:
    """Elements of a slide."""

    BOX, FRAME, PICTURE, GROUP = f"{P}sp", f"{P}graphicFrame", f"{P}pic", f"{P}grpSp"
    RUN, FIELD, BREAK = f"{A}r", f"{A}fld", f"{A}br"
    PROPERTIES, END = f"{A}pPr", f"{A}endParaRPr"


class Both:
    """Elements that both may hold."""

    FORMULA, FORMULAS = f"{M}oMath", f"{M}oMathPara"
    ALTERNATIVES, CHOICE, FALLBACK = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"
