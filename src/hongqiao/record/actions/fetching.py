"""One document by its address: fetched under guard, kept with its bytes, and read like any other."""

from hongqiao.record import models, refusals
from hongqiao.record.actions.documents import Batch, Reading, add_reading, read_source, require_programme
from hongqiao.record.fetching import Fetcher
from hongqiao.record.roles import Actor, require

VERB = "fetch a document"


def fetch_document(actor: Actor, programme: str, address: str, *, fetcher: Fetcher | None = None) -> Batch:
    """Fetch a document into a programme, as a batch of one.

    Its bytes are kept with their hash, the address where they finally lay, and when they were fetched. Raises NotAllowed,
    BadAddress, PrivateAddress, FetchFailed, and what reading raises; each refusal is noted.
    """
    reading = fetch_reading(actor, programme, address, fetcher=fetcher)
    batch = models.new_id()
    return Batch(batch, programme, (add_reading(actor, programme, reading, batch, verb=VERB),))


def fetch_reading(actor: Actor, programme: str, address: str, *, fetcher: Fetcher | None = None) -> Reading:
    """The first half, which takes long and writes nothing: fetched and read, for `add_reading` to take in."""
    with refusals.noted(actor, VERB, address):
        require(actor, VERB)
        require_programme(programme)
        fetched = (fetcher or Fetcher()).fetch(address)
        return read_source((fetched.name, fetched.body), address=fetched.address, retrieved=fetched.retrieved)
