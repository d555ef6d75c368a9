/// The viewer's page and the description of the API, as parts of the program.
#ifndef CECG_VIEWER_H
#define CECG_VIEWER_H

#include "embedding.h"

/// The number of files.
size_t cecg_viewer_count(void);

/// The file of that number, from 0.
cecg_file cecg_viewer_file(size_t number);

#endif
