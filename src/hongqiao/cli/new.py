"""``hongqiao new NAME``: a folder to start a pack of one's own from; it can be opened as it is."""

import argparse
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", help="a short lasting name such as rhine-cities; the folder is made here")


def run(args: argparse.Namespace) -> int:
    """Write the folder."""
    from hongqiao.record.pack.skeleton import write

    folder = write(Path(args.name))
    print(
        f"{folder} is ready. Put documents into {folder}/documents, say in README.md's order what they are about, then:"
    )
    print(f"  hongqiao up {args.name}")
    return 0
