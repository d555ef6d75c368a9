// Puts pretrained.safetensors into the program, so that a copy of the command alone has it, wherever
// it goes. The assembler's .incbin does that in no time, on Linux and on Apple platforms, and with
// every compiler that Swift 6.2 comes with. A resource of the package would have to be kept beside
// the program; as a Swift array (.embedInCode) 650 kB take two minutes to compile; #embed wants a
// later clang.
//
// Build systems do not see that this file depends on that one. Its digest below changes with it, so
// that it is compiled again; scripts/train-pretrained writes it, and a test compares the bytes.
//
// sha256: 1bdda1357f191d00538eac433ee500f35bc01c2883dc39cc9eefd8e206456c0f

#include "embedding.h"

EMBED(ecg_pretrained, "pretrained.safetensors")
