"""What a server runs: the web application as WSGI."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.web.settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
