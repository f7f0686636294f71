"""An officer's desk with an edition, and summaries to bring in."""

from io import BytesIO

from sqlalchemy import func, select

from creator.models.edition import Edition
from creator.models.organisation import Organisation
from creator.models.person import Appointment, Person
from creator.models.proposal import Proposal
from creator.services import imports
from creator.storage import Storage
from tests.services.ground import with_people

FAULTY = [10, 13, 19, 21]
HEADER = ["项目名称", "申报单位", "登记情况", "信用代码", "托管机构", "档次", "申请金额", "联系人",
          "联系电话"]  # fmt: skip
BOOKS = ["童心书屋", "示例服务站", "登记", "52610103117317183K", "", "A类", 26_500, "联系人01",
         "13900001001"]  # fmt: skip


class Desk:
    """An officer's desk: an edition of the Beilin programme, and files to import into it."""

    def __init__(self, database, folder, **adjust) -> None:
        self.ground = with_people(database)
        self.edition_id = self.ground.edition(**adjust)
        self.storage = Storage(folder)

    def act(self, what, role="officer"):
        def unit(work):
            work.storage = self.storage
            return what(work)

        return self.ground.act(role, unit)

    def upload(self, data, name="汇总表.xlsx", **more) -> int:
        def unit(work):
            edition = work.session.get_one(Edition, self.edition_id)
            return imports.upload(work, edition, name, BytesIO(data), **more).id

        return self.act(unit)

    def on(self, batch_id, what, *args, **more):
        """Do `what(work, batch, …)`."""
        return self.act(lambda work: what(work, imports.find(work, batch_id), *args, **more))

    def count(self, kind) -> int:
        return self.act(lambda work: work.session.scalar(select(func.count()).select_from(kind)))

    def stored(self) -> list[int]:
        """Rows in the database of everything an import makes."""
        return [self.count(kind) for kind in (Organisation, Proposal, Person, Appointment)]
