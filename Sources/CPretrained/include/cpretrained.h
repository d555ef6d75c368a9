/// The pretrained classifier's file, as part of the program.
#ifndef CPRETRAINED_H
#define CPRETRAINED_H

#include <stddef.h>

/// The file's first byte.
const unsigned char *ecg_pretrained_bytes(void);

/// The file's length in bytes.
size_t ecg_pretrained_count(void);

#endif
