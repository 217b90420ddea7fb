import pytest

from publish.diagnostics import Severity
from publish.reader import read
from publish.reader.encoding import decode

CHINESE = "这是一个测试，关于大模型的文章。"
TAIWANESE = "這是一個測試，關於大模型的文章。「你好」"
JAPANESE = "これはテストです。日本語の文章を書いています。"
KOREAN = "이것은 한국어 문장입니다. 안녕하세요."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16"),
        (CHINESE, "utf-16-le"),
        ("Plain words, no mark.\n", "utf-16-be"),
        (TAIWANESE, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
    ],
)
def test_text_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "ENC009"),
        (b"\0\0\0\0", "ENC009"),
        ("é à ü café".encode("latin-1"), "ENC001"),
        (CHINESE.encode() * 3 + b"\xff", "ENC001"),
        ("\ufeffab".encode("utf-16-le") + b"\x00", "ENC001"),
        (b"", "ENC010"),
        (b" \n\t\r\n", "ENC010"),
    ],
)
def test_what_is_no_text_is_a_fault(data: bytes, code: str) -> None:
    reading = read("post.md", data)
    assert reading.failed
    assert [fault.code for fault in reading.faults] == [code]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN * 9, "cp949"),
        (CHINESE * 9, "gb18030"),
        (JAPANESE * 9, "euc_jp"),
        ("Привет, это статья о языках программирования. " * 9, "koi8-r"),
        ("C'est déjà l'été, Noël à l'école. " * 9, "cp1252"),
        ("これは日本語。" * 9, "gb18030"),
    ],
)
def test_what_is_read_is_what_was_written_or_nothing(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.fault or decoded.text == text


def test_another_encoding_is_reported_and_read() -> None:
    reading = read("post.md", CHINESE.encode("gb18030"))
    assert reading.text == CHINESE
    assert not reading.failed
    (fault,) = reading.faults
    assert (fault.code, fault.severity) == ("ENC001", Severity.WARNING)
    assert "gb18030" in fault.message


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
@pytest.mark.parametrize("text", [CHINESE * 3, TAIWANESE * 3, JAPANESE * 3, KOREAN * 3])
def test_a_text_goes_back_into_the_form_in_which_it_stood(text: str, mark: bytes) -> None:
    forms = {
        b"": ("gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "utf-8", "utf-16-le"),
        b"\xef\xbb\xbf": ("utf-8",),
        b"\xff\xfe": ("utf-16-le",),
        b"\xfe\xff": ("utf-16-be",),
    }
    for encoding in forms[mark]:
        try:
            data = mark + text.encode(encoding)
        except UnicodeEncodeError:
            continue
        decoded = decode(data)
        if not decoded.fault:  # a few lines do not always tell
            assert decoded.text == text
            assert decoded.form.encode(decoded.text) == data


def test_backspaces_of_an_input_method_make_no_binary_file() -> None:
    text = "日\b新\b\b的一年。\n" * 20
    assert decode(text.encode()).text == text


def test_the_damaged_byte_is_named() -> None:
    reading = read("post.md", "一行好的。\n".encode() * 2 + b"\xff\n" + "又一行。".encode())
    assert "byte 33 (line 3)" in reading.faults[0].message


def test_a_stray_control_character_makes_no_binary_file() -> None:
    assert decode(b"hello\0 world").text == "hello\0 world"
