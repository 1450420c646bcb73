"""Accounts in a real browser: signing in, a security key, a token; no console error, nothing serious for axe."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter((violation) => ["serious", "critical"].includes(violation.impact))
  .map((violation) => `${violation.id}: ${violation.nodes[0].html.slice(0, 160)}`)"""
PASSWORD = "a bridge of 3 arches"  # noqa: S105 -- of nobody


@pytest.fixture
def window(browser, shared_site):
    address = shared_site.address.replace("127.0.0.1", "localhost")  # security keys want a name, not a number
    context = browser.new_context()
    page = context.new_page()
    page.wrong = []
    page.on("console", lambda line: page.wrong.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.home = address
    yield page
    context.close()


def sign_in(page, language="en", name="ann"):
    page.goto(f"{page.home}/{language}/account/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def checked(page):
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    found = page.evaluate(RULES)
    session.detach()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{wide} pixels wider than the window"] if wide > 0 else []) + page.wrong


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1280), ("de", "dark", 360), ("zh", "light", 360)]
)
def test_pages_of_accounts_are_sound(window, language, scheme, width):
    window.emulate_media(color_scheme=scheme)
    window.set_viewport_size({"width": width, "height": 900})
    wrong = {}
    window.goto(f"{window.home}/{language}/account/login/")
    wrong["login"] = checked(window)
    sign_in(window, language)
    for path in ("account/", "people/", "people/refusals/", "account/password/", "account/second-factor/",
                 "account/second-factor/totp/activate/", "account/second-factor/webauthn/add/", "account/logout/"):  # fmt: skip
        window.goto(f"{window.home}/{language}/{path}")
        if "reauthenticate" in window.url:
            wrong["reauthenticate"] = checked(window)
            window.fill("[name=password]", PASSWORD)
            window.click("main button[type=submit]")
        wrong[path] = checked(window)
    assert {path: found for path, found in wrong.items() if found} == {}


def test_a_security_key_is_the_second_factor_without_any_other_site(window):
    session = window.context.new_cdp_session(window)
    session.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
           "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    asked = []
    window.on("request", lambda request: asked.append(request.url))
    sign_in(window, name="kim")
    window.goto(f"{window.home}/en/account/second-factor/webauthn/add/")
    if "reauthenticate" in window.url:
        window.fill("[name=password]", PASSWORD)
        window.click("main button[type=submit]")
    window.fill("[name=name]", "test key")
    window.click("#mfa_webauthn_add")
    window.wait_for_url("**/recovery-codes/**")
    window.context.clear_cookies()
    sign_in(window, name="kim")
    assert window.url.endswith("/en/account/second-factor/authenticate/")
    window.click("#mfa_webauthn_authenticate")
    window.wait_for_url("**/en/account/")
    assert window.wrong == []
    assert [url for url in asked if not url.startswith((window.home, "data:"))] == []


def test_a_token_is_shown_once(window):
    sign_in(window)
    window.goto(f"{window.home}/en/account/")
    window.fill("[name=name]", "night job")
    window.check("input[value=documents]")
    window.click("text=Make a token")
    text = window.locator("code.secret").inner_text()
    assert text.startswith("hq_")
    window.goto(f"{window.home}/en/account/")
    page = window.content()
    assert ("night job" in page, text in page, text[-20:] in page) == (True, False, False)
    window.click("text=Revoke")
    assert "revoked" in window.content()
    assert window.wrong == []
