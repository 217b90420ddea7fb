"""The commands: one visible table, each loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

import click

import publish

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
    "history": "Tell of the runs on record.",
    "changes": "Tell what changed between two releases.",
    "doctor": "Check what the product needs on this machine.",
    "layouts": "List the layouts that are shipped.",
    "init": "Write a first manifest and a first post, or a layout.",
    "clean": "Remove what was built.",
    "run": "Build, verify and release, while nobody watches.",
    "schedule": "Tell when runs are due, and have machines ask for them.",
    "daemon": "Run what is due, where there are no timers.",
    "releases": "List the releases.",
    "rollback": "Go back to an earlier release.",
}


class Call(NamedTuple):
    """The words of a command line, and when it began, in nanoseconds."""

    words: tuple[str, ...]
    began: int


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


def called(call: Call) -> object:
    """Run a command line, and give what its command gives. Raises what it raises."""
    with commands.make_context("publish", list(call.words), obj=call) as context:
        return commands.invoke(context)
