"""Django's settings: one command at first, a server when outgrown; all switches are environment variables.

| variable | meaning | default |
|---|---|---|
| `HONGQIAO_HOME` | folder of the database and the secret | the platform's data folder |
| `DATABASE_URL` | the database, as a URL | SQLite in the home folder |
| `HONGQIAO_HOSTS` | names under which the site may be asked, comma-separated | localhost only |
| `HONGQIAO_HTTPS` | `1` where a proxy in front speaks HTTPS | off |
| `HONGQIAO_OPEN` | `1` where everybody who reaches the site may judge claims (one person's machine) | off |
| `HONGQIAO_CACHE_MEGABYTES` | memory for kept pages, per process | 128 |
| `HONGQIAO_ENCODER`, `HONGQIAO_ENCODER_TOKEN` | the encoder of the exchange: a sentence-transformers model or an endpoint | the one that comes along |
| `HONGQIAO_SECRET_KEY` | the key that signs cookies and encrypts second factors | made once, kept in the home folder |
| `HONGQIAO_SIGNUP` | `1` where anybody may make an account (without a role, until an administrator gives one) | off |
| `HONGQIAO_SECOND_FACTOR` | roles that act only with a second factor, comma-separated | publisher and administrator with HTTPS, else none |
| `HONGQIAO_API_READS`, `HONGQIAO_API_WRITES` | requests per minute and caller, counted by each server process | 600, 120 |
"""

import os
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from hongqiao.publish import home
from hongqiao.record.database import databases

ROOM = Path(__file__).resolve().parent

DEBUG = False
SECRET_KEY = home.secret_key()
_HOSTS = [name.strip() for name in os.environ.get("HONGQIAO_HOSTS", "").split(",") if name.strip()]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *_HOSTS]
HTTPS = os.environ.get("HONGQIAO_HTTPS") == "1"
HONGQIAO_OPEN = os.environ.get("HONGQIAO_OPEN") == "1"
SIGNUP_OPEN = os.environ.get("HONGQIAO_SIGNUP") == "1"
SECOND_FACTOR_ROLES = [
    name.strip()
    for name in os.environ.get("HONGQIAO_SECOND_FACTOR", "publisher,administrator" if HTTPS else "").split(",")
    if name.strip()
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # dates in allauth's pages
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "hongqiao.record",
    "hongqiao.publish",
]

MIDDLEWARE = [
    "hongqiao.publish.refusing.NoteRefusals",  # outermost, so that nothing is refused without being written down
    "hongqiao.publish.caching.PageCache",  # before all else: a kept page costs one question to the database
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "hongqiao.publish.compressing.StaticCompression",  # above WhiteNoise, so that style and scripts are small too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hongqiao.publish.api.gate.Gate",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hongqiao.publish.one_look.OneLook",
    "hongqiao.publish.recorded_by.middleware",
]

ROOT_URLCONF = "hongqiao.publish.urls"
WSGI_APPLICATION = "hongqiao.publish.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOM / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hongqiao.publish.context.site",
            ],
            "libraries": {
                "figures": "hongqiao.publish.figures",
                "page": "hongqiao.publish.page_tags",
                "measured": "hongqiao.publish.measured_tags",
            },
            # a page cannot be written without them: every number is a figure, every word has three languages
            "builtins": ["django.templatetags.i18n", "hongqiao.publish.figures", "hongqiao.publish.page_tags"],
        },
    }
]

DATABASES = databases(home.database_url())
DATABASE_ROUTERS = ["hongqiao.record.recorded.PastRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Languages. The address begins with de, en or zh; see language.py.
LANGUAGE_CODE = "en"
LANGUAGES = [("de", _("German")), ("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [ROOM / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Pages that all readers share are kept in each process, up to so many bytes
HONGQIAO_CACHE_BYTES = int(os.environ.get("HONGQIAO_CACHE_MEGABYTES", "128")) * 1024 * 1024

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOM / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is ever kept as an upload
    "staticfiles": {"BACKEND": "hongqiao.publish.static_files.VersionedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000  # addresses carry a version, so that a new file has a new address
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",  # the scripts of security keys come with allauth
]

# Limits of what may be sent. A document larger than this is read by the command line, not by the page.
UPLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_FILES = 40
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_FILES
FILE_UPLOAD_HANDLERS = [
    "hongqiao.publish.uploads.RefuseLargeUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Safety
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # Pico draws its form marks as data images
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hongqiao.publish.pages.refused.csrf"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"  # no other host can set them
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in _HOSTS]

# Accounts: local ones, with a second factor; mail is neither asked for nor sent
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "account"
ACCOUNT_ADAPTER = "hongqiao.publish.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "hongqiao.publish.accounts.SecondFactor"
MFA_FORMS = {"authenticate": "hongqiao.publish.second_factor.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Hongqiao"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow security keys on localhost

# How often somebody may ask or try
API_READS_PER_MINUTE = int(os.environ.get("HONGQIAO_API_READS", "600"))
API_WRITES_PER_MINUTE = int(os.environ.get("HONGQIAO_API_WRITES", "120"))
API_BODY_LIMIT = 2 * 1024 * 1024
LOGIN_TRIES = 5  # wrong passwords for one account from one address within a quarter of an hour
LOGIN_TRIES_FROM_ADDRESS = 30  # for any accounts
LOGIN_TRIES_FOR_ACCOUNT = 100  # from any addresses

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # a reader who mistypes an address is no event of ours
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
