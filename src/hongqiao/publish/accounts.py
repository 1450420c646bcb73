"""Accounts: local names with passwords and second factors, kept by allauth; who may try how often is kept here."""

import base64
import datetime as dt
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone

from hongqiao.publish import refusing
from hongqiao.publish.pages import refused
from hongqiao.record import refusals

WINDOW = dt.timedelta(minutes=15)


def require_tries_left(request: HttpRequest, kind: str, account: str) -> None:
    """Answer 429 where an account was tried too often, from this address, or this address tried too many."""
    since, address = timezone.now() - WINDOW, refusing.client(request)
    if (
        refusals.counted(kind, since, client=address, about=account) >= settings.LOGIN_TRIES
        or refusals.counted(kind, since, client=address) >= settings.LOGIN_TRIES_FROM_ADDRESS
        or refusals.counted(kind, since, about=account) >= settings.LOGIN_TRIES_FOR_ACCOUNT
    ):
        raise ImmediateHttpResponse(refused.too_often(request, WINDOW))


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """How allauth behaves here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether anybody may make an account; without a role it may only read."""
        if not settings.SIGNUP_OPEN and request.method == "POST":
            refusing.note(request, "sign-up", 403, "no sign-up from outside")
        return bool(settings.SIGNUP_OPEN)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that refusals are counted by."""
        return refusing.client(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """To the start, in the reader's language."""
        return resolve_url("home")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is even looked at."""
        require_tries_left(request, "login", str(credentials.get("username", "")))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write the failure down; the name that was tried is kept as a keyed hash."""
        refusing.note(request, "login", 401, "a wrong name or password", str(credentials.get("username", "")))

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there after signing in: to this site alone."""
        safe = bool(super().is_safe_url(url))
        if not safe and url:
            from allauth.core import context

            refusing.note(context.request, "redirect", 302, f"not sent on to {url[:120]}")
        return safe


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors: their secrets lie encrypted in the database, under a key made from the site's secret."""

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret in the clear; one that another site's secret sealed counts as one that nobody knows."""
        from cryptography.fernet import InvalidToken

        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> Any:
    from cryptography.fernet import Fernet

    key = hashlib.sha256(b"hongqiao second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def has_second_factor(user: Any) -> bool:
    """Whether an account has a second factor."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def take_off_second_factor(name: str) -> None:
    """Remove an account's second factors, after its password was reset because everything was lost."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user__username=name).delete()
