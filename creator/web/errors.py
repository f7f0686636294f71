"""Pages for what went wrong: what happened, what to do, and the request's id. Nothing else."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from creator.db import Unavailable, UnfitText
from creator.i18n import Text, _, clauses
from creator.services.refused import Declined, Invalid, NotFound, NotYours, Refused
from creator.services.sign_in import TooManyTries
from creator.web import chrome
from creator.web.audience import SAFE_METHODS
from creator.web.request import request_id

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """Title of an error page, and what to do."""

    title: Text
    advice: Text


UNKNOWN = Words(
    _("出了差错"), _("没有保存任何内容。请稍后再试；如果仍不行，请把下面的编号告诉工作人员。")
)

WORDS = {
    400: Words(_("这个请求看不懂"), _("没有保存任何内容。请返回上一页，刷新后再试一次。")),
    401: Words(
        _("登录已过期"),
        _("没有保存任何内容。请先返回上一页，复制已填写的文字，然后重新登录再提交。"),
    ),
    403: Words(_("不能这样做"), _("这一步不由您办理，或请求不是从本站页面发出的。")),
    404: Words(_("没有找到"), _("可能已被移走，或您无权查看。请核对网址，或从首页重新进入。")),
    405: Words(_("不能这样打开"), _("这个地址只能通过页面上的按钮使用。请返回上一页。")),
    409: Words(_("现在不能这样做"), _("请返回查看最新情况。")),
    410: Words(_("已经失效"), _("这个链接已经用过或过期。")),
    413: Words(_("文件或内容太大"), _("没有保存任何内容。请缩小文件（例如压缩照片）后再上传。")),
    415: Words(_("内容的格式不对"), _("没有保存任何内容。请通过页面上的表单提交。")),
    422: Words(_("填写有误"), _("没有保存任何内容。请返回上一页改正后再提交。")),
    429: Words(_("尝试次数太多"), _("请稍等一会儿再试。")),
    500: UNKNOWN,
    503: Words(_("系统正忙"), _("没有保存任何内容。请稍等几秒再试一次。")),
}

FORM_EXPIRED = Words(
    _("这一页停留太久或已重新登录"),
    _("没有保存任何内容。请返回上一页，复制已填写的文字，刷新页面后再提交。"),
)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, lambda _error: answer(400, FORM_EXPIRED))
    app.register_error_handler(SecurityError, _other_host)
    app.register_error_handler(Declined, _declined)
    app.register_error_handler(UnfitText, _unfit)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def answer(
    status: int,
    words: Words | None = None,
    *,
    reasons: tuple[object, ...] = (),
    retry_after: int | None = None,
) -> Response:
    """An error page, or the same as JSON for whoever asked for JSON."""
    known = words or WORDS.get(status, UNKNOWN)
    if _wants_json():
        said = str(clauses(reasons)) or str(known.title)
        response = jsonify(said=said, status=status, id=request_id())
    else:
        page = render_template(
            "layout/error.html",
            status=status,
            words=known,
            reasons=reasons,
            request_id=request_id(),
            chrome=chrome.current(),
        )
        response = make_response(page)
    response.status_code = status
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _wants_json() -> bool:
    if request.headers.get("X-Requested-With") == "autosave":
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    response = answer(status)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _other_host(_error: SecurityError) -> Response:
    # No page: without a host of ours there is no address to link to.
    return Response(f"{WORDS[400].title}\n", 400, mimetype="text/plain")


def _declined(error: Declined) -> Response:
    if isinstance(error, TooManyTries):
        wait = int(error.wait.total_seconds()) + 1
        return answer(429, reasons=(error.text,), retry_after=wait)
    if isinstance(error, NotFound):
        return answer(404)
    status = {Invalid: 422, NotYours: 403}.get(type(error), 409)
    reasons = tuple(error.refusals) if isinstance(error, Refused) else (error.text,)
    return answer(status, reasons=reasons or (error.text,))


def _unfit(unfit: UnfitText) -> Response:
    """Typed: say what is wrong with it. In an address: no row of ours is called so."""
    if request.method in SAFE_METHODS:
        return answer(404)
    return answer(422, reasons=(unfit.text,))


def _unavailable(error: Unavailable) -> Response:
    log.warning("unavailable request=%s", request_id(), exc_info=error)
    return answer(503, reasons=(error.text,), retry_after=error.retry_after)


def _unexpected(error: Exception) -> Response:
    log.error("failed request=%s", request_id(), exc_info=error)
    return answer(500)
