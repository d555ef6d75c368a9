// Puts recordings.safetensors, the classifier of recordings, into the program; see pretrained.c.
//
// Its digest below changes with it, so that this file is compiled again;
// scripts/train-pretrained-recordings writes it, and a test compares the bytes.
//
// sha256: 723383451629b5c7419557736683f4fa7cbdf87af16ff3450b2c8777a28837c0

#include "embedding.h"

EMBED(ecg_pretrained_recordings, "recordings.safetensors")
