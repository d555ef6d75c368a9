#include "CFuzzer.h"

/// Of libFuzzer (libclang_rt.fuzzer_no_main), which has no header.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *, size_t));

int cfuzzer_run(int argc, char **argv, int (*test)(const uint8_t *, size_t)) {
  return LLVMFuzzerRunDriver(&argc, &argv, test);
}
