"""Django's settings where the ledger is served: those of the command line, with sign-in, sessions and a strict policy.

What an installation decides comes from the environment (`docs/how-to/serve.md` lists it); secrets lie in
`LUOSHI_HOME/secrets`, drawn at first use. There is no debugging mode.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from luoshi.ledger import home
from luoshi.ledger.settings import *  # noqa: F403
from luoshi.ledger.settings import INSTALLED_APPS as _LEDGER

_ON = {"1", "true", "yes", "on"}


def _listed(name: str, default: str = "") -> list[str]:
    return [one.strip() for one in os.environ.get(name, default).split(",") if one.strip()]


DEBUG = False
ROOT_URLCONF = "luoshi.web.urls"
WSGI_APPLICATION = "luoshi.web.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
INSTALLED_APPS = [
    *_LEDGER,
    "luoshi.web.accounts",
    "luoshi.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- where it is reached

#: Whether people reach it by https: at a proxy in front that says so in X-Forwarded-Proto.
_HTTPS = os.environ.get("LUOSHI_HTTPS", "").lower() in _ON
ALLOWED_HOSTS = _listed("LUOSHI_HOSTS", "localhost,127.0.0.1,[::1]")
#: How many proxies of one's own stand in front: throttling has to know whose address it sees.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LUOSHI_PROXIES", "0"))
if _HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    "luoshi_session",
    "luoshi_csrf",
    "luoshi_language",
)
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
#: A working day; closing the browser ends it earlier.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- who signs in, and how

LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "luoshi.web.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
#: Ten wrong passwords or codes a minute from one address, five in five minutes for one account.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
#: Counted in the database, so that all workers count together and a restart forgets nothing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_throttle",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MFA_ADAPTER = "luoshi.web.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "落实"

# --- signing in at the house's own identity provider (off unless LUOSHI_OIDC_ISSUER is set)

_ISSUER = os.environ.get("LUOSHI_OIDC_ISSUER", "")
#: Name under which accounts of that provider are kept.
LUOSHI_OIDC = "oidc" if _ISSUER else ""
SOCIALACCOUNT_ADAPTER = "luoshi.web.accounts.adapters.OutsideAdapter"
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": LUOSHI_OIDC,
                    "name": os.environ.get("LUOSHI_OIDC_NAME", "统一身份认证"),
                    "client_id": os.environ.get("LUOSHI_OIDC_CLIENT_ID", "luoshi"),
                    "secret": home.given_secret(home.folder(), "oidc-client-secret"),
                    "settings": {"server_url": _ISSUER},
                }
            ],
        }
    }
    if _ISSUER
    else {}
)

# --- what a page may do: nothing inline, nothing from elsewhere

_PROVIDER = [f"{urlsplit(_ISSUER).scheme}://{urlsplit(_ISSUER).netloc}"] if _ISSUER else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # data: is the picture of the second factor's key, which is drawn for one page and stored nowhere.
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        # A browser counts where a form is sent on to.
        "form-action": ["'self'", *_PROVIDER],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# --- files

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
#: An upload lies here until it is stored or refused; only the owner of the ledger's folder may look in.
FILE_UPLOAD_TEMP_DIR = str(home.folder() / "uploads")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["luoshi.web.receiving.BoundedUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
