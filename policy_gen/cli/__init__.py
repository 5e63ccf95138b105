"""The commands: one file each, loaded only when it is asked for."""

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module

import click

COMMANDS = {
    "new": "Start a questionnaire.",
    "build": "Make the pages.",
    "check": "Say what is wrong or open.",
    "diff": "Say what a change means for customers.",
    "at": "Print the page that held on a day.",
    "explain": "Say where each value comes from.",
    "cover": "Say what your promises cost.",
    "decide": "Say what an order is owed.",
    "playbook": "Make the paper for your own staff.",
    "suppliers": "Show what is known of suppliers.",
    "laws": "Show what is known of the law.",
    "ask": "Write the message to your supplier.",
    "answer": "Take your supplier's replies.",
    "schema": "Print the JSON Schema, for your editor.",
}
"""Each command with its line in the help, which is printed without loading any of them."""


class _Commands(click.Group):
    """A group whose commands are modules of this package, so that `--help` need not load what they need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"policy_gen.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="policy-gen", message="%(version)s")
def cli() -> None:
    """Make a refund and return page that matches what your supplier gives.

    \b
      policy-gen build shop.yaml --output output
    """


def main() -> None:
    """The `policy-gen` command: whatever happens, a message and an exit code, never a traceback."""
    # As often as usual, Python's search for garbage would take a tenth of the time, and keep no memory free for it.
    gc.set_threshold(20_000)
    # No plugin of another package has a say in what answers mean, and looking for one takes as long as reading them.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    try:
        cli(prog_name="policy-gen")
    except OSError as error:
        # Only the terminal or the pipe is left here: everything else that is read or written has its own findings.
        _leave(f"policy-gen: the output could not be written: {error.strerror}")
    except Exception as error:  # noqa: BLE001 - the last door: a fault of ours must not end in a traceback
        import traceback
        from pathlib import Path

        frame = traceback.extract_tb(error.__traceback__)[-1]
        _leave(
            f"policy-gen: a fault of its own, in {Path(frame.filename).name}:{frame.lineno} "
            f"({type(error).__name__}). Nothing was written. Please report it with the file that caused it."
        )


def _leave(message: str) -> None:
    with suppress(OSError):
        click.echo(message, err=True)
    # What is still in the buffers can't be written either, and the interpreter would complain about it on its way out.
    if sys.stdout is not None:  # as it is where the program was started with a closed output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
