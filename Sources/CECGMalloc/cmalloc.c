#include "cmalloc.h"

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

void cmalloc_return_large_blocks(void) {
#if defined(__GLIBC__)
  const int size = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, size);
  mallopt(M_TRIM_THRESHOLD, size);
#endif
}
