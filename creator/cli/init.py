"""`creator init`: a new instance, and the way in for its first officer."""

import click

from creator.app import secret_key
from creator.cli._instance import opened, say
from creator.i18n import _
from creator.services import instance, schema
from creator.services.sign_in import spaced


@click.command(help=str(_("建立一个新实例：数据目录、密钥、数据库、主办方和第一位经办人。")))
@click.option("--host", required=True, help=str(_("主办方名称。")))
@click.option("--region", default="", help=str(_("行政区划代码，例如 610103。")))
@click.option("--name", required=True, help=str(_("第一位经办人的姓名或称呼。")))
@click.option("--mobile", required=True, help=str(_("这位经办人的手机或座机号码，登录时使用。")))
def init(host: str, region: str, name: str, mobile: str) -> None:
    """Refuses where there are people already; safe to repeat after a failure."""
    with opened(any_schema=True) as place:
        secret_key(place.settings)
        version = schema.migrate(place.database)
        first = place.act(lambda work: instance.set_up(work, host, region, name, mobile))
        say(_("数据库已就绪（版本 {version}）。", version=version))
        say(_("主办方：{host}。经办人：{name}。", host=first.host.name, name=first.person.name))
        say(_("登录码（只显示这一次，7 天内用一次）：{code}", code=spaced(first.code)))
        address = f"{place.settings['PUBLIC_URL']}/c/{first.code}"
        say(_("启动网站后打开：{address}", address=address))
