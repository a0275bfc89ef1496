#!/usr/bin/env bash
# Writes requirements.lock, and one each for the extras ocr, charts and mcp and for development, from pyproject.toml and
# requirements.in, with hashes and for every Python and platform supported. Names no index: the installer's own settings
# say where packages come from.
set -eu
cd "$(dirname "$0")/.."

uv=$(PATH="$PWD/.venv/bin:$PATH" command -v uv) || { echo "lock: uv is needed (pip install uv)" >&2; exit 1; }

lock() { # lock OUTPUT [OPTION...]
    local output=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
        --custom-compile-command "make lock" \
        pyproject.toml requirements.in "$@" --output-file "$output"
    if grep -nE '://|file:|^ *--(index|extra|find)|@ ' "$output"; then
        echo "lock: $output names a place, see above" >&2
        exit 1
    fi
}

lock requirements.lock "$@"
lock requirements-ocr.lock --extra ocr --constraint requirements.lock "$@"
lock requirements-dev.lock --extra dev --constraint requirements.lock "$@"
lock requirements-charts.lock --extra charts --constraint requirements-dev.lock "$@"
lock requirements-mcp.lock --extra mcp --constraint requirements-dev.lock "$@" # as it is tested
