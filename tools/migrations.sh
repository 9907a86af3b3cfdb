#!/bin/sh
# Writes the migration that the models ask for: run it after changing a table, and look at what it wrote.
set -eu
LUOSHI_HOME="$(mktemp -d)" DJANGO_SETTINGS_MODULE=luoshi.ledger.settings .venv/bin/python -m django makemigrations ledger evaluation "$@"
