"""The bill of materials of a release: which programs made it, as CycloneDX 1.6.

https://cyclonedx.org/docs/1.6/json/ ; licences and names by importlib.metadata, as installed.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement

from publish.release.archives import epoch

NAME = "sbom.cdx.json"
_SPACE = uuid.UUID("6e4c1a52-0d0f-4b5b-9a53-2d5a1f3c7b90")  # of our serial numbers


def installed(name: str = "publish") -> Mapping[str, Distribution]:
    """A distribution and all that it needs on this machine, by canonical name, itself first."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        each = _canonical(waiting.pop(0))
        if each in found:
            continue
        try:
            found[each] = distribution(each)
        except PackageNotFoundError:
            continue
        waiting += _needs(found[each])
    return found


def sbom(parts: Mapping[str, Distribution], programs: Mapping[str, str]) -> bytes:
    """The bill as JSON. ``parts`` are as ``installed`` gives them, ``programs`` other programs that made
    the files, with their versions. Its time is that of archives: the same parts give the same bytes."""
    bom = Bom()
    bom.metadata.timestamp = datetime.fromtimestamp(epoch(), UTC)
    components = {name: _component(name, part) for name, part in parts.items()}
    root = next(iter(components.values()))
    root.type = ComponentType.APPLICATION
    bom.metadata.component = root
    for name, component in components.items():
        if component is not root:
            bom.components.add(component)
        needs = sorted({_canonical(it) for it in _needs(parts[name])} & set(components))
        bom.register_dependency(component, [components[it] for it in needs])
    for name, version in sorted(programs.items()):
        bom.components.add(
            Component(
                name=name,
                version=version,
                type=ComponentType.APPLICATION,
                bom_ref=f"{name}@{version}",
            )
        )
    told = " ".join(sorted(f"{it.name}@{it.version}" for it in (root, *bom.components)))
    bom.serial_number = uuid.uuid5(_SPACE, told)
    return f"{JsonV1Dot6(bom).output_as_string(indent=2)}\n".encode()


def _component(name: str, part: Distribution) -> Component:
    purl = PackageURL("pypi", None, name, part.version)
    licence = _licence(part)
    return Component(
        name=name,
        version=part.version,
        type=ComponentType.LIBRARY,
        bom_ref=purl.to_string(),
        purl=purl,
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
    )


def _licence(part: Distribution) -> str:
    """The licence as the distribution says it, in the shortest of its three ways."""
    for key in ("License-Expression", "License"):
        for said in part.metadata.get_all(key) or ():
            if said and "\n" not in said and len(said) < 80:
                return str(said)
    classes = part.metadata.get_all("Classifier") or []
    named = [it.rsplit(" :: ", 1)[1] for it in classes if it.startswith("License :: ")]
    return " AND ".join(named) if len(named) == 1 else ""


def _needs(part: Distribution) -> Iterator[str]:
    """The names of what a distribution needs here, its extras left out."""
    for line in part.requires or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield needed.name


def _canonical(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()
