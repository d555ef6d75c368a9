#!/usr/bin/env bash
# What the scripts that train the pretrained models share; read by them, with $root and $work set.

# Puts a model into the package: put_into_package MODEL NAME takes the place of NAME.safetensors.
put_into_package() {
  local folder="$root/Sources/CECGPretrained" digest
  cp "$1" "$folder/$2.safetensors"
  if command -v sha256sum >/dev/null 2>&1; then
    digest="$(sha256sum "$1")"
  else
    digest="$(shasum -a 256 "$1")"
  fi
  # The line is what makes the build notice (see pretrained.c).
  sed "s|^// sha256: .*|// sha256: ${digest%% *}|" "$folder/$2.c" >"$work/$2.c"
  cp "$work/$2.c" "$folder/$2.c"
}
