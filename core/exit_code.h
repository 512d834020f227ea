/* The exit codes of every command, and the codes an error carries. One table, one meaning each
 * (sysexits.h where it has one). */
#ifndef KHROP_CORE_EXIT_CODE_H
#define KHROP_CORE_EXIT_CODE_H

enum exit_code {
    EXIT_CODE_GOOD = 0,
    EXIT_CODE_INCOMPLETE = 1,     /* published, but something was not checked or not delivered */
    EXIT_CODE_OVERDUE = 2,        /* a slot missed its deadline */
    EXIT_CODE_USAGE = 64,         /* the command line is wrong */
    EXIT_CODE_DATA = 65,          /* bad data stopped it */
    EXIT_CODE_UNAVAILABLE = 69,   /* nothing could be published: its sources are down */
    EXIT_CODE_SOFTWARE = 70,      /* khrop itself is at fault: memory, a broken invariant */
    EXIT_CODE_CANNOT_WRITE = 73,  /* a file could not be written */
    EXIT_CODE_TRY_AGAIN = 75,     /* another run holds the slot */
    EXIT_CODE_CONFIGURATION = 78, /* a setting, a query or a catalogue file is wrong */
};

#endif
