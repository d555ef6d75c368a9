/// How a C file puts other files of its folder into the program.
///
/// The assembler's .incbin does that in no time, on Linux and on Apple platforms, and with every compiler
/// that Swift 6.2 comes with. Resources of a package would have to be kept beside the program: copied
/// elsewhere, it would stop. As a Swift array (.embedInCode) 650 kB take two minutes to compile; #embed wants
/// a later clang.
///
/// Build systems do not see that such a C file depends on what it embeds. scripts/embed writes a digest of
/// that into it, so that it is compiled again, and a test compares the bytes.
#ifndef CECG_EMBEDDING_H
#define CECG_EMBEDDING_H

#include <stddef.h>
#include <string.h>

/// A file that is part of the program.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cecg_file;

#if defined(__APPLE__)
#define CECG_SECTION ".section __TEXT,__const\n"
#define CECG_SYMBOL(name) "_" name
#else
#define CECG_SECTION ".section .rodata\n"
#define CECG_SYMBOL(name) name
#endif

/// FILES(EMBED) embeds the files of a list, FILES(X) X(symbol, "file") …, which FILES(EMBEDDED) then
/// describes.
#define EMBED(symbol, file)                                                            \
  __asm__(CECG_SECTION ".balign 64\n"                                                  \
          ".globl " CECG_SYMBOL(#symbol "_start") "\n" CECG_SYMBOL(#symbol "_start") ":\n" \
          ".incbin \"" file "\"\n"                                                     \
          ".globl " CECG_SYMBOL(#symbol "_end") "\n" CECG_SYMBOL(#symbol "_end") ":\n" \
          ".byte 0\n"                                                                  \
          ".text\n");                                                                  \
  extern const unsigned char symbol##_start[] __attribute__((visibility("hidden")));   \
  extern const unsigned char symbol##_end[] __attribute__((visibility("hidden")));

#define EMBEDDED(symbol, file) \
  {(file), symbol##_start, (size_t)(symbol##_end - symbol##_start)},

#endif
