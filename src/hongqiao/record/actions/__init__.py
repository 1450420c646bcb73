"""The verbs: may you, change, ledger. Pages, API, command line and jobs only call these.

Each takes the actor first, is one transaction (a batch of documents: one each) and leaves one row in the ledger.
"""

from hongqiao.record.actions.documents import Batch, Taken, add_documents, add_reading, read_source
from hongqiao.record.actions.fetching import fetch_document
from hongqiao.record.actions.importing import ask_for_import, cancel_job, run_job
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

__all__ = [
    "Batch", "Loaded", "Taken", "accept_claim", "accept_claims", "add_documents", "add_reading", "ask_for_import", "cancel_job", "correct_claim",
    "create_programme", "erase_contact", "fetch_document", "leave_open", "load_pack", "merge_facts", "read_source", "reject_claim", "reject_claims", "run_job",
    "split_fact", "undo",
]  # fmt: skip
