import time

import pytest

from publish.reader import read_text
from publish.reader.front_matter import split


@pytest.mark.parametrize(
    ("text", "kind", "values", "body"),
    [
        ("---\ntitle: x\n---\nbody", "yaml", {"title": "x"}, "body"),
        ("---\r\ntitle: x\r\n---\r\nbody", "yaml", {"title": "x"}, "body"),
        ("---\rtitle: x\r---\rbody", "yaml", {"title": "x"}, "body"),
        ("\ufeff---\ntitle: x\n...\nbody", "yaml", {"title": "x"}, "body"),
        ("---\n---\nbody", "yaml", {}, "body"),
        ('+++\ntitle = "x"\nn = 1.10\nb = true\n+++\nbody', "toml",
         {"title": "x", "n": "1.10", "b": "true"}, "body"),
        ("+++\nd = 2019-01-01T08:00:00Z\n+++\n", "toml", {"d": "2019-01-01T08:00:00Z"}, ""),
        ('+++\nd = 2019-01-01T08:00:00+08:00\n+++\n', "toml", {"d": "2019-01-01T08:00:00+08:00"}, ""),
        (';;;\n"title": "x",\n"n": 1.0\n;;;\nbody', "json", {"title": "x", "n": "1.0"}, "body"),
        ('{"title": "x", "tags": ["a"]}\n\nbody', "object", {"title": "x", "tags": ["a"]}, "body"),
        ("Title: x\nTags: a, b\n    c\n\nbody", "pelican", {"title": "x", "tags": "a, b c"}, "body"),
        ("title: x\ntags:\n- a\n- b\n---\nbody", "hexo", {"title": "x", "tags": ["a", "b"]}, "body"),
        ("Note: this\n---\nbody", "none", {}, "Note: this\n---\nbody"),
        ("Note: this\n\nbody", "none", {}, "Note: this\n\nbody"),
        ("---\n\nprose\n\n---\n\nmore", "none", {}, "---\n\nprose\n\n---\n\nmore"),
        ("{% raw %}", "none", {}, "{% raw %}"),
        ("{ not json", "none", {}, "{ not json"),
        ("", "none", {}, ""),
        ("---", "none", {}, "---"),
    ],
)  # fmt: skip
def test_each_form(text: str, kind: str, values: object, body: str) -> None:
    front = split(text)
    assert (front.kind, front.values, text[front.body :]) == (kind, values, body)
    assert not front.faults


def test_scalars_of_yaml_stay_what_was_typed() -> None:
    front = split("---\nv: 1.10\nn: no\ny: 2019\nd: 2019-01-01\no: 012\ne:\nz: ~\nq: 'null'\n---\n")
    assert front.values == {
        "v": "1.10", "n": "no", "y": "2019", "d": "2019-01-01", "o": "012",
        "e": None, "z": None, "q": "null",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 标题\nTags:\n  - a\n  - b\n\nlast: z\n---\nbody",
        '+++\ntitle = "标题"\nTags = [\n  "a",\n]\n\n[last]\nx = 1\n+++\nbody',
        ';;;\n"title": "标题",\n"Tags": ["a"],\n"last": "z"\n;;;\nbody',
        "Title: 标题\nTags: a,\n    b\nLast: z\n\nbody",
    ],
)
def test_places_of_keys_cover_their_lines(text: str) -> None:
    front = split(text)
    assert list(front.keys) == ["title", "tags", "last"]
    ranges = list(front.keys.values())
    assert [end for _, end in ranges[:-1]] == [start for start, _ in ranges[1:]]
    for key, (start, end) in front.keys.items():
        assert text[start:end].lower().lstrip('"[').startswith(key)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("---\ntitle: x\n- a\n---\nx", "FM002", (3, 1)),
        ("---\na: {b: [c}\n---\nx", "FM002", (2, 10)),
        ("---\na: x\n  ]: [\n---\nx", "FM002", (3, 4)),
        ('{\n  "title": [x\n}\n', "FM002", (2, 13)),
        ("+++\ntitle = {x\n+++\nx", "FM002", (2, 11)),
        (';;;\n"title": [x\n;;;\nx', "FM002", (2, 11)),
        ("---\nfoo: x\n\nbody", "FM001", (1, 1)),
        ("---\na: !!python/object/apply:os.system [x]\n---\n", "SEC003", (2, 4)),
        ("---\na: *b\n---\n", "SEC003", (2, 4)),
        (f"---\na: {'[' * 5000}\n---\n", "SEC003", (2, 1)),
        (f"---\n{'a: x' * 100_000}\n---\n", "SEC003", (2, 1)),
        (f"+++\na = {'[' * 5000}{']' * 5000}\n+++\n", "SEC003", (2, 1)),
        (f';;;\n"a": {"[" * 5000}{"]" * 5000}\n;;;\n', "SEC003", (2, 1)),
    ],
)
def test_a_fault_names_its_place_and_fails_the_post(
    text: str, code: str, place: tuple[int, int]
) -> None:
    reading = read_text("post.md", text)
    assert reading.failed
    (fault,) = reading.faults
    assert (fault.code, fault.line, fault.column) == (code, *place)
    assert reading.metadata.title  # falls back


def test_aliases_are_values_and_bombs_are_refused() -> None:
    assert split("---\na: &x [1]\nb: *x\n---\n").values == {"a": ["1"], "b": ["1"]}
    assert split("---\na: &x {k: v}\nb:\n  <<: *x\n  l: w\n---\n").values["b"] == {
        "k": "v",
        "l": "w",
    }
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    started = time.process_time()
    front = split("---\n" + "\n".join(rows) + "\n---\n")
    assert [fault.code for fault in front.faults] == ["SEC003"]
    assert time.process_time() - started < 1
