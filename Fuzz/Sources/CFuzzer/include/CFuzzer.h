// The way into libFuzzer for a program that has a `main` of its own.

#ifndef SWIFT_ECG_CFUZZER_H
#define SWIFT_ECG_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Reads libFuzzer's options and calls `test` with inputs until they say that it is enough.
int cfuzzer_run(int argc, char **argv, int (*test)(const uint8_t *bytes, size_t count));

#endif
