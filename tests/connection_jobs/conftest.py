"""The portal with its people, and the buckets and the queue that jobs need."""

from tests.exports.conftest import callers, people, portal, queue

__all__ = ["callers", "people", "portal", "queue"]
