"""The interface for machines, version 1: everything that pages show, and the verbs that pages have.

Reading needs nothing. Writing takes a token with a scope (`Authorization: Bearer …`), and goes through the same actions
as pages and commands, so that the same rules hold and the same ledger row is left.
"""

from hongqiao.publish.api.interface import api

__all__ = ["api"]
