"""``hongqiao member``: accounts and their roles on a site that several people share."""

import argparse
import json

from hongqiao.cli.opening import database_argument, open_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_subparsers(dest="what", metavar="add | list | role | password | remove", required=True)
    add = what.add_parser("add", help="make an account with a role; its password is printed once")
    role = what.add_parser("role", help="give an account another role")
    for part in (add, role):
        part.add_argument("name", metavar="NAME")
        part.add_argument("--role", required=True, help="contributor, editor, publisher or administrator")
        part.add_argument("--institution", metavar="ID", help="the institution that a contributor acts for")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    password = what.add_parser("password", help="a new password for an account; its second factor is taken off")
    password.add_argument("name", metavar="NAME")
    remove = what.add_parser("remove", help="close an account: its sessions and tokens end")
    remove.add_argument("name", metavar="NAME")
    remove.add_argument("--reason", default="", help="why, for the ledger")
    listing = what.add_parser("list", help="everybody with a role")
    listing.add_argument("--json", action="store_true", help="print one JSON array")
    for part in (add, role, password, remove, listing):
        database_argument(part)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at this machine."""
    open_record(args, migrate=args.what == "add")
    from hongqiao.record import actions, membership
    from hongqiao.record.roles import LOCAL

    match args.what:
        case "add":
            given = _from_stdin() if args.password_stdin else None
            made = actions.add_member(LOCAL, args.name, args.role, institution=args.institution, password=given)
            print(f"{args.name} is {args.role}{f' for {args.institution}' if args.institution else ''}.")
            if given is None:
                print(f"Password, shown only now: {made}")
        case "role":
            actions.give_role(LOCAL, args.name, args.role, institution=args.institution)
            print(f"{args.name} is {args.role}{f' for {args.institution}' if args.institution else ''}.")
        case "password":
            from hongqiao.publish.accounts import take_off_second_factor

            made = actions.reset_password(LOCAL, args.name)
            take_off_second_factor(args.name)
            print(f"Password of {args.name}, shown only now: {made}")
        case "remove":
            actions.remove_member(LOCAL, args.name, reason=args.reason)
            print(f"{args.name} has no role any more, and the account is closed.")
        case _:
            _list(membership.members(), as_json=args.json)
    return 0


def _from_stdin() -> str:
    import sys

    return sys.stdin.readline().rstrip("\n")


def _list(found: list, *, as_json: bool) -> None:  # type: ignore[type-arg]  # read from a module that is imported late
    if as_json:
        rows = [
            {"name": item.name, "role": str(item.role), "institution": item.institution, "tokens": item.tokens}
            for item in found
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return
    if not found:
        print("Nobody has a role yet: `hongqiao member add NAME --role administrator` makes the first account.")
    for item in found:
        print(f"{item.name:24} {item.role:14} {item.institution or '–':32} {item.tokens} tokens")
