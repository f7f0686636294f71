"""Tables that only grow: the database itself refuses to change or delete their rows.

On SQLite this needs `PRAGMA recursive_triggers=ON` (set in `creator.db`): without it
`REPLACE INTO` deletes a row and no trigger notices.
"""

from sqlalchemy import DDL, ExecutableDDLElement, Table, event

from creator.db import Base
from creator.models import access, audit, definition, draw, edition, proposal, review

_TABLES = (
    audit.AuditRow,
    audit.Checkpoint,
    access.AccessRow,
    definition.WorkflowDefinition,
    edition.ProgrammeVersion,
    proposal.ProposalVersion,
    review.AssignmentRun,
    review.RoundResult,
    draw.DrawList,
    draw.DrawResult,
)
APPEND_ONLY = tuple(model.__tablename__ for model in _TABLES)


def statements(table: str, dialect: str) -> list[str]:
    """The DDL that makes a table append-only; used by `create_all` and by the migrations."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
    ]


def _guard(table: Table) -> None:
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect):
            ddl: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


for _name in APPEND_ONLY:
    _guard(Base.metadata.tables[_name])
