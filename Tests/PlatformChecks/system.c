// What is checked of the files that are part of the program, of libraries loaded when they are wanted,
// and of memory.

#include "CECGEmbedded.h"
#include "CECGFLAC.h"
#include "CECGLibcurl.h"
#include "CECGMPI.h"
#include "check.h"
#include "cmalloc.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_file(const char *folder, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  const cecg_file embedded = cecg_embedded(name);
  if (file == NULL || embedded.bytes == NULL) return false;
  bool is_same = true;
  for (size_t i = 0; is_same && i < embedded.count; i++) {
    is_same = fgetc(file) == embedded.bytes[i];
  }
  is_same = is_same && fgetc(file) == EOF;
  fclose(file);
  return is_same;
}

void check_embedded(const char *folder) {
  static const char *const names[] = {
      "pretrained.safetensors", "recordings.safetensors", "mitbih_test_rows.u32le",
      "report.mustache", "look.css",
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    check("embedded files", is_file(folder, names[i]));
  }
  check("embedded files", cecg_embedded("none").bytes == NULL);
}

static ptrdiff_t no_bytes(uint64_t offset, void *bytes, size_t count, void *context) {
  (void)offset, (void)bytes, (void)count, (void)context;
  return 0;
}

static int no_samples(const int32_t *const *channels, size_t channel_count, size_t count, void *context) {
  (void)channels, (void)channel_count, (void)count, (void)context;
  return 0;
}

void check_loading(void) {
  // Nothing is no FLAC stream.
  const struct cflac_stream stream = {0, no_bytes, no_samples, NULL};
  const enum cflac_result result = cflac_decode(&stream, 0);
  check("libFLAC", result == (cflac_is_there() ? CFLAC_DAMAGED : CFLAC_NO_LIBRARY));
  void *connection = clibcurl_open();
  if (connection != NULL) clibcurl_close(connection);
  check("libcurl", true);
  // No process is joined: whether there is an MPI must not matter here.
  check("MPI", cmpi_rank() == 0 && cmpi_size() == 1 && cmpi_library()[0] == '\0');
  cmalloc_return_large_blocks();
  free(malloc(4 << 20));
  check("memory", true);
}
