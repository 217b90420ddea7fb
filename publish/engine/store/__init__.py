"""What is remembered between builds: blobs by their digest, rows of traces, and the outputs.

Everything in it can be made again: what is damaged, foreign, of another version or gone costs time only.
"""

from publish.engine.store.locks import lock
from publish.engine.store.output import Output
from publish.engine.store.placing import place
from publish.engine.store.store import Store
from publish.engine.unchanged.record import FOLDER

__all__ = ["FOLDER", "Output", "Store", "lock", "place"]
