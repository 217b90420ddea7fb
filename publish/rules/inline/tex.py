r"""TeX as every format understands it: what only MathJax or old TeX knows, in today's words.

``\tag{1}`` becomes the number behind the formula, ``\label``, ``\nonumber`` and ``\require`` go,
``{\rm d}x`` is ``\mathrm{d}x``, lines without an environment get one, and no environment numbers
its lines by itself.
"""

from __future__ import annotations

import re

from publish.regex import regex

_SILENT = regex(r"\\(?:nonumber|notag)(?![A-Za-z])\s*|\\(?:label|require)\s*\{[^{}]*\}\s*")
_TAG = regex(r"\\tag(?P<bare>\*?)\s*\{(?P<text>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_NUMBER = regex(r"\\qquad \\text\{([^{}]*)\}")
_LABEL = regex(r"\\label\s*\{([^{}]*)\}")
_REFERENCE = regex(r"\s*\\(?:eq)?ref\s*\{([^{}]*)\}\s*")
_FACES = {"rm": "mathrm", "bf": "mathbf", "it": "mathit", "sf": "mathsf", "tt": "mathtt", "cal": "mathcal"}  # fmt: skip
_FACE = regex(rf"\\({'|'.join(_FACES)})(?![A-Za-z])\s*")
_ENVIRONMENT = regex(r"\\(begin|end)\s*\{([a-z]+)\*?\}")
# Those that number their lines in a book of TeX, and those that leave it to the author.
_UNNUMBERED = {
    "align": "aligned",
    "flalign": "aligned",
    "gather": "gathered",
    "multline": "gathered",
    "equation": "",
}
_PIECE = regex(r"\\begin\s*\{[^{}]*\}|\\end\s*\{[^{}]*\}|\\\\|\\.|[{}&]", re.DOTALL)
_COMMAND = regex(r"\\([A-Za-z]+)|(\\[^A-Za-z])")
_TWO_GROUPS = regex(r"\s*\{[^{}]*\}\s*\{[^{}]*\}")
_LONGEST = 20_000  # characters; nobody writes longer ones
_PLAIN = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi "
    "rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi "
    "Psi Omega partial nabla infty forall exists emptyset varnothing in notin ni subset supset subseteq "
    "supseteq cup cap setminus land lor neg to gets mapsto rightarrow leftarrow leftrightarrow "
    "Rightarrow Leftarrow Leftrightarrow iff implies uparrow downarrow times cdot cdots ldots dots vdots "
    "ddots pm mp div ast star circ oplus otimes odot le leq ge geq neq ne approx sim simeq equiv cong "
    "propto ll gg mid angle triangle quad qquad sum prod int iint oint lim max min sup inf log ln exp "
    "sin cos tan det dim ker Pr arg colon prime hbar ell lVert rVert lvert rvert langle rangle lfloor "
    "rfloor lceil rceil therefore because top bot perp parallel".split()
)
_MARKS = frozenset([r"\,", r"\;", r"\:", r"\!", r"\ ", r"\{", r"\}", r"\|", r"\%", r"\_", r"\#"])
DEEPEST = 14  # groups in each other; each doubles what pandoc takes to read powers of powers


def labels(tex: str) -> list[str]:
    r"""The names that ``\label`` gives a formula, or lines of it."""
    return _LABEL.findall(tex)


def number(tex: str) -> str:
    r"""What ``\tag`` prints behind a formula: ``(1)``; empty where there is none."""
    found = _TAG.search(tex)
    if not found:
        return ""
    text = found["text"].replace("$", "").strip()
    return text if found["bare"] else f"({text})"


def reference(tex: str) -> str:
    r"""The label, when a formula is nothing but ``\ref`` or ``\eqref``."""
    found = _REFERENCE.fullmatch(tex)
    return found[1] if found else ""


def with_number(tex: str, number: str) -> str:
    """The formula with a number behind it."""
    return rf"{tex.rstrip()} \qquad \text{{{number}}}"


def numbers(tex: str) -> list[str]:
    """The numbers that stand behind a formula in such words, or behind lines of it."""
    return _NUMBER.findall(tex)


def plain(tex: str) -> str:
    """The same formula in words that every format knows."""
    if "\\" not in tex or len(tex) > _LONGEST:
        return tex
    typed = tex
    tex = _with_numbers(_SILENT.sub("", tex))
    tex = _with_faces(tex)
    tex = _ENVIRONMENT.sub(_unnumbered, tex)
    tex = _in_lines(tex)
    return typed if tex == typed else tex.strip()


def is_torn(tex: str) -> bool:
    """Whether a brace of a formula has no other."""
    depth = 0
    for piece in _PIECE.findall(tex):
        depth += (piece == "{") - (piece == "}")
        if depth < 0:
            return True
    return depth > 0


def is_deep(tex: str) -> bool:
    """Whether its groups lie deeper in each other than the formats can nest them."""
    depth = deepest = 0
    for sign in re.findall(r"\\.|[{}]", tex):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    return deepest > DEEPEST


def is_doubtful(tex: str) -> bool:
    """Whether pandoc must be asked if it understands a formula; most are of a few known words."""
    if is_torn(tex) or "&" in _PIECE.findall(tex):
        return True
    if re.search(r"[\^_]\s*(?:[\^_}]|$)|^\s*[\^_]|%", tex):
        return True
    return any(
        word not in _PLAIN and not (word == "frac" and _has_two(tex, found.end()))
        if (word := found[1])
        else found[2] not in _MARKS
        for found in _COMMAND.finditer(tex)
    )


def _has_two(tex: str, at: int) -> bool:
    return _TWO_GROUPS.match(tex, at) is not None


def _with_numbers(tex: str) -> str:
    """Every tag as a number at the end of its line."""
    found = _TAG.search(tex)
    while found:
        end = _group_end(tex, found.end(), ("\\\\",))
        line = tex[found.end() : end].rstrip()
        mark = rf"\qquad \text{{{number(found[0])}}}"
        tex = f"{tex[: found.start()].rstrip()}{line} {mark}{tex[end:]}".lstrip()
        found = _TAG.search(tex)
    return tex


def _unnumbered(found: re.Match[str]) -> str:
    bound, name = found.groups()
    if name == "eqnarray":
        return r"\begin{array}{rcl}" if bound == "begin" else r"\end{array}"
    new = _UNNUMBERED.get(name)
    if new is None:
        return found[0]
    return rf"\{bound}{{{new}}}" if new else ""


def _with_faces(tex: str) -> str:
    r"""``\rm`` and its like hold to the end of their group; before braces, people mean just these."""
    found = _FACE.search(tex)
    while found:
        start, face = found.end(), _FACES[found[1]]
        end = _group_end(tex, start, ("\\\\", "&"))
        inside = tex[start:end]
        if inside.startswith("{"):
            tex = f"{tex[: found.start()]}\\{face}{tex[start:]}"
        else:
            tex = f"{tex[: found.start()]}\\{face}{{{inside}}}{tex[end:]}"
        found = _FACE.search(tex)
    return tex


def _group_end(tex: str, start: int, stops: tuple[str, ...]) -> int:
    """Where the group around ``start`` ends, or one of ``stops`` stands in it."""
    depth = 0
    for found in _PIECE.finditer(tex, start):
        piece = found[0]
        if piece == "{" or piece.startswith("\\begin"):
            depth += 1
        elif piece == "}" or piece.startswith("\\end"):
            depth -= 1
        if depth < 0 or (depth == 0 and piece in stops):
            return found.start()
    return len(tex)


def _in_lines(tex: str) -> str:
    """Lines that no environment holds are set below each other."""
    depth, cells, lines = 0, False, False
    for found in _PIECE.finditer(tex):
        piece = found[0]
        if piece == "{" or piece.startswith("\\begin"):
            depth += 1
        elif piece == "}" or piece.startswith("\\end"):
            depth -= 1
        elif depth == 0:
            cells |= piece == "&"
            lines |= piece == "\\\\"
    if not lines or depth:
        return tex
    name = "aligned" if cells else "gathered"
    text = re.sub(r"\s*\\\\\s*$", "", tex.strip())
    return rf"\begin{{{name}}} {text} \end{{{name}}}"
