"""Settings, from a file `config.toml` and the environment, which takes precedence. Secrets are in bot/secret.py.

Each setting is one field below, with its type, default, constraints and description. The file `config.toml`, the
command `nianbao config` and the names of environment variables are derived from these fields.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import reprlib
import tomllib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar, cast

from bot.secret import API_TOKENS, TELEGRAM_TOKEN, WECHAT_SECRETS
from index.errors import UsageError

FILE: Final = Path("config.toml")
"""read from the current directory when it is there and no other is named"""
PREFIX: Final = "NIANBAO_"
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_SECRET_WORDS: Final = re.compile("token|secret|passw|api_?key")
_HEADER: Final = re.compile("[A-Za-z0-9-]{1,64}")

Value: TypeAlias = str | int | bool | Path | None
_T = TypeVar("_T")


def _setting(default: _T, explanation: str, **rules: Any) -> _T:
    """A field with its explanation; rules: `minimum` and `maximum`, `choices`, `url`, `header`, `networks`."""
    return field(default=default, metadata={"explanation": explanation, **rules})


@dataclass(frozen=True, kw_only=True, slots=True)
class Telegram:
    """Settings of the Telegram channel."""

    drop_pending_updates: bool = _setting(False, "Forget the messages that came while the bot was not running.")
    base_url: str = _setting("", "Another Bot API server, as http://localhost:8081/bot; empty: Telegram's.", url=True)
    webhook: str = _setting(
        "",
        "The address at which `nianbao serve` is given updates, as https://example.org/telegram; empty: it takes none.",
        url=True,
    )
    questions_a_minute: int = _setting(
        20, "Questions that one person may ask in a minute; 0: any number.", minimum=0, maximum=100_000
    )
    take_drafts: bool = _setting(True, "Check a report that is sent as a file; nothing of it is kept.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetch:
    """Settings of `nianbao fetch`."""

    library: Path = _setting(Path("data/library"), "The folder that fetched reports are kept in.")
    private: bool = _setting(
        False, "Fetch from addresses that are not public too. For tests: it opens your own network to any link."
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Web:
    """Settings of `nianbao serve`."""

    host: str = _setting("127.0.0.1", "The address that pages are served at; 0.0.0.0: all of this machine's.")
    port: int = _setting(8080, "Its port; 0, or one that is taken: a free one.", minimum=0, maximum=65535)
    tls: bool = _setting(False, "The pages are reached over HTTPS only, through a proxy: browsers are told to insist.")
    proxies: str = _setting(
        "",
        "Addresses of proxies whose X-Forwarded-For and -Proto are believed, as 127.0.0.1 10.0.0.0/8; empty: none.",
        networks=True,
    )
    user_header: str = _setting(
        "",
        "Header in which these name whom they have let in, as X-Remote-User: it counts as a token of the HTTP API, and"
        " questions are counted by it; empty: none.",
        header=True,
    )
    questions_a_minute: int = _setting(
        20, "Questions that one client may ask in a minute; 0: any number.", minimum=0, maximum=100_000
    )
    queue: int = _setting(64, "Questions that may wait; beyond it the answer is 503.", minimum=1, maximum=10_000)
    public_url: str = _setting(
        "",
        "Where others reach the pages, as https://nianbao.example.org: messengers link to it; empty: no links.",
        url=True,
    )
    take_drafts: bool = _setting(True, "Take a draft report on a page and show its audit; nothing of it is kept.")
    log_questions: bool = _setting(False, "Log what is asked.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wechat:
    """Settings of a WeChat official account."""

    enabled: bool = _setting(False, "Answer an official account of WeChat at /wechat of `nianbao serve`.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wecom:
    """Settings of a WeCom application."""

    enabled: bool = _setting(False, "Answer an application of WeCom at /wecom of `nianbao serve`.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mcp:
    """Settings of `nianbao mcp --http`."""

    host: str = _setting("127.0.0.1", "The address to serve assistants at by HTTP; 0.0.0.0: all of this machine's.")
    port: int = _setting(8090, "Its port; 0: a free one.", minimum=0, maximum=65535)
    calls_a_minute: int = _setting(
        120, "Calls of tools that one client may make in a minute by HTTP; 0: any number.", minimum=0, maximum=100_000
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """All settings.

    Relative paths in a settings file are relative to its folder, those in the environment to the current one.
    """

    db: Path = _setting(Path("data/nianbao.db"), "The index, one SQLite file, written by `nianbao index`.")
    memory: Path | None = _setting(
        None, "Where each chat's last question is kept; empty: beside the index, its name with .memory added."
    )
    bodies: Path | None = _setting(
        None,
        "Your names of bodies: a TOML file with [bodies], short = full name, and [renamed], old = new; empty: none.",
    )
    expected: Path | None = _setting(
        None,
        "The bodies that should publish each year: a text file, a full official name a line; empty: not known.",
    )
    region: str = _setting(
        "",
        "The region of a chat that has told none, meant by its own words and by an organ alone, by its full name;"
        " empty: none.",
    )
    question_limit: int = _setting(
        512, "Characters a question may have; a longer one is refused.", minimum=16, maximum=4096
    )
    chat_expiry_hours: int = _setting(
        24, "Hours after which a chat's last question is forgotten.", minimum=1, maximum=24 * 366
    )
    keep_unanswered: bool = _setting(
        False,
        "Keep what people ask without getting a figure, for `nianbao unanswered`, beside the chats' memory.",
    )
    log_level: str = _setting(
        "WARNING", "What the log on stderr tells: DEBUG, INFO, WARNING or ERROR.", choices=LOG_LEVELS
    )
    telegram: Telegram = field(default_factory=Telegram)
    fetch: Fetch = field(default_factory=Fetch)
    web: Web = field(default_factory=Web)
    wechat: Wechat = field(default_factory=Wechat)
    wecom: Wecom = field(default_factory=Wecom)
    mcp: Mcp = field(default_factory=Mcp)

    @property
    def memory_path(self) -> Path:
        """The file of the chats' memory; beside the index unless set."""
        return self.memory or self.db.with_name(self.db.name + ".memory")


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """The description of one setting."""

    name: str
    """dotted as in the file: telegram.base_url"""
    kind: Any
    """str, int, bool, Path, or Path | None: empty text is None"""
    default: Value
    explanation: str
    rules: Mapping[str, Any]

    @property
    def variable(self) -> str:
        """Its environment variable: NIANBAO_TELEGRAM_BASE_URL."""
        return PREFIX + self.name.replace(".", "_").upper()


def _describe(owner: type[Any], above: str = "") -> Iterator[Setting]:
    hints = typing.get_type_hints(owner)
    for each in fields(owner):
        kind = hints[each.name]
        if is_dataclass(kind):
            yield from _describe(cast("type[Any]", kind), f"{above}{each.name}.")
        else:
            rules = dict(each.metadata)
            explanation = rules.pop("explanation")
            yield Setting(
                name=above + each.name,
                kind=kind,
                default=cast("Value", each.default),
                explanation=explanation,
                rules=rules,
            )


SETTINGS: Final[Mapping[str, Setting]] = {setting.name: setting for setting in _describe(Settings)}
"""every setting by its dotted name, those of a table after those of none"""
TABLES: Final = frozenset(name.rpartition(".")[0] for name in SETTINGS if "." in name)


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings from `path`, else from the file NIANBAO_CONFIG names, else from ./config.toml if it exists.

    The environment takes precedence over the file. UsageError says in one line what is wrong and where.
    """
    path = file_of(path, environ)
    values = {} if path is None else _from_file(path)
    # A variable that is none of ours is left alone: container platforms set NIANBAO_PORT and the like by themselves.
    for setting in SETTINGS.values():
        if text := environ.get(setting.variable):
            values[setting.name] = _checked(setting, _from_text(setting, text), setting.variable, Path())
    plain = {name: value for name, value in values.items() if "." not in name}
    return Settings(
        **plain,
        telegram=Telegram(**_of("telegram", values)),
        fetch=Fetch(**_of("fetch", values)),
        web=Web(**_of("web", values)),
        wechat=Wechat(**_of("wechat", values)),
        wecom=Wecom(**_of("wecom", values)),
        mcp=Mcp(**_of("mcp", values)),
    )


def file_of(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The settings file: `path`, else the one NIANBAO_CONFIG names, else ./config.toml if it exists, else None."""
    if path is None and environ.get(PREFIX + "CONFIG"):
        return Path(environ[PREFIX + "CONFIG"]).expanduser()
    return FILE if path is None and FILE.exists() else path


def _of(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one table, by their names in it."""
    return {name.removeprefix(f"{table}."): value for name, value in values.items() if name.startswith(f"{table}.")}


def values(settings: Settings) -> dict[str, Value]:
    """The value of each setting by its dotted name, in the order of SETTINGS."""
    found: dict[str, Value] = {}
    for name in SETTINGS:
        table, _, last = name.rpartition(".")
        found[name] = getattr(getattr(settings, table) if table else settings, last)
    return found


def example() -> str:
    """The text of config.toml: all settings with their defaults and descriptions."""
    lines = [
        "# Settings of nianbao; each is shown with its default. The environment wins over this file: the name in",
        f"# capitals after {PREFIX} ({PREFIX}DB, {PREFIX}TELEGRAM_BASE_URL). Paths count from this file's folder.",
        f"# Secrets never stand here: {TELEGRAM_TOKEN}, {API_TOKENS}, {WECHAT_SECRETS[0]} and the like, or with _FILE",
        "# after it the name of a file.",
    ]
    table = ""
    for setting in SETTINGS.values():
        above, _, last = setting.name.rpartition(".")
        if above != table:
            table = above
            lines += ["", f"[{table}]"]
        lines += ["", f"# {setting.explanation}", f"{last} = {_toml(setting.default)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value or ""}"'


def _from_file(path: Path) -> dict[str, Any]:
    """Checked values by dotted name."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8 text") from None
    except ValueError as error:  # TOMLDecodeError, or a number too long for int
        raise UsageError(f"{path}: {error}") from None
    found: dict[str, Any] = {}
    for key, value in content.items():
        if key not in TABLES:
            entries = {key: value}
        elif isinstance(value, dict):
            entries = {f"{key}.{inner}": each for inner, each in value.items()}
        else:
            raise UsageError(f"{path}: {key} must be a table: [{key}]")
        for name, each in entries.items():
            if name not in SETTINGS:
                raise UsageError(f"{path}: unknown setting {name!r}{_instead(name)}")
            found[name] = _checked(SETTINGS[name], each, f"{path}: {name}", path.parent)
    return found


def _instead(name: str) -> str:
    """The end of the line about an unknown name: what may have been meant."""
    if _SECRET_WORDS.search(name.lower()):
        return f"; secrets come from the environment only, as {TELEGRAM_TOKEN} or {TELEGRAM_TOKEN}_FILE"
    last = name.rpartition(".")[2].lower()
    near = [known for known in SETTINGS if last == known.rpartition(".")[2]]
    near = near or difflib.get_close_matches(name.lower(), [*SETTINGS, *TABLES], n=1, cutoff=0.5)
    near = near or [known for known in SETTINGS if difflib.get_close_matches(last, [known.rpartition(".")[2]])]
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(SETTINGS)}"


def _from_text(setting: Setting, text: str) -> str | int | bool:
    """A variable's text as TOML would hold it; text that is no such value stays text, for `_checked` to refuse."""
    text = text.strip()
    if setting.kind is bool:
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(text.lower(), text)
    if setting.kind is int and re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        return int(text)
    return text


def _checked(setting: Setting, value: object, where: str, base: Path) -> Value:
    """The value in its type, or UsageError; `base` is the folder that a path counts from."""
    rules = setting.rules
    if setting.kind is bool:
        if not isinstance(value, bool):
            raise UsageError(f"{where} must be true or false, not {reprlib.repr(value)}")
        return value
    if setting.kind is int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise UsageError(f"{where} must be a whole number, not {reprlib.repr(value)}")
        if not rules["minimum"] <= value <= rules["maximum"]:
            raise UsageError(f"{where} must be from {rules['minimum']} to {rules['maximum']}, not {value}")
        return value
    if not isinstance(value, str) or "\0" in value:
        raise UsageError(f"{where} must be text, not {reprlib.repr(value)}")
    if setting.kind is not str:
        return _path(setting, value, where, base)
    return _text(rules, value, where)


def _text(rules: Mapping[str, Any], value: str, where: str) -> str:
    if choices := rules.get("choices"):
        value = value.upper()
        if value not in choices:
            raise UsageError(f"{where} must be one of {', '.join(choices)}, not {reprlib.repr(value)}")
    if rules.get("url") and value and not value.startswith(("http://", "https://")):
        raise UsageError(f"{where} must begin with http:// or https://, not {reprlib.repr(value)}")
    if rules.get("header") and value and not _HEADER.fullmatch(value):
        raise UsageError(f"{where} must be the name of a header, not {reprlib.repr(value)}")
    for each in value.split() if rules.get("networks") else ():
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError:
            raise UsageError(f"{where} must hold addresses parted by blanks, not {reprlib.repr(each)}") from None
    return value


def _path(setting: Setting, value: str, where: str, base: Path) -> Path | None:
    if value:
        return base / Path(value).expanduser()
    if setting.default is not None:
        raise UsageError(f"{where} must name a file")
    return None
