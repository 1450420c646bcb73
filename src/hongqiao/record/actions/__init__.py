"""The verbs: may you, change, ledger. Pages, API, command line and jobs only call these.

Each takes the actor first, is one transaction (a batch of documents: one each) and leaves one row in the ledger.
"""

from hongqiao.record.actions.documents import Batch, Taken, add_documents, add_reading, read_source
from hongqiao.record.actions.events import create_event, edit_event
from hongqiao.record.actions.fetching import fetch_document, fetch_reading
from hongqiao.record.actions.importing import ask_for_import, cancel_job, run_job
from hongqiao.record.actions.institutions import (
    create_institution,
    edit_institution,
    merge_institutions,
    unmerge_institution,
)
from hongqiao.record.actions.matching import (
    edit_listing,
    judge_match,
    publish_listing,
    review_listing,
    submit_listing,
    withdraw_listing,
)
from hongqiao.record.actions.matching_events import SECONDS as SCHEDULE_SECONDS
from hongqiao.record.actions.matching_events import (
    change_meeting,
    erase_participant,
    prepare_schedule,
    record_outcome,
    register,
    request_meeting,
    schedule_meetings,
    seat_schedule,
    set_up_meetings,
    withdraw_seat,
)
from hongqiao.record.actions.matching_rules import ask_fact, record_firm_facts, set_rules
from hongqiao.record.actions.members import add_member, give_role, remove_member, reset_password
from hongqiao.record.actions.messages import message_of, messages_to, send_message, take_back_message
from hongqiao.record.actions.packs import Loaded, load_pack
from hongqiao.record.actions.people import erase_contact
from hongqiao.record.actions.plans import (
    create_clause,
    create_measure,
    create_plan,
    create_target,
    edit_clause,
    edit_measure,
    edit_plan,
    edit_target,
)
from hongqiao.record.actions.programmes import create_programme
from hongqiao.record.actions.projects import (
    add_partner,
    create_project,
    edit_project,
    record_money,
    record_stage,
    remove_partner,
    set_silence,
    withdraw_event,
)
from hongqiao.record.actions.publishing import publish_figure, retract_figure
from hongqiao.record.actions.quoting import Amount, Words
from hongqiao.record.actions.review import (
    accept_claim,
    accept_claims,
    correct_claim,
    decide_conflict,
    leave_open,
    merge_facts,
    reject_claim,
    reject_claims,
    split_fact,
    undo,
    undo_step,
)
from hongqiao.record.actions.tokens import issue_token, revoke_token

__all__ = [
    "SCHEDULE_SECONDS", "Amount", "Batch", "Loaded", "Taken", "Words", "accept_claim", "accept_claims", "add_documents", "add_member",
    "add_partner", "add_reading", "ask_fact", "ask_for_import", "cancel_job", "change_meeting", "correct_claim", "create_clause", "create_event",
    "create_institution", "create_measure", "create_plan", "create_programme", "create_project", "create_target",
    "decide_conflict", "edit_clause", "edit_event", "edit_institution", "edit_listing", "edit_measure", "edit_plan", "edit_project",
    "edit_target", "erase_contact", "erase_participant", "fetch_document", "fetch_reading", "give_role",
    "issue_token", "judge_match", "leave_open", "load_pack", "merge_facts", "merge_institutions", "message_of",
    "messages_to", "prepare_schedule", "publish_figure", "publish_listing", "read_source", "record_firm_facts", "record_money",
    "record_outcome", "record_stage", "register", "reject_claim", "reject_claims", "remove_member", "remove_partner",
    "request_meeting", "reset_password", "retract_figure", "review_listing", "revoke_token", "run_job",
    "schedule_meetings", "seat_schedule", "send_message", "set_rules", "set_silence", "set_up_meetings", "split_fact",
    "submit_listing", "take_back_message", "undo", "undo_step", "unmerge_institution", "withdraw_event",
    "withdraw_listing", "withdraw_seat",
]  # fmt: skip
