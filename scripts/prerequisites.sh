#!/usr/bin/env bash
# What ./run and ./test need, beside Swift: OpenBLAS and libcurl on Linux (macOS has Accelerate and
# libcurl) and gnuplot.
# Nothing is installed that is there already.

say() {
  printf '%s\n' "$*" >&2
}

# Ends with a word on how to get Swift where there is none.
require_swift() {
  if command -v swift >/dev/null 2>&1; then
    return
  fi
  say "Swift 6.2 or later is needed and was not found."
  say "Get it from https://www.swift.org/install/ and open a new terminal."
  exit 69
}

install_missing() {
  case "$(uname -s)" in
    Darwin) install_missing_on_macos ;;
    *) install_missing_on_linux ;;
  esac
}

install_missing_on_macos() {
  if command -v gnuplot >/dev/null 2>&1; then
    return
  fi
  if ! command -v brew >/dev/null 2>&1; then
    say "gnuplot, which draws the figures, was not found; without it there are no figures."
    say "Get Homebrew from https://brew.sh, then: brew install gnuplot"
    return
  fi
  say "Installing gnuplot with Homebrew …"
  brew install --quiet gnuplot >&2 </dev/null ||
    say "gnuplot could not be installed; there will be no figures."
}

install_missing_on_linux() {
  local missing=()
  has_openblas || missing+=(libopenblas0)
  command -v gnuplot >/dev/null 2>&1 || missing+=(gnuplot-nox)
  has_libcurl || missing+=(libcurl4)
  if [ "${#missing[@]}" -eq 0 ]; then
    return
  fi
  if ! command -v apt-get >/dev/null 2>&1; then
    say "Some of these are needed and were not found: OpenBLAS, gnuplot, libcurl."
    say "Install them with your system's package manager. On Debian and Ubuntu they are"
    say "called ${missing[*]}."
    has_openblas || exit 69
    return
  fi
  say "Installing ${missing[*]} …"
  if apt_install "${missing[@]}"; then
    return
  fi
  say "That did not work. Install it by hand: sudo apt-get install ${missing[*]}"
  has_openblas || exit 69
}

# Chromium, in which the viewer is tested; without it those tests are skipped.
install_browser() {
  if command -v chromium chromium-browser google-chrome >/dev/null 2>&1 ||
    ! command -v apt-get >/dev/null 2>&1; then
    return
  fi
  say "Installing chromium, for the tests of the viewer …"
  apt_install chromium || say "That did not work; the tests of the viewer will be skipped."
}

# Whether OpenBLAS can be loaded; no headers are needed.
has_openblas() {
  { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -qE 'libopenblas(p)?\.so'
}

# Whether downloads can load libcurl: either build of it does, and no headers are needed.
has_libcurl() {
  { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -qE 'libcurl(-gnutls)?\.so\.4'
}

apt_install() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || return 1
    as_root=(sudo)
  fi
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends)
  local log
  log="$(mktemp)"
  # The lists of packages may be old or missing; they are fetched where it does not work without.
  if "${as_root[@]}" "${install[@]}" "$@" >"$log" 2>&1 </dev/null ||
    { "${as_root[@]}" apt-get update -qq >>"$log" 2>&1 </dev/null &&
      "${as_root[@]}" "${install[@]}" "$@" >>"$log" 2>&1 </dev/null; }; then
    rm -f "$log"
    return 0
  fi
  tail -n 5 "$log" >&2
  rm -f "$log"
  return 1
}
