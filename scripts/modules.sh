#!/usr/bin/env bash
# How scripts come by the modules that were built: to compile against, and to document. To be sourced.

case "$(uname -s)" in
  Darwin)
    docc=(xcrun docc)
    sdk=(-sdk "$(xcrun --show-sdk-path)")
    ;;
  *)
    docc=(docc)
    sdk=()
    ;;
esac

# find_modules PACKAGE puts the options by which a compiler finds the modules of a package that was built, and of those
# that it depends on, into the array "modules"; PACKAGE is its folder. Ends with 66 where nothing was built.
find_modules() {
  local package="$1" built map
  built="$(swift build --package-path "$package" -c release --show-bin-path)"
  if [ ! -d "$built/Modules" ]; then
    printf '%s\n' "$built/Modules: expected modules, found none. Build the tests of $package first." >&2
    exit 66
  fi
  # The header of the server's CECGViewer includes one of CECGEmbedded.
  modules=(-I "$built/Modules" -Xcc -ISources/CECGEmbedded/include)
  # Of modules in C, those that the build wrote and those that packages bring along.
  while read -r map; do
    modules+=(-Xcc "-fmodule-map-file=$map")
  done < <(
    find "$built/" -mindepth 2 -maxdepth 2 -path '*.build/module.modulemap'
    find "$package/.build/checkouts" -path '*/include/module.modulemap'
  )
}

# extract_symbols PACKAGE MODULE FOLDER writes the public symbols of a module to a folder; PACKAGE is the folder of
# the package that it was built in. Returns 1 where there are none: all of it is for its package alone. Ends with 70
# where they cannot be had, also where a caller asks "if" there are.
extract_symbols() {
  local package="$1" module="$2" folder="$3" triple modules
  find_modules "$package"
  triple="$(swift -print-target-info | sed -n 's/^ *"triple": "\(.*\)",$/\1/p' | head -n 1)"
  mkdir -p "$folder"
  swift symbolgraph-extract -module-name "$module" "${modules[@]}" \
    -target "$triple" "${sdk[@]}" -module-cache-path "$(dirname "$folder")/cache" \
    -minimum-access-level public -skip-synthesized-members -output-dir "$folder" >&2 || exit 70
  if [ ! -f "$folder/$module.symbols.json" ]; then
    printf '%s\n' "$module: expected its symbols in $folder/$module.symbols.json, found no such file." >&2
    exit 70
  fi
  grep -q '"accessLevel":"\(public\|open\)"' "$folder/$module.symbols.json"
}

# convert_module CATALOGUE SYMBOLS ARCHIVE OPTION … makes a module's archive; the module is named as its catalogue is.
convert_module() {
  local catalogue="$1" symbols="$2" archive="$3" name
  name="$(basename "$catalogue" .docc)"
  "${docc[@]}" convert "$catalogue" --additional-symbol-graph-dir "$symbols" \
    --fallback-display-name "$name" --fallback-bundle-identifier "$name" \
    --warnings-as-errors --output-path "$archive" "${@:4}"
}
