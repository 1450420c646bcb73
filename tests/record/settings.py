"""Just enough Django for the record alone; the platform's own settings are hongqiao.publish.settings."""

import os

from hongqiao.record.database import databases

SECRET_KEY = "tests"
DATABASES = databases(os.environ.get("DATABASE_URL", "sqlite:///record-tests.sqlite3"))
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_tasks_db",
    "hongqiao.record",
]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
