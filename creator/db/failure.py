"""When the database cannot do its part: what people are told, and what may be tried again."""

from sqlalchemy.exc import DBAPIError, OperationalError

from creator.i18n import Text, _

# PostgreSQL: serialization failure, deadlock, lock not available. All three roll everything back.
_PASSING = frozenset({"40001", "40P01", "55P03"})
_SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_READONLY, _SQLITE_IOERR, _SQLITE_FULL = 5, 6, 8, 10, 13


class Unavailable(Exception):
    """The database is busy, full or away. Nothing is saved unless `text` says it is not known.

    `retry_after` is a number of seconds after which another try makes sense.
    """

    def __init__(self, text: Text, retry_after: int = 5) -> None:
        super().__init__(str(text))
        self.text = text
        self.retry_after = retry_after


def busy() -> Unavailable:
    return Unavailable(_("系统正忙，没有保存任何内容。请稍等几秒再试一次。"))


def full() -> Unavailable:
    return Unavailable(_("服务器的存储空间已满，没有保存任何内容。请联系管理员。"), 60)


def away() -> Unavailable:
    return Unavailable(_("数据库暂时连接不上，没有保存任何内容。请稍后再试。"), 10)


def uncertain() -> Unavailable:
    return Unavailable(
        _("连接在保存时中断，不能确定是否已经保存。请先刷新页面查看，再决定是否重做。")
    )


def sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's five-character code, or the empty string."""
    return getattr(error.orig, "sqlstate", None) or ""


def _sqlite_code(error: DBAPIError) -> int:
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF


def may_pass(error: DBAPIError) -> bool:
    """Whether the same unit of work, done again from its start, can be expected to succeed."""
    return sqlstate(error) in _PASSING or error.connection_invalidated


def wrote_while_reading(error: DBAPIError) -> bool:
    return sqlstate(error) == "25006" or _sqlite_code(error) == _SQLITE_READONLY


def explained(error: DBAPIError) -> Unavailable | None:
    """The sentence for a failure of the database itself; `None` when the statement was at fault."""
    state, code = sqlstate(error), _sqlite_code(error)
    if state in _PASSING or code in (_SQLITE_BUSY, _SQLITE_LOCKED):
        return busy()
    if state == "53100" or code in (_SQLITE_FULL, _SQLITE_IOERR):
        return full()
    if error.connection_invalidated or state.startswith(("08", "53", "57P")):
        return away()
    # PostgreSQL refusing or not answering a connection gives no code at all.
    nameless = isinstance(error, OperationalError) and not state and not code
    return away() if nameless else None
