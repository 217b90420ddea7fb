"""DIA002, DIA003, DIA004 and DIA008: template tags. The reader puts nodes in their place."""

from __future__ import annotations

from publish.diagnostics import Applicability, Severity
from publish.rules.rule import Rule

LIQUID = Rule(
    code="DIA002",
    name="liquid-tag",
    summary="A tag of Jekyll, or another one in the language Liquid.",
    why=(
        "Only Jekyll would put something in its place. What it stands for is known: code, a picture, "
        "a link, a value of the front matter; or it is for Jekyll alone, as comments and variables are."
    ),
    before=(
        "---\ntitle: Tea\nlang: en\n---\n\n{% highlight sh linenos %}\nboil water\n{% endhighlight %}\n"
    ),
    after="``` {.sh .numberLines}\nboil water\n```\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
)
HUGO = Rule(
    code="DIA003",
    name="hugo-shortcode",
    summary="A shortcode of Hugo.",
    why="Only Hugo would put something in its place. What it stands for is known, and stands there now.",
    before=(
        '---\ntitle: Tea\nlang: en\n---\n\n{{< notice warning "Hot" >}}\nWait a *minute*.\n{{< /notice >}}\n'
    ),
    after=":::: {.callout .warning}\n::: {.callout-title}\nHot\n:::\n\nWait a *minute*.\n::::\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
)
HEXO = Rule(
    code="DIA004",
    name="hexo-tag",
    summary="A tag of Hexo, or of one of its themes.",
    why="Only Hexo would put something in its place. What it stands for is known, and stands there now.",
    before=(
        "---\ntitle: Tea\nlang: en\n---\n\n{% blockquote Lu Yu, The Classic of Tea %}\n"
        "Use spring water.\n{% endblockquote %}\n"
    ),
    after="> Use spring water.\n>\n> — Lu Yu, The Classic of Tea\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
)
UNKNOWN = Rule(
    code="DIA008",
    name="unknown-template-tag",
    summary="A template tag that nobody here understands.",
    why=(
        "Its generator would have put something in its place, and no reader should see the tag itself. "
        "Its name in brackets stands for it until the manifest says what it means ([normalize.tags]) "
        "or somebody writes it out."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nSee {% cup 12 %} here.\n",
    after="See [\\[cup\\]]{.unknown-tag} here.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.ERROR,
)
