"""What machines share: finished files and normalized posts, in a folder or bucket that all of them reach.

Nothing in it is needed: what is missing, damaged, foreign or of another version is made here.
"""

from publish.engine.store.remote.remote import Edition, Remote

__all__ = ["Edition", "Remote"]
