"""A database with one empty shelf in it."""

import pytest

from creator.db import Database
from tests.db.shelf import Shelf


@pytest.fixture
def db(database: Database) -> Database:
    with database.writing() as session:
        Shelf.metadata.create_all(session.connection())
        session.add(Shelf())
    return database
