"""The record: the only room that knows a database.

Documents, quotes, claims, judgements, figures and project events are append-only rows; every other row keeps each
of its former states. One chained ledger covers them all, and `hongqiao.record.actions` is the only way to change
anything.
"""
