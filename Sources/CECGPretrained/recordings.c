// Puts recordings.safetensors, the classifier of recordings, into the program; see pretrained.c.
//
// Its digest below changes with it, so that this file is compiled again;
// scripts/train-pretrained-recordings writes it, and a test compares the bytes.
//
// sha256: 56ece1c5dc19d3d817a2b759d8ef07ac395809d7c29b424d0f37b716ac9b76c6

#include "embedding.h"

EMBED(ecg_pretrained_recordings, "recordings.safetensors")
