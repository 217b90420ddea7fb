"""Template tags of Jekyll, Hugo and Hexo: recognised, never run; what they stand for is put in their place."""

from __future__ import annotations

from publish.reader.template_tags.meaning import Post
from publish.reader.template_tags.tree import restored
from publish.reader.template_tags.wording import has_tags, literal, worded
from publish.reader.template_tags.writing import Written, write

__all__ = ["Post", "Written", "has_tags", "literal", "restored", "worded", "write"]
