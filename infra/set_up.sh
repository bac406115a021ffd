#!/bin/bash
# Make .venv with Python 3.13 and the pinned requirements, then leave the stamp named by $1.
set -euo pipefail
stamp=$1
wanted=$(cat .python-version)

# Python 3.13 on the path, in pyenv's versions, or through uv.
find_python() {
  local candidate
  for candidate in "python$wanted" python3 python \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$wanted"*/bin/python; do
    if command -v "$candidate" >/dev/null 2>&1 && is_wanted "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  if command -v uv >/dev/null 2>&1; then
    uv python find --no-python-downloads "$wanted" 2>/dev/null || true
  fi
}

is_wanted() {
  "$1" -c "import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '$wanted')" >/dev/null 2>&1
}

if ! { [ -x .venv/bin/python ] && is_wanted .venv/bin/python; }; then
  python=$(find_python)
  if [ -z "$python" ]; then
    echo "raccordo: Python $wanted is missing: put python$wanted (with venv) on the path, or install it with pyenv (pyenv install $wanted) or uv (uv python install $wanted)" >&2
    exit 1
  fi
  echo "Making .venv with $python"
  rm -rf .venv
  "$python" -m venv .venv
fi
echo "Installing the pinned requirements (a minute or two, once for each set of pins)"
if ! .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar on \
  --requirement requirements-dev.txt 2>.venv/install.log |
  sed -u -n -E 's/^Collecting ([^ ]+).*/  \1/p; s/^(Installing collected).*/  installing …/p'; then
  echo "raccordo: the requirements could not be installed: see .venv/install.log" >&2
  exit 1
fi
rm -f .venv/.ready-*
touch "$stamp"
