"""Settings, read from the environment; docs/howto/production.md has the checklist.

Without any variable this is a safe set-up on one machine: SQLite and files below ``KAOJI_HOME``, a key made at the first
start, answers to 127.0.0.1 alone.
"""

from __future__ import annotations

import os
import shlex
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("KAOJI_HOME", "kaoji-data")).absolute()
"""Everything this installation keeps: database, evidence, runs, key."""


def _switch(name: str, default: str = "") -> bool:
    return os.environ.get(name, default).lower() in ("1", "yes", "true", "on")


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _key() -> str:
    """Give the secret key: from the environment, else from a file that only its owner can read, made once."""
    if key := os.environ.get("KAOJI_SECRET_KEY"):
        return key
    path = HOME / "secret-key"
    HOME.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(get_random_secret_key() + get_random_secret_key())
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8")


DEBUG = False
SECRET_KEY = _key()
SECRET_KEY_FALLBACKS = _list("KAOJI_OLD_SECRET_KEYS")
"""Keys from before a change of the key: what they signed and encrypted stays readable until it is renewed."""
IS_PRODUCTION = _switch("KAOJI_PRODUCTION")
ALLOWED_HOSTS = _list("KAOJI_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = _list("KAOJI_ORIGINS")
ROOT_URLCONF = "kaoji.web.urls"
WSGI_APPLICATION = "kaoji.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "kaoji.web.audit",
    "kaoji.web.files",
    "kaoji.web.jobs",
    "kaoji.web.accounts",
    "kaoji.web.organisations",
    "kaoji.web.assessments",
    "kaoji.web.facts",
    "kaoji.web.results",
    "kaoji.web.publication",
    "kaoji.web.api",
    "kaoji.web.upkeep",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kaoji.web.middleware.Protection",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kaoji.web.accounts.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kaoji.web.middleware.DenyByDefault",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "kaoji.web.organisations.templatetags.desk",
                "kaoji.web.results.templatetags.trees",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kaoji.web.context.desk",
            ],
        },
    }
]

# ------------------------------------------------------------------ data

DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'kaoji.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue up instead of failing halfway: each transaction takes the lock at its start; WAL lets readers go on.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
FILES_ROOT = HOME / "files"
RUNS_ROOT = HOME / "runs"
SECOND_HOME = os.environ.get("KAOJI_SECOND_HOME", "")
"""Where a second machine keeps a copy of the files, mounted here; see docs/howto/backup.md."""
AUDIT_KEPT = timedelta(days=int(os.environ.get("KAOJI_AUDIT_DAYS", "1096")))
LARGEST_UPLOAD = 50 * 2**20
MOST_PIXELS = 100_000_000
VIRUS_SCANNER = shlex.split(os.environ.get("KAOJI_VIRUS_SCANNER", ""))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

# ------------------------------------------------------------------ people

AUTH_USER_MODEL = "accounts.User"
# Hashes of the second kind are those of first passwords, and of installations from before; a log-in replaces them.
PASSWORD_HASHERS = ["kaoji.web.accounts.hashing.Argon2id", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "accounts:log-in"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "kaoji.web.accounts.sessions"
SESSION_IDLE = timedelta(minutes=int(os.environ.get("KAOJI_SESSION_IDLE_MINUTES", "15")))
SESSION_LONGEST = timedelta(hours=int(os.environ.get("KAOJI_SESSION_LONGEST_HOURS", "12")))
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
FAILURES_ALLOWED = int(os.environ.get("KAOJI_FAILURES_ALLOWED", "5"))
LOCKED_FOR = timedelta(minutes=int(os.environ.get("KAOJI_LOCKED_MINUTES", "15")))
EXPORTS_A_MINUTE = int(os.environ.get("KAOJI_EXPORTS_A_MINUTE", "30"))
SEARCHES_A_MINUTE = int(os.environ.get("KAOJI_SEARCHES_A_MINUTE", "120"))
PUBLIC_REQUESTS_A_MINUTE = int(os.environ.get("KAOJI_PUBLIC_REQUESTS_A_MINUTE", "300"))
UNUSED_LOCKS = timedelta(days=int(os.environ.get("KAOJI_UNUSED_DAYS", "90")))
SECOND_FACTOR_REQUIRED = _switch("KAOJI_SECOND_FACTOR", "yes" if IS_PRODUCTION else "no")
PASSWORD_POLICY = os.environ.get("KAOJI_PASSWORD_POLICY", "dengbao")
PASSWORD_EXPIRES = timedelta(days=int(os.environ.get("KAOJI_PASSWORD_DAYS", "90")))

# ------------------------------------------------------------------ other systems

API_REQUESTS_A_MINUTE = int(os.environ.get("KAOJI_API_REQUESTS_A_MINUTE", "300"))
API_LONGEST_DAYS = int(os.environ.get("KAOJI_API_LONGEST_DAYS", "366"))

# ------------------------------------------------------------------ language

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "kaoji_language"
TIME_ZONE = os.environ.get("KAOJI_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

# ------------------------------------------------------------------ protection

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "kaoji_session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "kaoji_csrf"
CSRF_FAILURE_VIEW = "kaoji.web.views.forged"
TRUSTED_PROXIES = _list("KAOJI_TRUSTED_PROXIES")
ADMINISTRATION_FROM = _list("KAOJI_ADMINISTRATION_FROM", "0.0.0.0/0,::/0")
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-kaoji_session"
    CSRF_COOKIE_NAME = "__Host-kaoji_csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "kaoji.web.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KAOJI_LOG_LEVEL", "WARNING")},
}

# ------------------------------------------------------------------ what would open a door is refused


def _refuse(name: str, reason: str) -> None:
    raise ImproperlyConfigured(f"{name}: {reason}")


if PASSWORD_POLICY not in ("dengbao", "asvs"):
    _refuse("KAOJI_PASSWORD_POLICY", "write dengbao or asvs.")
if timedelta(days=183) > AUDIT_KEPT:
    _refuse("KAOJI_AUDIT_DAYS", "the law asks that the journal is kept for half a year; write 183 or more.")
if IS_PRODUCTION and ("KAOJI_HOSTS" not in os.environ or "*" in ALLOWED_HOSTS):
    _refuse("KAOJI_HOSTS", "write the names by which the site is reached, such as kaohe.example.gov.cn.")
if IS_PRODUCTION and len(SECRET_KEY) < 50:  # noqa: PLR2004
    _refuse("KAOJI_SECRET_KEY", "write at least 50 random characters, or leave it out: one is made at the first start.")
