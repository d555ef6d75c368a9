#!/usr/bin/env bash
# What the scripts that train the pretrained models share; read by them, with $root set.

# Puts a model into the package: put_into_package MODEL NAME takes the place of NAME.safetensors.
put_into_package() {
  cp "$1" "${root:?}/Sources/CECGEmbedded/$2.safetensors"
  "$root/scripts/embed"
}
