"""Films, programs and messages of other sites: a document links to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publish.reader.template_tags import nodes
from publish.reader.template_tags.meaning import Meaning, Post, Reader, Use


def _site(said: str, pattern: Callable[[str], str]) -> Reader:
    def embed(use: Use, _post: Post) -> Meaning | None:
        given = use.arguments
        id = given.get(0, "id", "videoid", "video_id", "bvid", "aid", "url", "src", "video")
        if not id:
            return None
        address = id if "://" in id else f"https:{id}" if id.startswith("//") else pattern(id)
        return nodes.link(address, given.named("title", "caption", "label"), said)

    return embed


def _gist(use: Use, _post: Post) -> Meaning | None:
    """``gist 123``, ``gist user/123 file`` and Hugo's ``gist user 123 "file"``."""
    places = [place for place in use.arguments.places if place]
    first, second, third = (*places, "", "", "")[:3]
    if not first:
        return None
    if second.isalnum() and len(second) >= 7 and "." not in second and "/" not in first:
        first, second = f"{first}/{second}", third
    address = first if "://" in first else f"https://gist.github.com/{first}"
    shown = f"{address} ({second})" if second else address
    return nodes.link(address, shown, "a link to a gist")


def _message(use: Use, _post: Post) -> Meaning | None:
    """``{{< x user="a" id="1" >}}``, and its older form with the id alone."""
    user, id = use.arguments.get(0, "user"), use.arguments.get(1, "id")
    if not id:
        user, id = "i", user
    return nodes.link(f"https://x.com/{user}/status/{id}", said="a link") if id else None


def _plain(use: Use, _post: Post) -> Meaning | None:
    """A tag whose argument is the address itself."""
    address = use.arguments.get(0, "src", "url", "href", "mp4", "file")
    return nodes.link(address, use.arguments.named("title", "caption")) if address else None


EMBEDS: Mapping[str, Reader] = {
    "youtube": _site("a link to a film", lambda id: f"https://www.youtube.com/watch?v={id}"),
    "youtubeplayer": _site("a link to a film", lambda id: f"https://www.youtube.com/watch?v={id}"),
    "vimeo": _site("a link to a film", lambda id: f"https://vimeo.com/{id}"),
    "bilibili": _site(
        "a link to a film", lambda id: f"https://www.bilibili.com/video/{_video(id)}"
    ),
    "youku": _site("a link to a film", lambda id: f"https://v.youku.com/v_show/id_{id}.html"),
    "niconico": _site("a link to a film", lambda id: f"https://www.nicovideo.jp/watch/{id}"),
    "dailymotion": _site("a link to a film", lambda id: f"https://www.dailymotion.com/video/{id}"),
    "instagram": _site("a link to a picture", lambda id: f"https://www.instagram.com/p/{id}/"),
    "jsfiddle": _site("a link to a program", lambda id: f"https://jsfiddle.net/{id}/"),
    "speakerdeck": _site("a link to slides", lambda id: f"https://speakerdeck.com/player/{id}"),
    "spotify": _site("a link", lambda id: f"https://open.spotify.com/{id}"),
    "gist": _gist,
    "tweet": _message,
    "twitter": _message,
    "x": _message,
    "iframe": _plain,
    "video": _plain,
    "audio": _plain,
}


def _video(id: str) -> str:
    return f"av{id}" if id.isdecimal() else id
