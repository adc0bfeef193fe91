"""Django's settings, made from the environment. Rooms add to them in their own AppConfig, not here."""

from firstcontact.release.language import Catalogue
from firstcontact_site.config import environment, logs
from firstcontact_site.config.refusals import refuse_unsafe_start

ENVIRONMENT = environment.read()
refuse_unsafe_start(ENVIRONMENT)
_SITE = ENVIRONMENT.folder
_DEMO = ENVIRONMENT.is_demo

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if _DEMO else [ENVIRONMENT.domain, *ENVIRONMENT.hosts]
CSRF_TRUSTED_ORIGINS = [] if _DEMO else [ENVIRONMENT.url]
WSGI_APPLICATION = "firstcontact_site.config.wsgi.application"
ROOT_URLCONF = "firstcontact_site.config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "firstcontact_site.content",
    "firstcontact_site.results",
    "firstcontact_site.signup",
    "firstcontact_site.events",
    "firstcontact_site.library",
    "firstcontact_site.mail",
    "firstcontact_site.accounts",
    "anymail",
    "firstcontact_site.config",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
if ENVIRONMENT.database_url:
    INSTALLED_APPS.append("procrastinate.contrib.django")

MIDDLEWARE = [
    "firstcontact_site.config.middleware.RequestLog",
    "firstcontact_site.accounts.request.CurrentRequest",
    "firstcontact_site.config.pagecache.KeepPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "firstcontact_site.config.middleware.AddressLanguage",
    "firstcontact_site.config.middleware.NoNulls",
    "firstcontact_site.config.middleware.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "firstcontact_site.accounts.middleware.SessionLimits",
    "firstcontact_site.accounts.middleware.SecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "firstcontact_site.config.jinja.environment",
            "context_processors": ["firstcontact_site.config.frame.context", "firstcontact_site.accounts.door.context"],
            "extensions": [
                "wagtail.jinja2tags.core",
                "wagtail.images.jinja2tags.images",
                "wagtail.contrib.settings.jinja2tags.settings",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": environment.database(ENVIRONMENT.database_url, _SITE)}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # lists prefetch them: one query for all
}
CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SITE_LANGUAGES = ENVIRONMENT.workspace.config.release.languages
LANGUAGE_CODE = SITE_LANGUAGES[0]
LANGUAGES = [(code, Catalogue.load().language(code).settings["name"]) for code in SITE_LANGUAGES]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation begins as a draft
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = _SITE / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = _SITE / "media"
PRIVATE_MEDIA_ROOT = _SITE / "private"
EVENT_KEEP_DAYS = 90
APPLICATION_FILES_LIMIT = 5 * 1024**3  # of all applicants together
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logs.configuration("WARNING" if _DEMO else "INFO")
PROCRASTINATE_ON_APP_READY = "firstcontact_site.config.queue.register"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

WAGTAIL_SITE_NAME = ENVIRONMENT.workspace.config.region.name
WAGTAILADMIN_BASE_URL = ENVIRONMENT.base
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_DOCUMENT_MODEL = "content.SiteFile"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "firstcontact_site.content.sitefileforms.SiteFileForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "mp3", "mp4", "pdf", "vtt"]
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAILEMBEDS_FINDERS = []
WAGTAILIMAGES_IMAGE_FORM_BASE = "firstcontact_site.content.pictureforms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("es", "Español"), ("pt-br", "Português")]
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

if ENVIRONMENT.email_url:
    from firstcontact_site.config.mail import backend

    globals().update(backend(ENVIRONMENT.email_url, ENVIRONMENT.mail_webhook_secret))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = _SITE / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

MAIL_QUEUE = "firstcontact_site.mail.outbox.queue"

from firstcontact_site.config.security import *  # noqa: E402,F403  headers, cookies, sign-in and limits in one file
