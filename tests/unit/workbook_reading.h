/* Reads a workbook back with openpyxl, which is not khrop: its cells as lines of text. */
#ifndef KHROP_TESTS_WORKBOOK_READING_H
#define KHROP_TESTS_WORKBOOK_READING_H

#include "tests/unit/testing.h"

#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)

extern char **environ;

/* What tests/unit/workbook_cells.py prints of the workbook; `option` may be NULL. Stays until the
 * next call. */
static inline const char *workbook_read(const char *path, const char *option)
{
    static char text[READ_SIZE];
    char *arguments[] = {"/usr/bin/python3", "tests/unit/workbook_cells.py",
                         option == NULL ? (char *)(uintptr_t)path : (char *)(uintptr_t)option,
                         option == NULL ? NULL : (char *)(uintptr_t)path, NULL};
    posix_spawn_file_actions_t actions;
    size_t length = 0;
    ssize_t got;
    int ends[2], status;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    assert_int_equal(posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ), 0);
    close(ends[1]);
    while ((got = read(ends[0], text + length, sizeof text - 1 - length)) > 0)
        length += (size_t)got;
    text[length] = '\0';
    close(ends[0]);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return text;
}

/* The workbook has this line. */
static inline void assert_line(const char *text, const char *line)
{
    char wanted[1024];

    snprintf(wanted, sizeof wanted, "%s\n", line);
    for (const char *at = text; (at = strstr(at, wanted)) != NULL; at++)
        if (at == text || at[-1] == '\n')
            return;
    fail_msg("no line \"%s\" in:\n%s", line, text);
}

static inline void assert_no_text(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" stands in:\n%s", part, text);
}

#endif
