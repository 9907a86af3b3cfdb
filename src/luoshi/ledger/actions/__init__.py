"""What can happen in the ledger. Each action checks, records one event, and is one transaction.

An action is called with who acts first; `request` names the caller's request (sent twice it is done once), `now` is
the clock. What edits something takes `seen`: the entry up to which the caller had read.
"""

from luoshi.ledger.actions.cases import act_on_case, open_case, set_mechanism
from luoshi.ledger.actions.commitments import (
    accept_drafts,
    add_source,
    ask_change,
    assign,
    assign_each,
    confirm_nodes,
    decide_change,
    exclude_drafts,
    measure_by,
    propose_nodes,
    set_milestones,
    set_timing,
    split_commitment,
    undertake,
)
from luoshi.ledger.actions.documents import (
    ask_purge,
    compile_document,
    decide_purge,
    register_document,
    store_evidence,
)
from luoshi.ledger.actions.offices import (
    change_office,
    create_post,
    delegate_post,
    erase_person,
    hold_post,
    import_offices,
    open_office,
    register_person,
    succeed_offices,
)
from luoshi.ledger.actions.people import end_role, grant_role
from luoshi.ledger.actions.progress import (
    answer_request,
    appoint_custodian,
    define_indicator,
    draft_progress,
    enter_figures,
    file_progress,
    rule_filings,
    send_back_drafts,
    sign_drafts,
)
from luoshi.ledger.actions.progress import (
    check_period as check_period,
)
from luoshi.ledger.actions.progress import (
    say_progress as say_progress,
)
from luoshi.ledger.actions.recording import Act

__all__ = [
    "Act",
    "accept_drafts",
    "act_on_case",
    "add_source",
    "answer_request",
    "appoint_custodian",
    "ask_change",
    "ask_purge",
    "assign",
    "assign_each",
    "change_office",
    "compile_document",
    "confirm_nodes",
    "create_post",
    "decide_change",
    "decide_purge",
    "define_indicator",
    "delegate_post",
    "draft_progress",
    "end_role",
    "enter_figures",
    "erase_person",
    "exclude_drafts",
    "file_progress",
    "grant_role",
    "hold_post",
    "import_offices",
    "measure_by",
    "open_case",
    "open_office",
    "propose_nodes",
    "register_document",
    "register_person",
    "rule_filings",
    "send_back_drafts",
    "set_mechanism",
    "set_milestones",
    "set_timing",
    "sign_drafts",
    "split_commitment",
    "store_evidence",
    "succeed_offices",
    "undertake",
]
