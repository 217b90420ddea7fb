"""Posts that nobody wrote: Markdown of four languages by a grammar of blocks, for Hypothesis."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "samples" / "seed-large-models.md"
BICYCLES = ROOT / "content" / "posts" / "city-bicycles.md"

HAN = "城市 自行车 路口 茶山 时刻表 修车 模型 训练 我们 已经 可以 一条河 第一 图 表 年 𠮷野 维C T恤 总之 见".split()
HANT = "城市 自行車 路口 茶山 時刻表 訓練 我們 已經 可以 一條河 這是 資料".split()
KANA = "バス 時刻表 は を読む 祖父の家 数字が並んで いる ｶﾀｶﾅ です 駅から みかん 行きの".split()
HANGUL = "도시 자전거 를 타고 시간표 는 약속이다 우리 는 다시 물었다 산에서".split()
LATIN = (
    "GPT-4 Node.js C++ C# iPhone v1.2.3 3.14 100% 5GB 2013 10:30 a/b foo() x_1 .NET e.g. 1,000 -5℃ "
    "it’s --help the A α AA制 UTF-8 ID 12 README"
).split()
WORDS = {
    "zh-Hans": HAN,
    "zh-Hant": HANT,
    "ja": KANA,
    "ko": HANGUL,
    "en": ["bread", "the", "house", "river", "is", "it", "again"],
}
WIDE = "，。：；！？、“”‘’（）《》「」…—～·　"
MARKS = [*WIDE, *", . : ; ! ? ( ) \" ' - ... ……".split(), "——", "。。。", "！！"]
ODD = [
    "\u200b",
    "\u00a0",
    "\ufeff",
    "Ａ１",
    "☕",
    "👨‍👩‍👧",
    "é",
    "\u3000",
    "&amp;",
    "&nbsp;",
    "\\_",
    "\\",
]
LOOSE = "* ** _ ` ~~ [ ] < > | $ { } # ! ^ = ~ \\".split()


def _sentences(lang: str) -> st.SearchStrategy[str]:
    """Words of a language and of Latin, with marks and spaces as people type them."""
    word = st.one_of(
        st.sampled_from(WORDS[lang]),
        st.sampled_from(WORDS[lang]),
        st.sampled_from(LATIN),
        st.sampled_from(MARKS),
        st.sampled_from(ODD),
    )
    joint = " " if lang in ("ko", "en") else st.sampled_from(["", "", "", " "])
    joint = st.just(joint) if isinstance(joint, str) else joint
    pair = st.tuples(word, joint)
    return st.lists(pair, min_size=1, max_size=9).map(
        lambda pairs: "".join(chain.from_iterable(pairs)).strip() or "文"
    )


ADDRESSES = st.sampled_from(
    [
        *("https://a.com/x", "https://a.com/路径/页面?q=中文", "other.md#一-题", "./图 一.png"),
        *("../b.html", "#题", "a_(b).png", "mailto:a@b.c", "/2020/01/02/x.html", "C:\\图.png", ""),
    ]
)
TAGS = st.sampled_from(
    [
        *('{% include a.html x="中a" %}', "{% post_url 2020-01-02-x %}", "{{ site.url }}"),
        *('{{< figure src="a中.png" >}}', '{{% ref "x.md" %}}', "{% asset_img 图.png 题a %}"),
        *(
            "{:.lead}",
            "{: #id中 .c}",
            "{#标题id}",
            "[[双链note]]",
            "![[a中.png|300]]",
            "[[甲#乙|丙]]",
        ),
        *("%%注a%%", "==高亮==", "^abc123", ":smile:", "{{title}}", "<% tp.x %>", "{漢字|かんじ}"),
        *("{static}/a.png", "{{#include a.rs}}", "[TOC]", "{:toc}", "<!-- more -->"),
    ]
)
HTML = st.sampled_from(
    [
        *(
            "<br>",
            "<br/>",
            '<span class="中a">文a</span>',
            "<b>重a</b>",
            "<kbd>Ctrl</kbd>",
            "<sup>[1]</sup>",
        ),
        *(
            '<img src="a中.png" alt="图a">',
            '<a href="x中a">看</a>',
            "<u>a</u>",
            "<!-- 注a -->",
            "<font>文",
        ),
        *(
            "</div>",
            "<T>",
            '<a name="x"></a>',
            "<ruby>漢<rt>かん</rt></ruby>",
            "<script>a中()</script>",
        ),
    ]
)
MATH = st.sampled_from(["$a+b$", "$x_1$", "$100 和 $200", "$$E=mc^2$$"])
ODD_MATH = st.sampled_from(["$x_1中$", "\\(a\\)", "$`x`$"])
CITES = st.sampled_from(["[1]", "［2］", "[1,2]", "[7]", "[^n]", "[^缺]", "[@key]", "【1】"])


SPANS = "**{}** *{}* __{}__ _{}_ ***{}*** ~~{}~~ `{}` ``{}`` “{}” [{}] [{}][ref] <b>{}</b> 《**{}**》".split()
SPANS.append("** {} **")


def _inlines(lang: str, wild: bool) -> st.SearchStrategy[str]:
    """A run of text: sentences among emphasis, code and links; with what dialects add, HTML and stray
    marks when it is wild."""
    sentence = _sentences(lang)
    span = st.tuples(
        st.sampled_from(SPANS),
        sentence,
    ).map(lambda pair: pair[0].format(pair[1]))
    link = st.tuples(
        st.sampled_from(
            ["[{}]({})", "![{}]({})", '[{}]({} "题a")', "[{}]( {} )", "[{}]（{}）", "[{}]: {}"]
        ),
        sentence,
        ADDRESSES,
    ).map(lambda parts: parts[0].format(*parts[1:]))
    bare = ADDRESSES.map(lambda address: f"见{address}")
    tame = st.one_of(MATH, CITES, bare)
    other = st.one_of(tame, tame, ODD_MATH, TAGS, HTML, st.sampled_from(LOOSE)) if wild else tame
    piece = st.one_of(sentence, sentence, span, link, other)
    return st.lists(piece, min_size=1, max_size=4).map("".join)


HEADS = [
    *(
        "# ",
        "## ",
        "### ",
        "##### ",
        "##",
        "＃ ",
        "# 一、",
        "## 二、",
        "## （一）",
        "## 第一章 ",
        "# 1. ",
    ),
    *("## 1.1 ", "## A. ", "######", "## 2、"),
]
ENTRIES = "[1] 甲. (2019). 书a.出版社.\n\n[2] xxx. (2020). Words, and more. House."
FIXED = [
    *("---", "***", "* * *", "[TOC]", "@[toc]", "<!--more-->", "# 参考文献\n\n" + ENTRIES, "## 总结", "# 致谢"),
    *("# 题", "题\n===", "题a\n---", "[ref]: https://a.com/中a '题a'", "[^n]: 注a文,。", "*[HTML]: 超文本a"),
    *("1. 甲\n\n一段话。\n\n2. 乙\n\n一段话。\n\n3.丙\n\n一段话。", "| 甲a | 乙 |\n|:--|--:|\n| 1a中 | `a|中` |"),
    *("文\n| a | 中b |\n|---|---|\n| 1 |", "| a | b |", "图 1：文a", "![图1a](a.png)\n\n图 1：一张图"),
    *("> [!NOTE]\n> 文a", "> [!tip]- 题a\n> 文", "!!! note \"题a\"\n    文a", "::: warning\n文a\n:::", "{: .notice}"),
    *("<div class=\"a\">\n\n文a，\n\n</div>", "<pre>\n代a码 ,\n</pre>", "<table><tr><td>文a</td></tr></table>"),
    *("<details><summary>题a</summary>\n\n文a\n\n</details>", "<!-- 注a\n\n释 -->", "<center>文a</center>"),
    *("$$\na中b\n$$", "{% highlight py %}\nprint('中a')\n{% endhighlight %}", "{% raw %}{{ a中 }}{% endraw %}"),
    *("{{< highlight go >}}\na中b\n{{< /highlight >}}", "{% note info %}\n文a\n{% endnote %}"),
    *("词a\n: 释b", "- [ ] 做a\n- [x] 完b", "<!-- publish-disable CJK001 -->", "<!-- publish-enable -->"),
    *("<!-- publish-disable-next-line -->", "    代a码 ,", "\t代a码", "&emsp;&emsp;文a", "　　文a", "**一、甲**"),
]  # fmt: skip


def _blocks(lang: str, wild: bool) -> st.SearchStrategy[str]:
    inlines = _inlines(lang, wild)
    joints = st.sampled_from(["\n", "\n", "  \n", "\\\n", "\n　　"])
    paragraph = st.lists(st.tuples(inlines, joints), min_size=1, max_size=3).map(
        lambda lines: "".join(chain.from_iterable(lines)).strip("\n")
    )
    heading = st.tuples(st.sampled_from(HEADS), inlines, st.sampled_from(["", "", " #", "：", " "]))
    marker = st.sampled_from(
        ["- ", "* ", "+ ", "-", "1. ", "2.", "1) ", "1、", "① ", "• ", "（1）", "10. "]
    )
    indent = st.sampled_from(["", "", "", "  ", "    ", "\t"])
    item = st.tuples(indent, marker, inlines).map("".join)
    items = st.lists(item, min_size=1, max_size=4)
    items = st.tuples(items, st.sampled_from(["\n", "\n", "\n\n"])).map(
        lambda pair: pair[1].join(pair[0])
    )
    broken = st.lists(st.tuples(inlines, inlines), min_size=2, max_size=4).map(
        lambda rows: "\n\n".join(
            f"{at}. {head}\n\n{text}" for at, (head, text) in enumerate(rows, 1)
        )
    )
    fence = st.tuples(
        st.sampled_from(["```", "~~~", "````", "``` python", "```js {.a}"]),
        inlines,
        st.sampled_from(["```", "~~~", "````", "", "```"]),
    ).map("\n".join)
    quote = paragraph.map(lambda text: re.sub("^", "> ", text, flags=re.MULTILINE))
    table = st.lists(st.tuples(inlines, inlines), min_size=1, max_size=3).map(
        lambda rows: "\n".join(
            [
                f"| {rows[0][0]} | {rows[0][1]} |",
                "|:---|---:|",
                *(f"| {a} | {b} |" for a, b in rows),
            ]
        )
    )
    return st.one_of(
        paragraph,
        paragraph,
        heading.map("".join),
        heading.map("".join),
        items,
        broken,
        fence,
        quote,
        table,
        st.sampled_from(FIXED),
        st.sampled_from(FIXED),
    )


def _fronts(lang: str) -> st.SearchStrategy[str]:
    """Front matter of every kind; the language is always declared, but by the headers of Pelican."""
    title = st.sampled_from(["题a", "一条河，a", "1.10", "a: b", "城市里的鸟"])
    date = st.sampled_from(["2024-01-01", "2024-01-01 08:30:00 +0800", "2024/1/2", "明天", ""])
    words = st.sampled_from(["甲，乙a", "[甲, 乙]", "甲", "", "[甲,乙a]"])
    kind = st.sampled_from(
        [
            "---\ntitle: {title}\nlang: {lang}\ndate: {date}\nkeywords: {words}\n---\n\n",
            '---\nlayout: post\ntitle: "{title}"\ndescription: 以下是a提纲：\nlang: {lang}\n\n---\n',
            '+++\ntitle = "{title}"\nlang = "{lang}"\n+++\n\n',
            '{{\n"title": "{title}",\n"lang": "{lang}"\n}}\n\n',
            'title: {title}\nlang: {lang}\ntags: {words}\n---\n\n',
            "Title: {title}\nDate: {date}\nLang: {lang}\n\n",
            "---\nlang: {lang}\n---\n\n",
        ]
    )  # fmt: skip
    return st.tuples(kind, title, date, words).map(
        lambda parts: parts[0].format(title=parts[1], lang=lang, date=parts[2], words=parts[3])
    )


def bodies(lang: str = "zh-Hans", size: int = 6, *, wild: bool = True) -> st.SearchStrategy[str]:
    """Markdown without front matter."""
    gap = st.sampled_from(["\n\n", "\n\n", "\n\n", "\n", "\n\n\n\n", " \n\n"])
    return st.lists(st.tuples(_blocks(lang, wild), gap), min_size=1, max_size=size).map(
        lambda parts: "".join(chain.from_iterable(parts))
    )


def posts(*langs: str, size: int = 6, wild: bool = True) -> st.SearchStrategy[str]:
    """Whole posts of some languages; the grammar's own five when none is named."""
    return st.one_of(
        *(
            st.tuples(_fronts(lang), bodies(lang, size, wild=wild)).map("".join)
            for lang in langs or ("zh-Hans", "zh-Hans", "zh-Hans", *WORDS)
        )
    )


SEEDS = [path.read_text(encoding="utf-8") for path in (BICYCLES, SEED) if path.is_file()]
_SWAPS = str.maketrans("，。：（）、,.:()1a", ",.:(),，。：（）１Ａ")


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A post with every fault of the grammar's seeds, and some more: lines lost, doubled, joined,
    moved, split, widths swapped, marks put in."""
    lines = draw(st.sampled_from(SEEDS)).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from("lose double join split swap blank mark move".split())):
            case "lose" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "join" if at + 1 < len(lines):
                lines[at : at + 2] = [lines[at] + lines[at + 1]]
            case "split":
                cut = draw(st.integers(0, min(40, len(lines[at]))))
                lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
            case "swap":
                lines[at] = lines[at].translate(_SWAPS)
            case "blank":
                lines.insert(at, draw(st.sampled_from(["", " ", "　"])))
            case "mark":
                cut = draw(st.integers(0, min(40, len(lines[at]))))
                mark = draw(
                    st.one_of(st.sampled_from(LOOSE + ODD), TAGS, HTML, st.sampled_from(FIXED))
                )
                lines[at] = lines[at][:cut] + mark + lines[at][cut:]
            case _:
                lines.append(lines.pop(at))
    return "\n".join(lines)


TEXTS = st.one_of(posts(), posts(), mutations())
