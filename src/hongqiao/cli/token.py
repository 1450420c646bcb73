"""``hongqiao token``: keys to the interface for machines."""

import argparse

from hongqiao.cli.opening import database_argument, open_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_subparsers(dest="what", metavar="add | list | revoke", required=True)
    add = what.add_parser("add", help="make a token; it is printed once")
    add.add_argument("member", metavar="MEMBER", help="the account that it acts for")
    add.add_argument("--name", required=True, help="what it is for")
    add.add_argument(
        "--scope", action="append", default=[],
        help="documents, claims, projects, programme, exchange, messages, figures or administration; may be given again; "
        "none reads",
    )  # fmt: skip
    add.add_argument("--days", type=int, default=90, help="how long it lives (default: 90, at most 366)")
    listing = what.add_parser("list", help="the tokens of an account, without their secrets")
    listing.add_argument("member", metavar="MEMBER")
    revoke = what.add_parser("revoke", help="end a token at once")
    revoke.add_argument("id", metavar="ID")
    for part in (add, listing, revoke):
        database_argument(part)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at this machine."""
    open_record(args)
    from hongqiao.errors import UnknownRow
    from hongqiao.record import actions, membership
    from hongqiao.record.roles import LOCAL

    match args.what:
        case "add":
            key, text = actions.issue_token(LOCAL, args.member, args.name, args.scope, days=args.days)
            print(f"Token {key}, shown only now:\n{text}")
        case "revoke":
            actions.revoke_token(LOCAL, args.id)
            print(f"The token {args.id} is revoked.")
        case _:
            member = membership.member_named(args.member)
            if member is None:
                raise UnknownRow(f"nobody called {args.member!r} has a role here")
            for item in membership.tokens_of(member):
                state = "revoked" if item.revoked else "expired" if item.stale else f"until {item.expires.date()}"
                print(f"{item.id}  {item.name:24} {', '.join(item.scopes) or 'reads':32} {state}")
    return 0
