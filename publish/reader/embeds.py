"""Pages and films of other sites that posts embed: which page a reader would open instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from publish.regex import regex


class Card(NamedTuple):
    """What stands for an embedded page: the name of its site, and its address."""

    site: str
    address: str


_SITES = tuple(
    (regex(rf"https?://(?:www\.)?{pattern}", re.IGNORECASE), site, page)
    for pattern, site, page in (
        (r"youtube(?:-nocookie)?\.com/embed/([\w-]+)", "YouTube", "https://www.youtube.com/watch?v={}"),
        (r"youtu\.be/([\w-]+)", "YouTube", "https://www.youtube.com/watch?v={}"),
        (r"player\.vimeo\.com/video/(\d+)", "Vimeo", "https://vimeo.com/{}"),
        (
            r"player\.bilibili\.com/player\.html\?(?:[^#]*&)?bvid=(\w+)",
            "bilibili",
            "https://www.bilibili.com/video/{}",
        ),
        (
            r"player\.bilibili\.com/player\.html\?(?:[^#]*&)?aid=(\d+)",
            "bilibili",
            "https://www.bilibili.com/video/av{}",
        ),
        (r"v\.qq\.com/txp/iframe/player\.html\?(?:[^#]*&)?vid=(\w+)", "腾讯视频", "https://v.qq.com/x/page/{}.html"),
        (r"player\.youku\.com/embed/([\w=]+)", "优酷", "https://v.youku.com/v_show/id_{}.html"),
        (r"music\.163\.com/outchain/player\?(?:[^#]*&)?id=(\d+)", "网易云音乐", "https://music.163.com/#/song?id={}"),
        (r"(?:ext|embed)\.nicovideo\.jp/(?:thumb_)?watch/(\w+)", "niconico", "https://www.nicovideo.jp/watch/{}"),
        (r"open\.spotify\.com/embed/(\w+/\w+)", "Spotify", "https://open.spotify.com/{}"),
        (r"codepen\.io/([\w-]+)/embed/(?:preview/)?(\w+)", "CodePen", "https://codepen.io/{}/pen/{}"),
        (r"codesandbox\.io/embed/([\w-]+)", "CodeSandbox", "https://codesandbox.io/s/{}"),
        (r"jsfiddle\.net/((?:\w+/)?\w+)(?:/\d+)?/embed", "JSFiddle", "https://jsfiddle.net/{}/"),
        (r"gist\.github\.com/([\w-]+)/(\w+)(?:\.js|\.pibb)", "GitHub Gist", "https://gist.github.com/{}/{}"),
        (r"asciinema\.org/a/(\w+)(?:\.js|/iframe)", "asciinema", "https://asciinema.org/a/{}"),
        (r"speakerdeck\.com/player/(\w+)", "Speaker Deck", "https://speakerdeck.com/player/{}"),
        (r"(slideshare\.net/slideshow/embed_code/\S+)", "SlideShare", "https://www.{}"),
        (r"(google\.com/maps/embed\S+)", "Google Maps", "https://www.{}"),
    )
)  # fmt: skip


def card(address: str) -> Card | None:
    """The page of a known site behind an address that is made to be embedded."""
    if address.startswith("//"):
        address = f"https:{address}"
    for pattern, site, page in _SITES:
        if found := pattern.match(address):
            return Card(site, page.format(*found.groups()))
    return None
