"""What a template asks for elsewhere: whoever opens a file made with it would fetch it."""

from __future__ import annotations

from collections.abc import Mapping

from publish.backends.ooxml import parsed, w, written

_HYPERLINK, _TEMPLATE = "/hyperlink", "/attachedTemplate"
_SETTINGS, _RELATIONS = "word/settings.xml", "word/_rels/settings.xml.rels"


def without_template(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without the link to the template that Word made the file from: it lies on somebody's
    disk, or where Word would run its macros."""
    made = dict(files)
    if _RELATIONS not in files:
        return made
    relations = parsed(files[_RELATIONS])
    gone = [each for each in relations if str(each.get("Type")).endswith(_TEMPLATE)]
    for each in gone:
        relations.remove(each)
    if gone:
        made[_RELATIONS] = written(relations)
    if gone and _SETTINGS in files:
        settings = parsed(files[_SETTINGS])
        for each in settings.findall(w("attachedTemplate")):
            settings.remove(each)
        made[_SETTINGS] = written(settings)
    return made


def fetched(files: Mapping[str, bytes]) -> list[str]:
    """The addresses that are not only followed when a reader asks for it."""
    return [
        str(each.get("Target"))
        for name, content in files.items()
        if name.endswith(".rels")
        for each in parsed(content)
        if each.get("TargetMode") == "External" and not str(each.get("Type")).endswith(_HYPERLINK)
    ]
