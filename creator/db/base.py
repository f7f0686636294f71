"""The declarative base of all tables."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, cast

from sqlalchemy import MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase, QueryableAttribute
from sqlalchemy.orm.properties import ColumnProperty

from creator.db.types import Exact, Instant, Json, Line, Number

# Named constraints can be dropped by a later migration on either database.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table shares: names of constraints, and a type for each annotation."""

    metadata = MetaData(naming_convention=_NAMES)
    kept_in_unit: ClassVar[bool] = False
    """Whether a unit of work keeps what it read: a session forgets rows that nobody holds, and
    would ask again each time for those that many rules look at."""
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: Number,
        str: Line(),
        datetime: Instant(),
        Decimal: Exact(),
        dict[str, Any]: Json(),
        list[Any]: Json(),
        list[str]: Json(),
    }

    @classmethod
    def bare(cls) -> Table:
        """The table, for statements that write rows without making objects of them."""
        return cast(Table, cls.__table__)


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _fit_when_set(_class: type[Base], _key: str, attribute: QueryableAttribute[Any]) -> None:
    """Bring a value into its stored form at once, not at the next flush.

    Otherwise a digest taken before the flush would differ from one taken after reading back.
    """
    prop = attribute.property
    if not isinstance(prop, ColumnProperty):
        return
    fit = getattr(prop.columns[0].type, "fit", None)
    if fit is None:
        return

    def fitted(_target: Base, value: Any, _old: Any, _initiator: Any) -> Any:
        # Expressions such as `seq + 1` are left to the database.
        return value if value is None or hasattr(value, "__clause_element__") else fit(value)

    event.listen(attribute, "set", fitted, retval=True)
