"""Headers, cookies, sign-in and limits. The one file to read when asking how the site defends itself."""

from csp.constants import NONCE, NONE, SELF

from firstcontact_site.config import environment

_DEMO = environment.read().is_demo

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# For pages behind secret addresses and pages of staff: other sites learn nothing of them. Not "no-referrer": with that
# browsers send a form's origin as "null", and no form of ours would be taken.
PRIVATE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not _DEMO
SECURE_HSTS_SECONDS = 0 if _DEMO else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not _DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_NAME = "sid" if _DEMO else "__Host-sid"
CSRF_COOKIE_NAME = "csrf" if _DEMO else "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _DEMO
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
EDITOR_POLICY = {
    # Beyond the public policy, below /cms/ only. Scripts come from files: the editor's small inline scripts are taken
    # out (accounts/editor.py). The digests let through the exact text of two scripts and one style of wagtail-localize;
    # the number, new for each page, the styles that the editor's scripts write (accounts/static/accounts/styles.js).
    "script-src": [
        "'sha256-fA+90xWAX2ckUQaK7t04ZZgdoWERTLMDjG0jB31D1vc='",
        "'sha256-Zi6020hVNJQUtMOgLuIImaOaART6TyIrghPC9PESpjg='",
    ],
    "style-src": ["'sha256-tW2DtS+2KKfxS7GCOiFbWJZyqrSB62AVZ1vN9lmEf2E='", NONCE],
    "img-src": ["blob:"],  # a picture is shown before it is uploaded
    "frame-src": [SELF],  # the preview beside the form
}
PERMISSIONS_POLICY = {
    name: []
    for name in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
                 "midi", "payment", "usb", "xr-spatial-tracking")
}  # fmt: skip

CSRF_FAILURE_VIEW = "firstcontact_site.accounts.views.lost_form"
PASSWORD_RESET_TIMEOUT = 30 * 60
ACCOUNT_ADAPTER = "firstcontact_site.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "login": "30/m/ip",
    "reset_password": "20/m/ip,5/5m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "firstcontact_site.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _DEMO
LOGIN_REDIRECT_URL = "/cms/"
LOGOUT_REDIRECT_URL = "/"
