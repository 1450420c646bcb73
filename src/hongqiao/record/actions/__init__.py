"""The verbs: may you, change, ledger. Pages, API, command line and jobs only call these.

Each takes the actor first, is one transaction (a batch of documents: one each) and leaves one row in the ledger.
"""

from hongqiao.record.actions.documents import Batch, Taken, add_documents, add_reading, read_source
from hongqiao.record.actions.matching import (
    edit_listing,
    judge_match,
    publish_listing,
    review_listing,
    submit_listing,
    withdraw_listing,
)
from hongqiao.record.actions.matching_events import (
    change_meeting,
    erase_participant,
    record_outcome,
    register,
    request_meeting,
    schedule_meetings,
    set_up_meetings,
    withdraw_seat,
)
from hongqiao.record.actions.matching_rules import record_firm_facts, set_rules
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
    "Batch", "Loaded", "Taken", "accept_claim", "accept_claims", "add_documents", "add_reading", "change_meeting",
    "correct_claim", "create_programme", "edit_listing", "erase_contact", "erase_participant", "judge_match", "leave_open",
    "load_pack", "merge_facts", "publish_listing", "read_source", "record_firm_facts", "record_outcome", "register",
    "reject_claim", "reject_claims", "request_meeting", "review_listing", "schedule_meetings", "set_rules", "set_up_meetings",
    "split_fact", "submit_listing", "undo", "withdraw_listing", "withdraw_seat",
]  # fmt: skip
