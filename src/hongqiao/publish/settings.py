"""Django's settings: one command at first, a server when outgrown; all switches are environment variables.

| variable | meaning | default |
|---|---|---|
| `HONGQIAO_HOME` | folder of the database and the secret | the platform's data folder |
| `DATABASE_URL` | the database, as a URL | SQLite in the home folder |
| `HONGQIAO_HOSTS` | names under which the site may be asked, comma-separated | localhost only |
| `HONGQIAO_HTTPS` | `1` where a proxy in front speaks HTTPS | off |
| `HONGQIAO_OPEN` | `1` where everybody who reaches the site may judge claims (one person's machine) | off |
| `HONGQIAO_SECRET_KEY` | the key that signs cookies | made once, kept in the home folder |
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

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "hongqiao.record",
    "hongqiao.publish",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # above WhiteNoise, so that style and scripts are small too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hongqiao.publish.recorded_by.middleware",
]

ROOT_URLCONF = "hongqiao.publish.urls"
WSGI_APPLICATION = "hongqiao.publish.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOM / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hongqiao.publish.context.site",
            ],
            "libraries": {"figures": "hongqiao.publish.figures", "page": "hongqiao.publish.page_tags"},
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
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hongqiao.publish.pages.refused.csrf"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in _HOSTS]

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
