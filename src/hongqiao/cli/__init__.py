"""The command line: ``hongqiao COMMAND``; each command is one module, imported only when called.

A command module has ``configure(parser)`` and ``run(args) -> int``.
"""

import argparse
import importlib
import sys
from importlib.util import find_spec

from hongqiao.errors import HongqiaoError

COMMANDS = {
    "up": "open a programme as a web page: a pack, or a folder of documents",
    "new": "start a pack of your own",
    "read": "list every quantity in documents, with its quote",
    "reconcile": "find the same claim across documents and languages, and the conflicts",
    "reach": "travel times from timetables",
    "measure": "indices, composites and integration from a specification",
    "match": "match offers and needs across languages",
    "eligible": "who may claim which measure, and why not",
    "schedule": "schedule the meetings of an event",
    "foresee": "counterfactuals, link values and target forecasts",
    "import": "bring tables into a programme: CSV, XLSX, JSON",
    "fetch": "fetch one document by its address into a programme",
    "brief": "the mayor's brief as PDF",
    "export": "export a programme, with all its sources",
    "backup": "copy the record into one file",
    "restore": "bring a backup back",
    "member": "accounts and their roles",
    "token": "keys to the interface for machines",
    "ledger": "verify the chain of changes",
}
_ARGUMENT_OF_THE_COMMAND = 2
_OTHERWISE = {"import": "importing"}  # a word of Python's own is no name of a module


def _module(command: str) -> str:
    return f"hongqiao.cli.{_OTHERWISE.get(command, command)}"


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 the input was refused, 2 the call was wrong)."""
    arguments = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(
        prog="hongqiao",
        description="Turns what cities announce about growing together into a live, sourced programme.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    wanted = next((word for word in arguments if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        if find_spec(_module(name)) is None:
            continue  # planned, and not offered before it works
        command = subparsers.add_parser(name, help=summary, description=summary)
        if name == wanted:
            importlib.import_module(_module(name)).configure(command)
    args = parser.parse_args(arguments)
    if args.version:
        from importlib.metadata import version

        print(f"hongqiao {version('hongqiao')}")
        return 0
    if args.command is None:
        parser.print_help()
        return _ARGUMENT_OF_THE_COMMAND
    module = importlib.import_module(_module(args.command))
    try:
        return int(module.run(args))
    except HongqiaoError as error:
        print(f"hongqiao {args.command}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("stopped by the keyboard; what was finished is kept", file=sys.stderr)
        return 130
