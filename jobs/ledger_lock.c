/* One run of a job at a time: a lock on a file that says who holds it. */
#include "core/clock.h"
#include "core/date.h"
#include "jobs/folder.h"
#include "jobs/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define HOLDER_SIZE 128
#define DEAD_HOLDER_MILLISECONDS 5000
#define RETRY_NANOSECONDS 20000000L

static bool lock_path(const struct settings *settings, const char *job, char path[PATH_MAX],
                      struct error *error)
{
    int length = snprintf(path, PATH_MAX, "%s/locks", settings->state_folder);

    if (length < 0 || length >= PATH_MAX)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long",
                         settings->state_folder);
    if (!folder_make(path, error))
        return false;
    length = snprintf(path, PATH_MAX, "%s/locks/%s.lock", settings->state_folder, job);
    if (length < 0 || length >= PATH_MAX)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long",
                         settings->state_folder);
    return true;
}

/* What the holder has written: "process PID since TIME". */
static void holder_read(int lock, char holder[HOLDER_SIZE])
{
    ssize_t length = pread(lock, holder, HOLDER_SIZE - 1, 0);

    holder[length > 0 ? length : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
}

static bool holder_is_dead(const char *holder)
{
    int process = 0;

    if (sscanf(holder, "process %d", &process) != 1)
        return true;
    return process > 0 && kill(process, 0) != 0 && errno == ESRCH;
}

static bool holder_write(int lock, int64_t run_at, const char *path, struct error *error)
{
    char since[DATE_TEXT_SIZE];
    char holder[HOLDER_SIZE];
    int length;

    timestamp_format_iso(run_at, clock_offset_seconds(run_at), since);
    length = snprintf(holder, sizeof holder, "process %d since %s\n", (int)getpid(), since);
    if (ftruncate(lock, 0) == 0 && pwrite(lock, holder, (size_t)length, 0) == length)
        return true;
    return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s: can't write; make room",
                           path);
}

/* The children of a killed run hold its lock until the system has ended them too, which takes
 * milliseconds: a dead holder is waited for, a living one is not. */
static bool lock_take(int lock, const char *job, struct error *error)
{
    int64_t until = clock_monotonic_milliseconds() + DEAD_HOLDER_MILLISECONDS;
    struct timespec pause = {.tv_nsec = RETRY_NANOSECONDS};
    char holder[HOLDER_SIZE] = "";

    while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "lock of job %s", job);
        holder_read(lock, holder);
        if (!holder_is_dead(holder) || clock_monotonic_milliseconds() > until)
            return error_set(error, EXIT_CODE_TRY_AGAIN,
                             "job %s is being run by %s; try again when that has ended", job,
                             *holder != '\0' ? holder : "another process");
        nanosleep(&pause, NULL);
    }
    return true;
}

int ledger_lock(const struct settings *settings, const char *job, int64_t run_at,
                struct error *error)
{
    char path[PATH_MAX];
    int lock;

    if (!lock_path(settings, job, path, error))
        return -1;
    lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (lock < 0) {
        error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno,
                        "%s: can't open; give the user that runs khrop write access", path);
        return -1;
    }
    if (!lock_take(lock, job, error) || !holder_write(lock, run_at, path, error)) {
        close(lock);
        return -1;
    }
    return lock;
}

/* The file stays: removing it would let two runs hold two files of one name. */
void ledger_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}

bool ledger_is_locked(const struct settings *settings, const char *job, char holder[HOLDER_SIZE])
{
    char path[PATH_MAX];
    bool is_locked;
    int lock;

    holder[0] = '\0';
    if (snprintf(path, sizeof path, "%s/locks/%s.lock", settings->state_folder, job) >=
        (int)sizeof path)
        return false;
    lock = open(path, O_RDONLY | O_CLOEXEC);
    if (lock < 0)
        return false;
    is_locked = flock(lock, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (is_locked)
        holder_read(lock, holder);
    close(lock);
    return is_locked;
}
