/* What a fuzz target is: one function that libFuzzer, or replay.c, calls with bytes of any kind. */
#ifndef KHROP_TESTS_FUZZ_FUZZ_H
#define KHROP_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* libFuzzer's own name for it. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Ends the process with a message when what must always hold does not, whatever NDEBUG says. */
static inline void must_hold(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

#endif
