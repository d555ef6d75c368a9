// Puts the package's own files into the program; see embedding.h.
//
// sha256: 3d84aa3574927c7bac4dd93c0711e48b11a63b261ac9f473730605563f9ecaa5

#include "CECGEmbedded.h"

#define FILES(X) \
  X(cecg_pretrained, "pretrained.safetensors") \
  X(cecg_recordings, "recordings.safetensors") \
  X(cecg_test_rows, "mitbih_test_rows.u32le") \
  X(cecg_report, "report.mustache") \
  X(cecg_look, "look.css")

FILES(EMBED)

cecg_file cecg_embedded(const char *name) {
  const cecg_file files[] = {FILES(EMBEDDED)};
  for (size_t index = 0; index < sizeof files / sizeof files[0]; index++)
    if (strcmp(files[index].name, name) == 0) return files[index];
  return (cecg_file){name, NULL, 0};
}
