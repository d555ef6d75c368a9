// Puts recordings.safetensors, the classifier of recordings, into the program; see pretrained.c.
//
// Its digest below changes with it, so that this file is compiled again;
// scripts/train-pretrained-recordings writes it, and a test compares the bytes.
//
// sha256: 8413c4a5e5a64f5b9d4b9cb9fb9997f7677febc7d5b4657507eb505d273223d0

#include "embedding.h"

EMBED(ecg_pretrained_recordings, "recordings.safetensors")
