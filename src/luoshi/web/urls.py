"""Where things are."""

from __future__ import annotations

from allauth.account import views as account
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from luoshi.web import pages
from luoshi.web.api import api

urlpatterns = [
    path("", pages.home, name="home"),
    path("invite/<str:code>", pages.invited, name="invited"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    # The library names it on its pages; it always answers that accounts come by invitation.
    path("accounts/signup/", account.signup, name="account_signup"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("api", RedirectView.as_view(url="/api/docs")),
    path("api/", api.urls),
]
if settings.LUOSHI_OIDC:
    urlpatterns += [
        path("accounts/outside/", include("allauth.socialaccount.urls")),
        path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
handler404 = "luoshi.web.pages.not_found"
handler500 = "luoshi.web.pages.failed"
