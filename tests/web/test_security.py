"""What every answer carries, and which requests are not answered."""

import re

import pytest

from creator.app import BadSetting, create_app, secret_key
from creator.web.audience import audience, silent_views
from creator.web.security import CSP, local_path
from tests.web import gallery
from tests.web.conftest import Visitor


@pytest.fixture
def site(site):
    site.register_blueprint(gallery.bp)

    @site.get("/breaks")
    @audience("public")
    def breaks():
        raise RuntimeError("select secret from /srv/table")

    @site.get("/silent")
    def silent():
        return "nobody said who may read this"

    @site.get("/officers")
    @audience("officer", "approver")
    def officers():
        return "for officers"

    return site


ANSWERS = {
    "/enter": 200,
    "/devices": 302,
    "/nowhere": 404,
    "/breaks": 500,
    "/leave": 405,
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_carries_the_headers(visitor, path, status):
    answer = visitor.get(path)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_static_files_carry_them_too_and_may_be_kept(visitor):
    address = re.search(r'href="(/static/[^"]+creator.css)"', visitor.get("/enter").text)[1]
    answer = visitor.get(address)
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    older = visitor.get(address.replace("/static/", "/static/old"))
    assert older.headers["Cache-Control"] == "no-cache"


def test_pages_of_signed_in_people_are_not_stored(visitor, add_person):
    visitor.sign_in(add_person())
    assert visitor.get("/devices").headers["Cache-Control"] == "no-store"
    assert "Cookie" in visitor.get("/devices").headers["Vary"]


def test_an_error_page_tells_an_id_and_nothing_else(visitor):
    answer = visitor.get("/breaks")
    assert answer.headers["X-Request-Id"] in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_view_that_does_not_say_who_it_is_for_is_closed(site, add_person):
    officer = Visitor(site)
    officer.sign_in(add_person("13900000001", "officer"))
    assert officer.get("/silent").status_code == 404
    assert silent_views(site) == ["silent"]


def test_a_page_is_missing_for_people_without_the_role(site, add_person):
    officer, expert = Visitor(site), Visitor(site)
    officer.sign_in(add_person("13900000001", "officer"))
    expert.sign_in(add_person("13900000002", "expert"))
    assert officer.get("/officers").status_code == 200
    assert expert.get("/officers").status_code == 404
    assert Visitor(site).get("/officers").headers["Location"] == "/enter?next=/officers"


def test_a_post_without_the_token_is_refused(visitor):
    assert visitor.client.post("/gallery/form", data={}).status_code == 400
    assert visitor.client.post("/language", data={"language": "en"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_post_from_another_site_is_refused(visitor, headers):
    data = {"csrf_token": visitor.token(), "language": "en"}
    assert visitor.client.post("/language", data=data, headers=headers).status_code == 403


def test_a_post_from_our_own_page_passes(visitor):
    data = {"csrf_token": visitor.token(), "language": "en"}
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert visitor.client.post("/language", data=data, headers=headers).status_code == 303


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "text/html"])
def test_a_body_no_form_of_ours_sends_is_refused(visitor, kind):
    answer = visitor.client.post("/language", data='{"language": "en"}', content_type=kind)
    assert answer.status_code == 415


def test_other_host_names_are_refused(visitor):
    assert visitor.get("/enter", headers={"Host": "evil.example"}).status_code == 400


def test_a_forwarded_host_or_address_means_nothing_without_a_proxy(visitor, add_person):
    mobile = add_person()
    for last in range(7):
        headers = {"X-Forwarded-For": f"10.0.0.{last}", "X-Forwarded-Host": "evil.example"}
        data = {**visitor.hidden("/enter"), "mobile": mobile, "password": "not the password"}
        answer = visitor.client.post("/enter", data=data, headers=headers)
    assert answer.status_code == 429


def test_too_much_is_refused(visitor):
    token = visitor.token()
    large = {"csrf_token": token, "language": "x" * 1_100_000}
    many = {"csrf_token": token, **{f"n{n}": "1" for n in range(1000)}}
    assert visitor.client.post("/language", data=large).status_code == 413
    assert visitor.client.post("/language", data=many).status_code == 400


def test_bytes_that_are_no_text_are_refused(visitor):
    assert visitor.get("/enter?next=%ff").status_code == 400
    answer = visitor.client.post(
        "/language", data=b"language=%ff", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


def test_a_repeated_value_is_refused(visitor):
    hidden = visitor.hidden("/gallery/form")
    answer = visitor.client.post("/gallery/form", data={**hidden, "title": ["one", "two"]})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "wanted",
    [
        None, "", "evil", "https://evil.example", "//evil.example", "/\\evil.example",
        "\\\\evil.example", "https:evil.example", "javascript:alert(1)", " //evil.example",
        "/\t/evil.example", "/\n/evil.example", "///evil.example", "http:/evil", "/a\\b",
        "data:text/html,x", "/\x00",
    ],
)  # fmt: skip
def test_next_leads_nowhere_else(wanted):
    assert local_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/devices", "/devices?page=2&x=%E4%B8%AD"])
def test_next_leads_to_our_own_pages(wanted):
    assert local_path(wanted) == wanted


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(visitor):
    cookie = visitor.get("/enter").headers["Set-Cookie"]
    assert cookie.startswith("creator=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_the_cookie_belongs_to_this_host_alone(sqlite_database, clock, tmp_path):
    changed = {"DATA_DIR": str(tmp_path), "HTTPS": True}
    site = create_app(changed, database=sqlite_database, clock=clock)
    answer = site.test_client().get("/enter", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-creator=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_secret_is_made_once_and_closed_to_others(tmp_path):
    settings = {"DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": ""}
    made = secret_key(settings)
    assert secret_key(settings) == made
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_weak_secret_stops_the_start(tmp_path):
    weak = tmp_path / "weak"
    weak.write_text("a" * 64)
    with pytest.raises(BadSetting):
        secret_key({"DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": str(weak)})
