// Puts recordings.safetensors, the classifier of recordings, into the program; see pretrained.c.
//
// Its digest below changes with it, so that this file is compiled again;
// scripts/train-pretrained-recordings writes it, and a test compares the bytes.
//
// sha256: 8413c4a5e5a64f5b9d4b9cb9fb9997f7677febc7d5b4657507eb505d273223d0

#include "cpretrained.h"

#if defined(__APPLE__)
#define SECTION ".section __TEXT,__const\n"
#define SYMBOL(name) "_" name
#else
#define SECTION ".section .rodata\n"
#define SYMBOL(name) name
#endif

__asm__(
    SECTION
    ".balign 64\n"
    ".globl " SYMBOL("ecg_recordings_start") "\n"
    SYMBOL("ecg_recordings_start") ":\n"
    ".incbin \"recordings.safetensors\"\n"
    ".globl " SYMBOL("ecg_recordings_end") "\n"
    SYMBOL("ecg_recordings_end") ":\n"
    ".byte 0\n"
    ".text\n");

extern const unsigned char ecg_recordings_start[] __attribute__((visibility("hidden")));
extern const unsigned char ecg_recordings_end[] __attribute__((visibility("hidden")));

const unsigned char *ecg_pretrained_recordings_bytes(void) { return ecg_recordings_start; }

size_t ecg_pretrained_recordings_count(void) { return (size_t)(ecg_recordings_end - ecg_recordings_start); }
