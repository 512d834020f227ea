/* The file name of someone's list: their number, made safe for any file system. */
#ifndef KHROP_REPORTS_LIST_NAMES_H
#define KHROP_REPORTS_LIST_NAMES_H

#include <stddef.h>

#define LIST_NAME_SIZE 256

/* A to Z become small, `role:it` becomes `role-it`, other characters but a-z, 0-9, - and _ become
 * %XX. Names that are too long for a file are cut and end in a hash of the whole. */
void list_name_make(const char *list_no, char name[LIST_NAME_SIZE]);

/* .. without making letters small: for the second of two numbers that differ in case alone. */
void list_name_make_exact(const char *list_no, char name[LIST_NAME_SIZE]);

#endif
