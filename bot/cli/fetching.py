"""`nianbao fetch`: reports from the web into the library and the index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from bot.cli.common import DB, Context, example, one_line
from index.errors import NianbaoError, RefusedFile

if TYPE_CHECKING:
    from index.packed import Packed
    from loaders.fetch import Fetched, Fetcher


@click.command(epilog=example("fetch"), short_help="Fetch reports from the web and index them.")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option(
    "--follow", type=click.IntRange(min=0, max=1000), default=0, metavar="N",
    help="URL is a list: fetch the reports it links, at most N.",
)  # fmt: skip
@click.option(
    "--library", type=click.Path(path_type=Path), metavar="FOLDER", help="Where files are kept; else the setting."
)
@DB
@click.pass_obj
def fetch(context: Context, urls: tuple[str, ...], follow: int, library: Path | None, db: Path | None) -> int:
    """Fetch reports from the web into the library, with the files they link to, and index them with their URLs.

    At most one request a second per host, 20 MB and 20 s for a file, and 3 redirects; robots.txt is obeyed, and
    addresses that are not public are never contacted.
    """
    import asyncio

    from loaders.fetch import Fetcher

    settings = context.settings(db)

    async def run() -> list[tuple[Fetched, list[Fetched]]]:
        async with Fetcher(library or settings.fetch.library, private=settings.fetch.private) as fetcher:
            return [each for url in urls for each in await _with_links(fetcher, url, follow)]

    refused = _index(asyncio.run(run()), settings.db)
    return NianbaoError.exit_code if refused else 0


async def _with_links(fetcher: Fetcher, url: str, follow: int) -> list[tuple[Fetched, list[Fetched]]]:
    """Each page with the files it links: the one named, or those that a list page links."""
    page = await fetcher.fetch(url)
    _say(page)
    if not follow:
        return [(page, await _attached(fetcher, page))]
    reports = await fetcher.follow(page, follow)
    if page.path and not reports:
        click.echo(f"nianbao: {one_line(page.url)}: links no report", err=True)
    found = []
    for each in reports:
        _say(each)
        found.append((each, await _attached(fetcher, each)))
    return found


async def _attached(fetcher: Fetcher, page: Fetched) -> list[Fetched]:
    files = await fetcher.attached(page)
    for each in files:
        _say(each)
    return files


def _say(each: Fetched) -> None:
    if each.path is None:
        click.echo(f"nianbao: {one_line(each.url)}: {one_line(each.why)}", err=True)
    else:
        click.echo(f"{one_line(each.url)} → {one_line(each.path)}{'' if each.changed else ' (unchanged)'}", err=True)


def _index(fetched: Sequence[tuple[Fetched, list[Fetched]]], db: Path) -> int:
    """Index every page that is a report, else the files it links; how many URLs gave none."""
    from index.store import Store

    db.parent.mkdir(parents=True, exist_ok=True)
    without = 0
    with Store.create(str(db)) as store:
        for page, files in fetched:
            read, refused = _read([page])
            if not read:
                read, more = _read(files)
                refused += more
            for report in read:
                store.replace(report)
                click.echo(one_line(f"{report.year}  {report.body}  {len(report.facts)} facts  {report.path}"))
            if not read:
                without += 1
                for error in refused:
                    click.echo(f"nianbao: {one_line(error.path)}: {one_line(error.why)}", err=True)
    return without


def _read(files: Sequence[Fetched]) -> tuple[list[Packed], list[RefusedFile]]:
    from bot.cli.collection import read

    refused: list[RefusedFile] = []
    paths = [path for each in files for path in _files(each, refused)]
    values = [each[1] for each in read(paths) if each is not None]
    refused += [value for value in values if isinstance(value, RefusedFile)]
    return [value for value in values if not isinstance(value, RefusedFile)], refused


def _files(fetched: Fetched, refused: list[RefusedFile]) -> list[str]:
    """What was fetched; of an archive the reports in it."""
    from loaders.readers import is_report, packed

    if fetched.path is None or not fetched.path.endswith(".zip"):
        return [] if fetched.path is None else [fetched.path]
    try:
        return [path for path, why in packed.names_of(fetched.path) if why is None and is_report(PurePath(path).name)]
    except RefusedFile as error:
        refused.append(error)
        return []
