# shellcheck shell=bash
# Options are checked before anything is built or installed.

# check_options MODULE OPTION… ends where the options are wrong, or after the help.
check_options() {
  if ! command -v python3 >/dev/null 2>&1; then
    say "Python 3.11 or later was not found."
    exit 69
  fi
  PYTHONPATH="${here:?}" python3 -m "$1" --check "${@:2}"
  local option
  for option in "${@:2}"; do
    case "$option" in -h | --help) exit 0 ;; esac
  done
}
