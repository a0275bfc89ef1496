"""Web pages saved as one file (MHT), as word processors also write them."""

from __future__ import annotations

import email

from index.errors import RefusedFile
from loaders.models import Document
from loaders.readers import charset, html


def read(path: str, data: bytes, digest: str) -> Document:
    """The document in the first page of the file. RefusedFile if there is none or it holds no report."""
    try:
        saved = email.message_from_bytes(data)
        page = next((part for part in saved.walk() if part.get_content_type() == "text/html"), None)
        content = None if page is None else page.get_payload(decode=True)
    except (RecursionError, ValueError, LookupError, IndexError):
        raise RefusedFile(path, "damaged: its parts cannot be told") from None
    if page is None or not isinstance(content, bytes):
        raise RefusedFile(path, "no web page in it")
    text, notes = charset.decode(path, content)
    return html.document(path, text, digest, notes)
