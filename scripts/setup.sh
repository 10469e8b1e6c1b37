# Sourced by the scripts: the project's own environment, made from the lock files and kept up to date.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=$(realpath -m "${POLICY_VENV:-$ROOT/.venv}")
PATH=${PATH//"$VENV/bin:"/} # an activated environment must not be the Python that rebuilds it
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

stop() { # MESSAGE…: something is missing that only the reader can mend
  printf '%s\n' "$@" >&2
  exit 3
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_venv() { "$1" -c 'from ensurepip import bootstrap' 2>/dev/null; }

find_python() {
  local name without_venv=
  for name in python3.14 python3.13 python3.12 python3.11 python3; do
    is_new_enough "$name" || continue
    if has_venv "$name"; then
      command -v "$name"
      return
    fi
    without_venv=${without_venv:-$name}
  done
  if [ -n "$without_venv" ]; then
    stop "$without_venv has no venv module. On Debian and Ubuntu:" "    sudo apt-get install $without_venv-venv"
  fi
  stop "Python 3.11 or newer is needed; found: $(python3 --version 2>/dev/null || echo none). On Debian and Ubuntu:" \
    "    sudo apt-get install python3 python3-venv"
}

fingerprint() { # FILE…: changes with their content
  cat "$@" | sha256sum
}

is_stamped() { # STEP VALUE: did this step end well, with this very value?
  [ "$(cat "$VENV/.done-$1" 2>/dev/null)" = "$2" ]
}

stamp() { echo "$2" >"$VENV/.done-$1"; }

install_locked() { # NAME: what requirements/NAME.txt lists, nothing else
  echo "Installing requirements/$1.txt into $VENV …"
  "$VENV/bin/python" -m pip install -qq --no-deps --require-hashes --requirement "$ROOT/requirements/$1.txt" </dev/null ||
    stop "requirements/$1.txt could not be installed (the reason stands above)." \
      "With a connection to a Python package index, run this again; POLICY_VENV=<folder> puts the environment elsewhere."
}

make_venv() {
  [ -z "$(ls -A "$VENV" 2>/dev/null)" ] || [ "$VENV" = "$ROOT/.venv" ] || [ -e "$VENV/pyvenv.cfg" ] ||
    stop "$VENV exists and is no Python environment. Point POLICY_VENV at another folder."
  local python
  python=$(find_python)
  echo "Making $VENV with $("$python" --version) …"
  "$python" -m venv --clear "$VENV"
}

# The environment holds its own path and is never repaired: when the lock, its place or its Python
# has changed, or an earlier run was interrupted, it is made anew.
setup_base() {
  local value
  value="$VENV $(fingerprint "$ROOT/requirements/build.txt")"
  if is_stamped base "$value" && "$VENV/bin/python" -c '' 2>/dev/null; then return; fi
  make_venv
  install_locked build
  stamp base "$value"
}

setup_project() {
  local value
  value="$ROOT $(fingerprint "$ROOT/pyproject.toml")"
  if is_stamped project "$value"; then return; fi
  "$VENV/bin/python" -m pip install -qq --no-deps --no-build-isolation --no-index --editable "$ROOT" </dev/null
  stamp project "$value"
}

setup_more() { # NAME: a further lock file
  local value
  value=$(fingerprint "$ROOT/requirements/$1.txt")
  if is_stamped "$1" "$value"; then return; fi
  install_locked "$1"
  stamp "$1" "$value"
}
