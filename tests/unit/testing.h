/* cmocka with what it wants included before it, in that order. */
#ifndef KHROP_TESTS_UNIT_TESTING_H
#define KHROP_TESTS_UNIT_TESTING_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
