/* Characters of a text as an array of code points, and what normalising does to them; for
 * core/identity*.c alone. All work in place and return how many characters remain. */
#ifndef KHROP_CORE_IDENTITY_CODES_H
#define KHROP_CORE_IDENTITY_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands between words once codes_separate has been there. */
#define CODE_SPACE 0x20

/* A letter or digit of its own, unlike a mark, a space or punctuation. */
bool code_is_letter(int32_t code);
bool code_is_digit(int32_t code);
/* A Thai vowel or mark that belongs to the letter before it. */
bool code_is_dependent(int32_t code);

/* Thai digits as 0-9; the marks of a letter in one order, no Thai one twice; NIKHAHIT and SARA AA
 * as SARA AM; two SARA E as SARA AE. */
size_t codes_order(int32_t *codes, size_t count);

/* White space, punctuation and symbols between words as one space each, none at the ends. */
size_t codes_separate(int32_t *codes, size_t count);

/* Drops the spaces that codes_separate left. */
size_t codes_squeeze(int32_t *codes, size_t count);

/* Composes what codes_order has put in order: NFC. */
size_t codes_compose(int32_t *codes, size_t count);

/* True when the characters from `codes` on are those of the UTF-8 text `word`; *length says how
 * many were taken. With `over_spaces`, spaces among the characters don't count. */
bool codes_begin(const int32_t *codes, size_t count, const char *word, bool over_spaces,
                 size_t *length);

/* Puts the UTF-8 text `word` in place of all. There must be room for it. */
size_t codes_set(int32_t *codes, const char *word);

/* identity_name.c */
size_t identity_name(int32_t *codes, size_t count);

#endif
