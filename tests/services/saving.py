"""An instance worth saving, and an empty place beside it."""

from io import BytesIO

from sqlalchemy import text

from creator.db import Database
from creator.models.edition import Edition
from creator.services import backups, import_changes, imports, restores
from creator.storage import Storage
from tests.intake.sheets import BEILIN, sample
from tests.services.ground import with_people


class Instance:
    """An instance with fourteen drafts and one uploaded file, and an empty place beside it."""

    def __init__(self, database: Database, folder) -> None:
        self.database, self.folder = database, folder
        self.storage = Storage(folder / "files")
        self.ground = with_people(database)
        self.edition_id = self.ground.edition()
        self.ground.act("officer", self._import)
        with database.writing() as session:
            session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            session.execute(text("INSERT INTO alembic_version VALUES ('0001')"))

    def _import(self, work) -> None:
        work.storage = self.storage
        edition = work.session.get_one(Edition, self.edition_id)
        batch = imports.upload(work, edition, BEILIN, BytesIO(sample(BEILIN)))
        import_changes.exclude_faulty(work, batch)
        imports.confirm(work, batch)

    def backup(self, name="one.cbk", **more) -> backups.Made:
        now = self.ground.clock.now()
        return backups.make(self.database, self.storage, self.folder / name, now, **more)

    def restore(self, path, place="restored", url="") -> restores.Restored:
        return restores.restore(path, self.folder / place, self.ground.clock.now(), url=url)
