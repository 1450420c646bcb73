"""The verbs: may you, change, ledger. Pages, API, command line and jobs only call these.

Each takes the actor first, is one transaction (a batch of documents: one each) and leaves one row in the ledger.
"""

from hongqiao.record.actions.documents import Batch, Taken, add_documents, add_reading, read_source
from hongqiao.record.actions.members import add_member, give_role, remove_member, reset_password
from hongqiao.record.actions.packs import Loaded, load_pack
from hongqiao.record.actions.people import erase_contact
from hongqiao.record.actions.programmes import create_programme
from hongqiao.record.actions.review import (
    accept_claim,
    accept_claims,
    correct_claim,
    leave_open,
    merge_facts,
    reject_claim,
    reject_claims,
    split_fact,
    undo,
)
from hongqiao.record.actions.tokens import issue_token, revoke_token

__all__ = [
    "Batch", "Loaded", "Taken", "accept_claim", "accept_claims", "add_documents", "add_member", "add_reading", "correct_claim",
    "create_programme", "erase_contact", "give_role", "issue_token", "leave_open", "load_pack", "merge_facts", "read_source", "reject_claim", "reject_claims", "remove_member", "reset_password",
    "revoke_token", "split_fact", "undo",
]  # fmt: skip
