#!/bin/sh
# Writes the migration that the models ask for: run it after changing a table, and look at what it wrote.
set -eu
LUOSHI_HOME="$(mktemp -d)"
mkdir "$LUOSHI_HOME/uploads"
export LUOSHI_HOME DJANGO_SETTINGS_MODULE=luoshi.web.settings
.venv/bin/python -m django makemigrations ledger evaluation accounts "$@"
