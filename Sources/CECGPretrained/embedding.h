// Puts a file of this folder into the program, between two symbols.
#ifndef EMBEDDING_H
#define EMBEDDING_H

#include "cpretrained.h"

#if defined(__APPLE__)
#define SECTION ".section __TEXT,__const\n"
#define SYMBOL(name) "_" name
#else
#define SECTION ".section .rodata\n"
#define SYMBOL(name) name
#endif

// EMBED(x, "file") gives x_bytes() and x_count().
#define EMBED(name, file)                                                           \
  __asm__(SECTION ".balign 64\n"                                                    \
                  ".globl " SYMBOL(#name "_start") "\n" SYMBOL(#name "_start") ":\n" \
                  ".incbin \"" file "\"\n"                                          \
                  ".globl " SYMBOL(#name "_end") "\n" SYMBOL(#name "_end") ":\n"     \
                  ".byte 0\n"                                                       \
                  ".text\n");                                                       \
  extern const unsigned char name##_start[] __attribute__((visibility("hidden")));  \
  extern const unsigned char name##_end[] __attribute__((visibility("hidden")));    \
  const unsigned char *name##_bytes(void) { return name##_start; }                  \
  size_t name##_count(void) { return (size_t)(name##_end - name##_start); }

#endif
