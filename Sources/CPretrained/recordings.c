// Puts recordings.safetensors, the classifier of recordings, into the program; see pretrained.c.
//
// Its digest below changes with it, so that this file is compiled again;
// scripts/train-pretrained-recordings writes it, and a test compares the bytes.
//
// sha256: 02a63a2282e6f90e09bb6d999b54b5bcd5738cb94768330ee5a7c4dd8a25c4ca

#include "embedding.h"

EMBED(ecg_pretrained_recordings, "recordings.safetensors")
