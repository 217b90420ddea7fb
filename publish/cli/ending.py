"""What becomes of an error: a sentence, and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import click

from publish.cli.exits import FINDINGS, INTERNAL, LOCKED, PIPE_CLOSED, USAGE
from publish.diagnostics import PublishError, remedy


def ended(error: Exception) -> int:
    """Say what went wrong, and give the exit code."""
    match error:
        case click.exceptions.Exit():  # after --help and --version
            return error.exit_code
        case click.ClickException():
            error.show()
            return USAGE
        case PublishError():
            from publish.cli.output import placed, say

            for diagnostic in error.diagnostics:
                say(placed(diagnostic, Path.cwd()))
            return code_of(error)
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return PIPE_CLOSED
        case OSError() if error.strerror:
            what = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
            click.echo(f"{error.filename or 'publish'}: SYS002 {what}", err=True)
            click.echo(f"  {remedy(error)}", err=True)
            return FINDINGS
        case _:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            click.echo(f"publish: internal error: {what}", err=True)
            click.echo("  this is a bug in publish; run again with --debug", err=True)
            return INTERNAL


def code_of(error: PublishError) -> int:
    """The exit code of a command that cannot go on."""
    locked = any(diagnostic.code in ("LOCK001", "RUN001") for diagnostic in error.diagnostics)
    return LOCKED if locked else USAGE
