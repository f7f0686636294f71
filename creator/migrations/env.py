"""Alembic's entry: runs over the connection that `creator.services.schema` hands in."""

from alembic import context

import creator.models  # noqa: F401 - registers every table
from creator.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
