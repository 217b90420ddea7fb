"""The commands, and what becomes of an error: a sentence and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType

import click

import publish
from publish.diagnostics import PublishError, remedy

# Each command is a module, imported when it is called or asked for help.
COMMANDS = {
    "build": "Build documents in any of the formats.",
    "check": "Find faults in posts, and fix them.",
    "verify": "Read the finished files back, and compare them with their posts.",
    "normalize": "Print a post's canonical form.",
    "diff": "Tell what a reviewer changed in a Word file.",
    "explain": "Explain a rule, or a message.",
    "rules": "List the rules.",
    "vendor": "Fetch copies of pictures on other sites.",
    "list": "List what a manifest builds.",
    "schema": "Print a JSON Schema.",
    "doctor": "Check what the product needs on this machine.",
    "layouts": "List the layouts that are shipped.",
    "init": "Write a first manifest and a first post, or a layout.",
    "clean": "Remove what was built.",
}
OK, FINDINGS, USAGE, INTERNAL, LOCKED = 0, 1, 2, 70, 75
INTERRUPTED, PIPE_CLOSED, TERMINATED = 130, 141, 143  # 128 and the number of the signal


class Commands(click.Group):
    """The table above, loaded one by one."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = import_module(f"publish.cli.{name}_command").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from publish.manifest.check import suggest

            context.fail(f"There is no command “{args[0]}”; {suggest(args[0], list(COMMANDS))}")
        return super().resolve_command(context, args)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(publish.__version__, prog_name="publish")
@click.option("--debug", is_flag=True, help="Show where an error happened; for any command.")
def commands(debug: bool) -> None:
    """Turn Markdown posts into web pages, PDF, EPUB, DOCX and PPTX."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line; every error ends here as a sentence on standard error."""
    words = [word for word in arguments if word != "--debug"]
    debug = len(words) < len(arguments)
    if debug:
        os.environ["PUBLISH_DEBUG"] = "1"  # for backends, also in other processes
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every sign
    signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(50_000, 20, 20)  # trees are large and have no cycles
    try:
        with commands.make_context("publish", words) as context:
            result = commands.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else OK
    except Exception as error:
        if debug:
            traceback.print_exc()
        return _ended(error)
    except KeyboardInterrupt:
        return INTERRUPTED


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    """End as on an interrupt, so that no temporary file is left behind."""
    raise SystemExit(TERMINATED)


def _ended(error: Exception) -> int:
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
    locked = any(diagnostic.code == "LOCK001" for diagnostic in error.diagnostics)
    return LOCKED if locked else USAGE
