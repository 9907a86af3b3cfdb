"""The pages around signing in: setting a password by invitation, and who one is once inside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.evaluation.models import Reminder
from luoshi.ledger import permissions, queries
from luoshi.mechanisms.roles import Role
from luoshi.web.accounts import issuing
from luoshi.web.api import api, problems
from luoshi.web.callers import caller_of


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Who is signed in, in which roles, and where to go from here."""
    caller = caller_of(request.user)
    offices = queries.office_names()
    roles = [
        (Role(one.role).label, offices.get(one.office_id, "") if one.office_id else "")
        for one in caller.grants
    ]
    may = [name for name in permissions.ACTIONS if permissions.may(caller.person, name)] if roles else []
    owing = Reminder.objects.filter(person_id=caller.person).select_related("office").order_by("office_id")
    reminded = [(offices.get(one.office_id, ""), one) for one in owing]
    shown = {"reminded": reminded, "caller": caller, "roles": roles, "may": may, "oidc": settings.LUOSHI_OIDC}
    return render(request, "web/home.html", shown)


class Password(SetPasswordForm):
    """A password, twice."""

    new_password1 = forms.CharField(
        label=_("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    new_password2 = forms.CharField(
        label=_("再写一遍"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """Set a password with the code of an invitation; then sign in."""
    invitation = issuing.invitation(code)
    if invitation is None:
        return render(request, "web/invitation_over.html", status=404)
    form = Password(invitation.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        issuing.accept(invitation, form.cleaned_data["new_password1"])
        return redirect("account_login")
    return render(request, "web/invited.html", {"form": form, "invited": invitation.user})


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    """Nothing is here; programs are told in their way."""
    if request.path.startswith("/api/"):
        return problems.answer(
            api, request, 404, "NotFound", "没有这个地址。全部地址见 /api/docs。", "核对地址。"
        )
    return render(request, "web/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke here; what it was is in the server's log, not on the page."""
    if request.path.startswith("/api/"):
        return problems.failure(request)
    return render(request, "web/failed.html", status=500)
