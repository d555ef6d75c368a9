/// The pretrained classifier's file, as part of the program.
#ifndef CPRETRAINED_H
#define CPRETRAINED_H

#include <stddef.h>

/// The file's first byte.
const unsigned char *ecg_pretrained_bytes(void);

/// The file's length in bytes.
size_t ecg_pretrained_count(void);

/// The first byte of the file of the pretrained classifier of recordings.
const unsigned char *ecg_pretrained_recordings_bytes(void);

/// That file's length in bytes.
size_t ecg_pretrained_recordings_count(void);

#endif
