"""Settings: from the file, over it the environment; secrets from the environment only."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from bot.config import SETTINGS, Settings, Telegram, example, load, values
from bot.secret import TELEGRAM_TOKEN, Secret, secret
from index.errors import UsageError

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str, path: str = "config.toml") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refusal(text: str = "", **environ: str) -> str:
    """The one line in which a file or an environment is refused."""
    path = write(text) if text else None
    with pytest.raises(UsageError) as caught:
        load(path, environ)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_without_a_file_the_defaults_hold() -> None:
    settings = load(None, {})
    assert settings == Settings()
    assert settings.question_limit == 512
    assert settings.memory_path == Path("data/nianbao.db.memory")


def test_every_setting_is_described() -> None:
    for name, setting in SETTINGS.items():
        assert setting.explanation.endswith("."), name
        assert setting.default == values(Settings())[name]


def test_config_toml_shows_every_default() -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    assert text == example(), "write it out anew: bot.config.example()"
    assert values(load(write(text), {})) == values(Settings())


def test_a_file_here_is_read() -> None:
    write('question_limit = 100\n[telegram]\nbase_url = "http://127.0.0.1:9/bot"\n')
    settings = load(None, {})
    assert settings.question_limit == 100
    assert settings.telegram == Telegram(base_url="http://127.0.0.1:9/bot")
    assert settings.db == Path("data/nianbao.db")


def test_paths_count_from_the_folder_of_the_file() -> None:
    file = write('db = "index.db"\nmemory = "/var/lib/chats"\nbodies = ""\n', "etc/nianbao.toml")
    settings = load(file, {})
    assert settings.db == Path("etc/index.db")
    assert settings.memory_path == Path("/var/lib/chats")
    assert settings.bodies is None
    assert load(None, {"NIANBAO_CONFIG": str(file)}) == settings


def test_the_environment_wins_over_the_file() -> None:
    write('db = "file.db"\nlog_level = "ERROR"\n')
    environ = {
        "NIANBAO_DB": "other.db",
        "NIANBAO_LOG_LEVEL": "debug",
        "NIANBAO_QUESTION_LIMIT": "64",
        "NIANBAO_TELEGRAM_DROP_PENDING_UPDATES": "true",
        "NIANBAO_REGION": "",
        "NIANBAO_SERVICE_HOST": "10.0.0.1",
    }
    settings = load(None, environ)
    assert settings.db == Path("other.db")
    assert settings.memory_path == Path("other.db.memory")
    assert (settings.log_level, settings.question_limit, settings.region) == ("DEBUG", 64, "")
    assert settings.telegram.drop_pending_updates is True


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("databse = 1", "; there are "),
        ('bd = "x"', "'db'"),
        ("question_limits = 9", "'question_limit'"),
        ("Log_Level = 'INFO'", "'log_level'"),
        ("[telegrm]\nbase_url = ''", "'telegram'"),
        ("[telegram]\nbase_ulr = ''", "'telegram.base_url'"),
        ("base_url = ''", "'telegram.base_url'"),
        ("[telegram]\ndb = ''", "'db'"),
    ],
)
def test_an_unknown_setting_is_refused_with_a_suggestion(text: str, meant: str) -> None:
    line = refusal(text)
    assert line.startswith("config.toml: unknown setting ")
    assert meant in line


@pytest.mark.parametrize(
    "text",
    [
        "question_limit = '512'",
        "question_limit = 512.0",
        "question_limit = true",
        "question_limit = 0",
        "question_limit = 10000000",
        "chat_expiry_hours = -1",
        "db = 1",
        "db = ''",
        'db = "a\\u0000b"',
        "region = []",
        "log_level = 'loud'",
        "telegram = 1",
        "[[telegram]]",
        "[db]",
        "[telegram]\ndrop_pending_updates = 1",
        "[telegram]\nbase_url = 'localhost'",
        "[web]\nproxies = '127.0.0.1, 10.0.0.1'",
        "[web]\nproxies = 'proxy.example.org'",
        "[web]\nuser_header = 'X-User: li'",
        "db = ",
        "question_limit = " + "9" * 5000,
    ],
)
def test_a_wrong_value_is_refused_in_one_line(text: str) -> None:
    assert refusal(text).startswith("config.toml: ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("NIANBAO_QUESTION_LIMIT", "many"),
        ("NIANBAO_QUESTION_LIMIT", "9" * 5000),
        ("NIANBAO_CHAT_EXPIRY_HOURS", "1.5"),
        ("NIANBAO_TELEGRAM_DROP_PENDING_UPDATES", "maybe"),
        ("NIANBAO_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_variable_is_named(name: str, text: str) -> None:
    assert refusal(**{name: text}).startswith(f"{name} must be ")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert "absent.toml" in refusal(NIANBAO_CONFIG="absent.toml")
    with pytest.raises(UsageError, match="No such file"):
        load(Path("config.toml"), {})
    with pytest.raises(UsageError):
        load(tmp_path, {})
    Path("latin.toml").write_bytes(b"region = '\xe9'")
    with pytest.raises(UsageError, match="UTF-8"):
        load(Path("latin.toml"), {})


def test_a_secret_in_the_file_is_refused_and_not_repeated() -> None:
    line = refusal('[telegram]\ntoken = "12345:abcdef"\n')
    assert "TELEGRAM_BOT_TOKEN" in line
    assert "abcdef" not in line


def test_a_secret_comes_from_the_environment_or_a_file() -> None:
    assert secret(TELEGRAM_TOKEN, {TELEGRAM_TOKEN: "12345:abc"}).reveal() == "12345:abc"
    file = write("12345:abc\n", "token")
    assert secret(TELEGRAM_TOKEN, {f"{TELEGRAM_TOKEN}_FILE": str(file)}).reveal() == "12345:abc"


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "set TELEGRAM_BOT_TOKEN"),
        ({TELEGRAM_TOKEN: " \n"}, "set TELEGRAM_BOT_TOKEN"),
        ({TELEGRAM_TOKEN: "12345:abc", f"{TELEGRAM_TOKEN}_FILE": "token"}, "both set"),
        ({f"{TELEGRAM_TOKEN}_FILE": "absent"}, "absent"),
        ({f"{TELEGRAM_TOKEN}_FILE": "empty"}, "empty"),
        ({f"{TELEGRAM_TOKEN}_FILE": "binary"}, "no text"),
        ({f"{TELEGRAM_TOKEN}_FILE": "."}, "TELEGRAM_BOT_TOKEN_FILE"),
    ],
)
def test_no_secret_or_two_are_refused(environ: dict[str, str], said: str) -> None:
    write("\n", "empty")
    Path("binary").write_bytes(b"12345:\xff")
    with pytest.raises(UsageError, match=said) as caught:
        secret(TELEGRAM_TOKEN, environ)
    assert "12345" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_secret_does_not_show() -> None:
    token = Secret("12345:abc")
    assert {str(token), repr(token), f"{token}", f"{token!r:>3}"} == {"***"}
    assert "abc" not in repr({"token": [token]})
    with pytest.raises(TypeError):
        pickle.dumps(token)
