"""Publish: a folder of Markdown posts becomes web pages, PDF, EPUB, DOCX and PPTX."""

__version__ = "0.1.0"
