"""Somebody's browser, for tests against a server in a process of its own."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping

from tests.web.conftest import PASSWORD
from tests.web.site import Site

_EDGE = "a-line-that-no-file-holds"
File = tuple[str, str, bytes]
"""The field, the file's name and its content."""


class Person:
    """Somebody who is logged in; ``site`` may be another one later, where that knows the session."""

    def __init__(self, site: Site, number: str) -> None:
        self.site = site
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.token = ""
        self.post("/log-in", {"number": number, "password": PASSWORD})

    def page(self, path: str) -> str:
        with self.opener.open(self.site.url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def _token(self, path: str = "/log-in") -> str:
        found = re.search(r'"x-csrftoken": "([^"]+)"', self.page(path))
        assert found is not None
        return found.group(1)

    def post(self, path: str, values: dict[str, str | list[str]]) -> str:
        """Send a form, follow to the page after it and give that page's address."""
        body = urllib.parse.urlencode({**values, "csrfmiddlewaretoken": self._token()}, doseq=True).encode()
        with self.opener.open(urllib.request.Request(self.site.url + path, body), timeout=20) as answer:  # noqa: S310
            return str(answer.url)

    def upload(self, path: str, name: str, content: bytes) -> str:
        """Send a file, follow to the page after it and give that page's address."""
        return self.send_form(path, {}, [("file", name, content)], self._token())

    def send_form(self, path: str, values: Mapping[str, str], files: Iterable[File], token: str) -> str:
        """Send a form with files, follow to the page after it and give that page's address."""
        with self.opener.open(self._request(path, values, files, {"X-CSRFToken": token}), timeout=20) as answer:
            return str(answer.url)

    def answer(
        self,
        path: str,
        values: Mapping[str, str],
        token: str,
        files: Iterable[File] = (),
        more: Mapping[str, str] | None = None,
    ) -> str:
        """Send a form, with more heads where a program does, and give what is answered."""
        request = self._request(path, values, files, {"X-CSRFToken": token, **(more or {})})
        with self.opener.open(request, timeout=20) as answer:
            return str(answer.read().decode())

    def _request(
        self, path: str, values: Mapping[str, str], files: Iterable[File], heads: Mapping[str, str]
    ) -> urllib.request.Request:
        headers = {"Content-Type": f"multipart/form-data; boundary={_EDGE}", **heads}
        return urllib.request.Request(self.site.url + path, _body(values, files), headers)  # noqa: S310

    def send(self, path: str, data: object) -> dict[str, list[dict[str, object]]]:
        self.token = self.token or self._token("/")
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        request = urllib.request.Request(self.site.url + path, json.dumps(data).encode(), headers)  # noqa: S310
        with self.opener.open(request, timeout=20) as answer:
            said: dict[str, list[dict[str, object]]] = json.loads(answer.read())
            return said


def _body(values: Mapping[str, str], files: Iterable[File]) -> bytes:
    """Give the body of a form with files."""
    body = b"".join(
        f'--{_EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in values.items()
    )
    for field, name, content in files:
        head = f'--{_EDGE}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return body + f"--{_EDGE}--\r\n".encode()
