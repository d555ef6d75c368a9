#pragma once

/// Has blocks of a megabyte and more given back to the system when they are freed.
///
/// glibc begins that way, but keeps what it was asked for once, in an arena for each thread, so that a
/// server stays as large as its largest uploads. Other systems' allocators are left as they are.
void cmalloc_return_large_blocks(void);
