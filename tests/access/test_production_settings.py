"""The settings of a site behind a TLS proxy: nothing for Django to warn of, cookies that no other site gets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PRINT = """
import json, django
django.setup()
from django.conf import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def production(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HONGQIAO_", "DATABASE_URL"))}
    more = {"HONGQIAO_HOME": str(home), "HONGQIAO_HTTPS": "1", "HONGQIAO_HOSTS": "programme.example"}
    return {**kept, **more, "DJANGO_SETTINGS_MODULE": "hongqiao.publish.settings"}


@pytest.fixture(scope="module")
def settings_of_production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    home = tmp_path_factory.mktemp("production")
    told = subprocess.run(
        [sys.executable, "-c", PRINT], env=production(home), capture_output=True, text=True, timeout=300, check=True
    )
    return json.loads(told.stdout)


def test_django_finds_nothing_to_warn_of(tmp_path):
    told = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=production(tmp_path), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (0, "System check identified no issues (0 silenced).\n"), told.stderr


def test_cookies_go_over_tls_to_this_host_alone_and_no_script_reads_the_session(settings_of_production):
    kept = {name: value for name, value in settings_of_production.items() if "_COOKIE_" in name}
    wanted = {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_AGE": 12 * 60 * 60,
    }
    assert {name: kept[name] for name in wanted} == wanted


def test_nothing_is_open_and_those_who_publish_need_a_second_factor(settings_of_production):
    wanted = {
        "DEBUG": False,
        "HONGQIAO_OPEN": False,
        "SIGNUP_OPEN": False,
        "SECOND_FACTOR_ROLES": ["publisher", "administrator"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", "programme.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://programme.example"],
    }
    assert {name: settings_of_production[name] for name in wanted} == wanted


def test_the_policy_allows_this_site_and_nothing_inline(settings_of_production):
    policy = settings_of_production["SECURE_CSP"]
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in json.dumps(policy)
    assert "http" not in json.dumps(policy)
