"""``hongqiao fetch``: one document by its address, with its bytes and the day on which it was fetched."""

import argparse

from hongqiao.cli.opening import database_argument, open_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "address", metavar="URL", help="the document's address, https:// or http://, on the public internet"
    )
    parser.add_argument("--programme", required=True, metavar="P", help="the programme that it goes into")
    database_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Fetch, read, and say what it adds."""
    open_record(args)
    from hongqiao.record import models
    from hongqiao.record.actions import fetch_document
    from hongqiao.record.roles import LOCAL

    batch = fetch_document(LOCAL, args.programme, args.address)
    taken = batch.taken[0]
    row = models.Document.objects.get(pk=taken.document)
    print(f"{row.name}: {'new' if taken.new else 'known already'}, {taken.claims} quantities read")
    print(f"address    {row.address}")
    print(f"retrieved  {row.retrieved:%Y-%m-%d %H:%M} UTC")
    print(f"SHA-256    {row.bytes_hash}")
    if taken.unread:
        print(f"note       {taken.unread}")
    return 0
