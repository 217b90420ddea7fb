"""Texts torn, doubled and crossed with others and with what is hostile."""

from __future__ import annotations

from random import Random

from trust.hostile import EXPLODING, FRONT, RUNNING, addresses, asking

MARKS = (
    "\n", "\n\n", "---\n", "```\n", "> ", "- ", "1. ", "# ", "| ", "$$", "$", "*", "**", "`", "[", "](", "]", "![",
    "<", ">", "<!--", "-->", "{{", "}}", "{%", "%}", "{", "}", ":::", "[^", "]:", "\\", "&", ";", ":", "'", '"',
    "\t", "    ", "\r", "\0", "\x1b", "\x0b", "\u2028", "\ufeff", "\u202e", "\u200b", "\ud800", "\ufffe", "İ", "ß",
    "﷽", "\u0345", "🏳\u200d🌈", "٣", "²", "9999999999999999999", "-1", "1e999", "nan", "../", "%00", "~~~", "+++\n",
    "<div>", "</div>", "<table><tr><td>", "</table>", "<pre>", "<details>", "<svg>", "<ruby>", "&#x0;", "&#xD800;",
)  # fmt: skip
TEMPLATES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__.__globals__.__builtins__.open('{file}').read() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('touch {file}.ran') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ p|attr('__class__')|attr('__mro__') }}",
    "{{ p['__class__'] }}",
    "{{ ''|attr(['__cla','ss__']|join) }}",
    "{{ '{0.__class__.__mro__}'.format(p) }}",
    "{{ ('{0.__class__}'|safe).format_map({'0': p}) }}",
    "{{ ''.format.__self__ }}",
    "{% include '{file}' %}",
    "{% include '{up}' %}",
    "{% extends '{up}' %}",
    "{% import '{file}' as x %}",
    "{% from '{up}' import x %}",
    "{% include 'default/../../../{up}' %}",
    "{% include 'page.html' %}",
    "{% for a in range(99999999) %}x{% endfor %}",
    "{{ range(99999999)|list|length }}",
    "{{ 'a' * 9999999999 }}",
    "{{ ['a'] * 9999999999 }}",
    "{{ 9 ** (9 ** 9) }}",
    "{{ 'x'.ljust(9999999999) }}",
    "{{ 'x'|center(9999999999) }}",
    "{{ '%09999999999d' % 1 }}",
    "{{ '{:09999999999d}'.format(1) }}",
    "{{ 'x'.join(['y' * 99999] * 99999) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{{ ns.x.append(ns.x) }}{% endfor %}",
    "{{ p.chapters[0].document.metadata.title }}",
    "{{ config }}{{ request }}{{ url_for.__globals__ }}",
    "{% set x = p.__class__ %}{{ x }}",
    "{{ p.chapters.__reduce__() }}",
    "{{ undefined.x }}{{ m.title.x.y }}",
    "{{ m.title|replace('', 'x' * 9999)|replace('', 'y' * 9999) }}",
    "{{ '\\x00\\ud800' }}",
)


class Mutation:
    """A source of hostile texts. The same random gives the same."""

    def __init__(self, random: Random, file: str, up: str, server: str) -> None:
        self.random = random
        self._known = {"{file}": file, "{up}": up, "{server}": server}
        self._addresses = addresses(file, up, server)

    def post(self, seeds: list[str]) -> str:
        """A post: its front matter and its text from different hands."""
        random = self.random
        text = self.torn(random.choice(seeds)[: random.choice((400, 2000, 12_000))], seeds)
        if random.random() < 0.3:
            lines = [self.filled(line) for line in random.sample(FRONT, random.randint(1, 5))]
            text = "---\n" + "\n".join([*lines, "lang: en", "---"]) + "\n\n" + text
        return text

    def manifest(self, seeds: list[str]) -> str:
        """A manifest."""
        return self.torn(self.random.choice(seeds), seeds)

    def layout(self, seeds: list[str]) -> str:
        """A template of a layout."""
        text = self.random.choice(("", "", self.random.choice(seeds)))
        for _ in range(self.random.randint(1, 3)):
            at = self.random.randint(0, len(text))
            text = text[:at] + self.filled(self.random.choice(TEMPLATES)) + text[at:]
        return self.torn(text, seeds) if self.random.random() < 0.5 else text

    def torn(self, text: str, seeds: list[str]) -> str:
        """A text after some accidents."""
        random = self.random
        for _ in range(random.choice((1, 2, 4, 8, 16))):
            at = random.randint(0, len(text))
            to = min(len(text), at + random.choice((1, 3, 20, 200)))
            match random.randrange(9):
                case 0:
                    text = text[:at] + text[to:]
                case 1:
                    text = text[:to] + text[at:to] * random.choice((1, 2, 30)) + text[to:]
                case 2 | 3:
                    text = text[:at] + self._mark() + text[at:]
                case 4 | 5:
                    text = text[:at] + self._attack() + text[at:]
                case 6:
                    other = random.choice(seeds)
                    start = random.randint(0, len(other))
                    text = text[:at] + other[start : start + random.choice((20, 300))] + text[to:]
                case 7:
                    text = text[:at] + text[at:to][::-1] + text[to:]
                case _:
                    unit, many = random.choice(list(EXPLODING.values()))
                    text = text[:at] + unit * random.randint(1, min(many, 60)) + text[at:]
        return text

    def filled(self, text: str) -> str:
        """A hostile text with its file and its server."""
        for name, value in self._known.items():
            text = text.replace(name, value)
        return text.replace("{{HOME}}", "{HOME}") if "!ENV" in text else text

    def _mark(self) -> str:
        return "".join(self.random.choice(MARKS) for _ in range(self.random.randint(1, 4)))

    def _attack(self) -> str:
        random = self.random
        if random.random() < 0.5:
            return (
                random.choice(("", "\n\n")) + random.choice(RUNNING) + random.choice(("", "\n\n"))
            )
        return "\n\n" + random.choice(asking(random.choice(self._addresses))) + "\n\n"
