"""Where each entry of the ledger stands: entries lie in blocks of a fixed length, so that an address lasts."""

from django.urls import reverse

BLOCK = 100


def block_of(position: int) -> int:
    """The block in which an entry stands, counted from 1.

    >>> block_of(1), block_of(100), block_of(101)
    (1, 1, 2)
    """
    return (max(position, 1) - 1) // BLOCK + 1


def entry_address(position: int) -> str:
    """The lasting address of an entry: the page of its block, and its row there."""
    return f"{reverse('ledger-entries', args=[block_of(position)])}#e{position}"
