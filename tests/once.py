"""Made once for all tests of a process: each test has a site of its own, and they are all alike.

Compiling templates and addresses anew would take a third of the time of tests of pages.
"""

from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Compiled templates, by name; Jinja itself compares their text."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


class Address(Rule):
    """An address whose functions are written once; they know nothing of the site they are for."""

    _written: dict[tuple[str, str, bool], Any] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        key = self.rule, str(self.endpoint), append_unknown
        if key not in self._written:
            self._written[key] = super()._compile_builder(append_unknown)
        return self._written[key]
