"""A report sent as a file: read and checked as `nianbao check FILE` does it, and told; nothing of it is kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from telegram import Document

from bot.channels.telegram.given import Given
from bot.channels.telegram.layout import Part, plain
from bot.channels.telegram.sending import patiently
from bot.channels.telegram.texts import say
from bot.pages.views import DraftAudit, DraftRefused

LIMIT: Final = 20 * 1024 * 1024
"""bytes; also the most that Telegram hands to a bot"""
MOST_TOLD: Final = 30
LONGEST_NAME: Final = 200


async def audited(given: Given, document: Document, code: str) -> Part:
    """What is said about a file. Busy: too many files wait."""
    read = given.draft
    if read is None or not given.settings.telegram.take_drafts:
        return plain(say(code, "file_off"))
    most = LIMIT // 2**20
    if (document.file_size or 0) > LIMIT:
        return plain(say(code, "file_large", most=most))
    file = await patiently(document.get_file)
    if (file.file_size or 0) > LIMIT:
        return plain(say(code, "file_large", most=most))
    content = bytes(await patiently(file.download_as_bytearray))
    if len(content) > LIMIT:
        return plain(say(code, "file_large", most=most))
    name = (document.file_name or "").strip()[:LONGEST_NAME]
    try:
        result = await given.desk.aside(lambda: read(PurePath(name).suffix.lower(), name, content, code))
    except DraftRefused as error:
        return plain(say(code, "file_refused", why=error))
    return plain("\n".join(_told(result, code)))


def _told(result: DraftAudit, code: str) -> list[str]:
    lines = [
        say(code, "file_read", body=result.body, year=result.year, facts=result.facts, checks=result.checks),
        *result.notes,
    ]
    if result.findings:
        lines += ["", say(code, "file_findings", count=len(result.findings))]
        lines += [f"{number}. {each}" for number, each in enumerate(result.findings[:MOST_TOLD], start=1)]
        lines += _more(len(result.findings), code)
    else:
        lines.append(say(code, "file_good"))
    if result.gaps:
        lines += ["", say(code, "file_gaps"), *(f"- {each}" for each in result.gaps[:MOST_TOLD])]
        lines += _more(len(result.gaps), code)
    return [*lines, "", say(code, "file_kept")]


def _more(count: int, code: str) -> list[str]:
    return [say(code, "file_more", count=count - MOST_TOLD)] if count > MOST_TOLD else []
