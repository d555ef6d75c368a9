// Puts pretrained.safetensors into the program, so that a copy of the command alone has it, wherever
// it goes. The assembler's .incbin does that in no time, on Linux and on Apple platforms, and with
// every compiler that Swift 6.2 comes with. A resource of the package would have to be kept beside
// the program; as a Swift array (.embedInCode) 650 kB take two minutes to compile; #embed wants a
// later clang.
//
// Build systems do not see that this file depends on that one. Its digest below changes with it, so
// that it is compiled again; scripts/train-pretrained writes it, and a test compares the bytes.
//
// sha256: 027ef6365d689b9d2767c05143b11c80a4be56065e1ca7882cb0582ddef8f868

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
    ".globl " SYMBOL("ecg_pretrained_start") "\n"
    SYMBOL("ecg_pretrained_start") ":\n"
    ".incbin \"pretrained.safetensors\"\n"
    ".globl " SYMBOL("ecg_pretrained_end") "\n"
    SYMBOL("ecg_pretrained_end") ":\n"
    ".byte 0\n"
    ".text\n");

extern const unsigned char ecg_pretrained_start[] __attribute__((visibility("hidden")));
extern const unsigned char ecg_pretrained_end[] __attribute__((visibility("hidden")));

const unsigned char *ecg_pretrained_bytes(void) { return ecg_pretrained_start; }

size_t ecg_pretrained_count(void) { return (size_t)(ecg_pretrained_end - ecg_pretrained_start); }
