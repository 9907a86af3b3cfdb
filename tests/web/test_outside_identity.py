"""Signing in at the house's own identity provider: a real exchange with a provider that the test runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from servers import free_port

#: Run in a process of its own: these settings are read once. Prints what came of each way in.
VISITOR = """
import json, sys
from urllib.parse import urlsplit, parse_qs
import requests
from luoshi.ledger import home, opening
(home.folder() / "secrets").mkdir(parents=True, exist_ok=True)
(home.folder() / "secrets" / "oidc-client-secret").write_text("s3cret\\n")
opening.init("luoshi.web.settings")
from luoshi.ledger import actions
from luoshi.ledger.journal import Actor
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
number = actions.register_person(Actor(None, "系统"), name="甲某").number
actions.grant_role(Actor(None, "系统"), number, role="leader")
from luoshi.web.accounts import issuing

def way_in():
    browser = Client()
    page = browser.get("/accounts/login/")
    there = browser.post("/accounts/oidc/oidc/login/")["Location"]
    back = requests.get(there, allow_redirects=False).headers["Location"]
    done = browser.get(urlsplit(back).path + "?" + urlsplit(back).query, follow=True)
    me = browser.get("/api/me")
    return {
        "button": "统一身份认证" in page.content.decode(),
        "policy": page["Content-Security-Policy"],
        "pkce": "code_challenge" in parse_qs(urlsplit(there).query),
        "said": done.content.decode(),
        "status": me.status_code,
        "person": me.json().get("person"),
    }

found = {"before": way_in()}
issuing.link(number, "u-17")
found["linked"] = way_in()
issuing.close(number)
found["closed"] = way_in()
print(json.dumps(found))
"""


class Provider(BaseHTTPRequestHandler):
    """As much of a provider as the exchange needs; it gives the secret's holder one subject."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        base = f"http://{self.headers['Host']}"
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/.well-known/openid-configuration":
            names = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "userinfo_endpoint": "me",
            }
            self._answer(
                {"issuer": base, "jwks_uri": f"{base}/keys"} | {k: f"{base}/{v}" for k, v in names.items()}
            )
        elif path == "/authorize":
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri'][0]}?code=c1&state={query['state'][0]}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == "/me" and self.headers["Authorization"] == "Bearer a1":
            self._answer({"sub": "u-17"})
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if given.get("code") == ["c1"] and "code_verifier" in given:
            self._answer({"access_token": "a1", "token_type": "Bearer"})
        else:
            self.send_error(400)

    def _answer(self, body: dict[str, str]) -> None:
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def issuer() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", free_port()), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_who_was_linked_comes_in_and_nobody_else(issuer: str, tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI", "DJANGO"))}
    environment |= {"LUOSHI_HOME": str(tmp_path / "台账"), "LUOSHI_OIDC_ISSUER": issuer}
    environment |= {"DJANGO_SETTINGS_MODULE": "luoshi.web.settings", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-c", VISITOR], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert (found["before"]["button"], found["before"]["pkce"]) == (True, True)
    assert f"form-action 'self' {issuer}" in found["before"]["policy"]
    assert (found["before"]["status"], found["closed"]["status"]) == (401, 401)
    assert "连上人员编号" in found["before"]["said"]
    assert (found["linked"]["status"], found["linked"]["person"]) == (200, 1)


def test_a_provider_without_its_secret_is_said_in_words(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI", "DJANGO"))}
    environment |= {"LUOSHI_HOME": str(tmp_path), "LUOSHI_OIDC_ISSUER": "https://id.example"}
    done = subprocess.run(
        [sys.executable, "-m", "luoshi.cli", "init"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "oidc-client-secret" in done.stderr
