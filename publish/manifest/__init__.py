"""The manifest: ``publish.toml`` as a checked value."""

from publish.manifest.load import NAME, find, load
from publish.manifest.model import DocumentSpec, Manifest, Source, Target, Unattended
from publish.manifest.offer import Offer
from publish.manifest.schema import json_schema as schema

__all__ = [
    "NAME",
    "DocumentSpec",
    "Manifest",
    "Offer",
    "Source",
    "Target",
    "Unattended",
    "find",
    "load",
    "schema",
]
