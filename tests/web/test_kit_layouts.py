"""A skeleton that no page of the kit itself uses: sheets of paper."""

from flask import render_template_string


def test_a_sheet_carries_its_number(site):
    sheet = (
        '{% extends "layout/print.html" %}{% block title %}公告{% endblock %}'
        "{% block number %}〔2026〕3号{% endblock %}{% block main %}<h1>公告</h1>{% endblock %}"
    )
    with site.test_request_context():
        text = render_template_string(sheet)
    assert '<p class="sheet-number">〔2026〕3号</p>' in text
    assert "<title>公告 · 公益创投</title>" in text
