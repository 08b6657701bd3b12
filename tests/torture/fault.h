/*
 * fault -- every allocation and every system call of this process, counted,
 * and one of them refused.
 *
 * fault.c defines malloc and its family and the calls on files itself, so that
 * the libraries (SQLite, OpenSSL, jansson, zstd, libc) pass through here too,
 * with the product unchanged.  Allocations of proto/base/mem.c are told from
 * the libraries' by the linker (--wrap).  One thread at a time.
 */
#ifndef TESTS_TORTURE_FAULT_H
#define TESTS_TORTURE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

/* gcc says it so, clang so. */
#ifdef __SANITIZE_ADDRESS__
#define FAULT_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FAULT_ASAN 1
#endif
#endif

enum fault_kind {
	FAULT_NONE,
	FAULT_OWN,      /* an allocation of mem.c: the program stops */
	FAULT_LIB,      /* a library's, once */
	FAULT_LIB_EVER, /* and all after it */
	FAULT_IO,       /* a call on a file, EIO, once */
	FAULT_IO_EVER,  /* and all after it */
	FAULT_FULL,     /* the disk is full from there: a write lands in part */
	FAULT_KINDS
};

/* Begin to count; the k-th of its kind from now on (1: the next) is refused. */
void fault_arm(enum fault_kind kind, uint64_t k);
void fault_off(void);
uint64_t fault_seen(void); /* of the kind, since it was armed */
uint64_t fault_hits(void); /* refused */
/* Blocks allocated and not freed, all libraries together. */
int64_t fault_live(void);

#endif
