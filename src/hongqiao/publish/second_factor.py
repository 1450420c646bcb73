"""The form that asks for the second factor: wrong codes are counted and written down."""

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from hongqiao.publish import refusing
from hongqiao.publish.accounts import require_tries_left


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code of the authenticator app, or a recovery code."""

    def clean_code(self) -> str:
        """The code, where it is right and was not guessed at too often."""
        name = self.user.get_username()
        require_tries_left(context.request, "second factor", name)
        try:
            return str(super().clean_code())
        except ValidationError:
            refusing.note(context.request, "second factor", 401, "a wrong code", name)
            raise
