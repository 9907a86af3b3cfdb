#!/bin/sh
# Compiles the translations of the pages: run it after changing a `.po` file.
set -eu
.venv/bin/pybabel -q compile --domain django --directory src/luoshi/web/locale
