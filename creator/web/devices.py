"""What people call the browser that a user agent names."""

from creator.i18n import Text, _

# The first mark found decides: WeChat and Edge also call themselves Chrome, Chrome also Safari.
_PROGRAMS: dict[str, Text | str] = {
    "micromessenger": _("微信"),
    "dingtalk": _("钉钉"),
    "edg": "Edge",
    "firefox": "Firefox",
    "huaweibrowser": _("华为浏览器"),
    "miuibrowser": _("小米浏览器"),
    "chrome": "Chrome",
    "safari": "Safari",
}
_MACHINES: dict[str, Text | str] = {
    "iphone": "iPhone",
    "ipad": "iPad",
    "harmony": _("鸿蒙"),
    "android": _("安卓"),
    "windows": "Windows",
    "mac os": "Mac",
    "linux": "Linux",
}


def device_name(user_agent: str) -> str:
    """`微信 · 安卓`; the user agent itself when nothing in it is known."""
    said = user_agent.lower()
    found = [_first(_PROGRAMS, said), _first(_MACHINES, said)]
    return " · ".join(str(word) for word in found if word) or user_agent[:40] or str(_("没有说明"))


def _first(marks: dict[str, Text | str], said: str) -> Text | str | None:
    return next((words for mark, words in marks.items() if mark in said), None)
