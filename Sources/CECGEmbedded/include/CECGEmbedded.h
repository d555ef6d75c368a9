/// Files that are part of the program.
#ifndef CECG_EMBEDDED_H
#define CECG_EMBEDDED_H

#include "embedding.h"

/// The file of the package called `name`; its bytes are NULL where there is none.
cecg_file cecg_embedded(const char *name);

#endif
