/* Starts, watches and ends the child processes that load what can't be trusted with the parent.
 *
 * A child tells its parent through a pipe, a message of one size at a time, small enough that the
 * system writes it whole. Its end is learned from waitpid, not from the pipe: a driver may have
 * left something running that still holds it.
 */
#include "daemon/workers.h"

#include "core/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STEP_MILLISECONDS 2000 /* from cancel to TERM, and from TERM to KILL */
#define WATCH_MILLISECONDS 100
#define END_MILLISECONDS 5 /* a child whose pipe is closed is about to end */

enum message_kind { MESSAGE_PROGRESS, MESSAGE_ERROR };

struct message {
    enum message_kind kind;
    enum exit_code code;
    int64_t rows;
    char text[ERROR_TEXT_SIZE];
};

_Static_assert(sizeof(struct message) <= PIPE_BUF, "a message is written whole");

struct worker_channel {
    int pipe;
};

enum stage {
    STAGE_WAITING,
    STAGE_RUNNING,
    STAGE_CANCELLED,
    STAGE_TERMINATED,
    STAGE_KILLED,
    STAGE_ENDED
};

/* What the parent knows of a worker beyond its result. */
struct watched {
    struct worker *worker;
    enum stage stage;
    pid_t process;
    int pipe;         /* -1: closed */
    int64_t limit_at; /* monotonic milliseconds when its time is up */
    int64_t next_at;  /* .. and of the next measure against it */
};

struct watch {
    struct watched *all;
    struct pollfd *polls;
    size_t count, running, ended;
    workers_progress *progress;
    void *context;
};

static void message_send(const struct worker_channel *channel, const struct message *message)
{
    ssize_t written;

    /* A parent that has gone has taken this process with it, so a failed write needs no answer. */
    do
        written = write(channel->pipe, message, sizeof *message);
    while (written < 0 && errno == EINTR);
}

void worker_report(struct worker_channel *channel, const char *dataset, int64_t rows)
{
    struct message message = {.kind = MESSAGE_PROGRESS, .rows = rows};

    snprintf(message.text, sizeof message.text, "%s", dataset);
    message_send(channel, &message);
}

static void *cancel_in_time(void *context)
{
    const struct worker *worker = context;
    struct timespec limit = {.tv_sec = (time_t)worker->time_limit_seconds};

    while (nanosleep(&limit, &limit) != 0 && errno == EINTR)
        continue;
    worker->cancel();
    return NULL;
}

static void cancel_arm(struct worker *worker)
{
    pthread_t thread;

    /* Without the thread, TERM and KILL still keep the limit. */
    if (worker->cancel != NULL && pthread_create(&thread, NULL, cancel_in_time, worker) == 0)
        pthread_detach(thread);
}

/* The child's whole life. */
static _Noreturn void child_run(struct worker *worker, int pipe, pid_t parent)
{
    struct worker_channel channel = {.pipe = pipe};
    struct message message = {.kind = MESSAGE_ERROR};
    struct error error = {0};

    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_IGN); /* Ctrl-C is for the parent, with whom this process ends */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(EXIT_CODE_SOFTWARE);
    cancel_arm(worker);
    message.code = worker->main(worker->context, &channel, &error);
    memcpy(message.text, error.text, sizeof message.text);
    message_send(&channel, &message);
    _exit((int)message.code);
}

static bool worker_start(struct watched *watched, struct error *error)
{
    struct worker *worker = watched->worker;
    pid_t parent = getpid();
    int ends[2];

    worker->code = EXIT_CODE_GOOD;
    error_clear(&worker->error);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set_errno(error, EXIT_CODE_SOFTWARE, errno, "worker %s: no pipe",
                               worker->name);
    fflush(NULL);
    watched->process = fork();
    if (watched->process == 0) {
        close(ends[0]);
        child_run(worker, ends[1], parent);
    }
    close(ends[1]);
    if (watched->process < 0) {
        close(ends[0]);
        return error_set_errno(error, EXIT_CODE_SOFTWARE, errno, "worker %s: no process",
                               worker->name);
    }
    watched->pipe = ends[0];
    watched->stage = STAGE_RUNNING;
    watched->limit_at = clock_monotonic_milliseconds() + worker->time_limit_seconds * 1000;
    watched->next_at = watched->limit_at;
    return true;
}

/* Reads one message; false when there is none now. */
static bool message_take(struct watch *watch, struct watched *watched)
{
    struct message message;
    ssize_t length = read(watched->pipe, &message, sizeof message);

    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    if (length != (ssize_t)sizeof message) {
        close(watched->pipe);
        watched->pipe = -1;
        return false;
    }
    message.text[sizeof message.text - 1] = '\0';
    if (message.kind == MESSAGE_PROGRESS) {
        watch->progress(watch->context, watched->worker, message.text, message.rows);
        return true;
    }
    watched->worker->code = message.code;
    if (message.code != EXIT_CODE_GOOD)
        error_set(&watched->worker->error, message.code, "%s", message.text);
    return true;
}

/* What the child wrote before it ended. Other processes may hold the pipe, so it is not waited on.
 */
static void messages_drain(struct watch *watch, struct watched *watched)
{
    struct pollfd poll_one = {.fd = watched->pipe, .events = POLLIN};

    while (watched->pipe >= 0 && poll(&poll_one, 1, 0) > 0 && message_take(watch, watched))
        continue;
    if (watched->pipe >= 0)
        close(watched->pipe);
    watched->pipe = -1;
}

/* A cancelled child may be heard a moment before the parent's own clock has got there. */
static bool is_out_of_time(const struct watched *watched)
{
    return watched->stage != STAGE_RUNNING ||
           clock_monotonic_milliseconds() >= watched->limit_at - WATCH_MILLISECONDS;
}

static void result_settle(const struct watched *watched, int status)
{
    struct worker *worker = watched->worker;

    if (is_out_of_time(watched) && (WIFSIGNALED(status) || worker->code != EXIT_CODE_GOOD)) {
        error_set(&worker->error, EXIT_CODE_UNAVAILABLE, "time limit of %lld s passed; %s",
                  (long long)worker->time_limit_seconds,
                  watched->stage == STAGE_KILLED ? "killed" : "ended");
        worker->code = EXIT_CODE_UNAVAILABLE;
    } else if (WIFSIGNALED(status)) {
        error_set(&worker->error, EXIT_CODE_UNAVAILABLE, "killed by signal %d (%s)",
                  WTERMSIG(status), strsignal(WTERMSIG(status)));
        worker->code = EXIT_CODE_UNAVAILABLE;
    } else if (WEXITSTATUS(status) != EXIT_CODE_GOOD && worker->code == EXIT_CODE_GOOD) {
        error_set(&worker->error, EXIT_CODE_SOFTWARE, "ended with code %d and said nothing",
                  WEXITSTATUS(status));
        worker->code = EXIT_CODE_SOFTWARE;
    }
}

static void worker_reap(struct watch *watch, struct watched *watched)
{
    int status = 0;

    if (waitpid(watched->process, &status, WNOHANG) != watched->process)
        return;
    messages_drain(watch, watched);
    result_settle(watched, status);
    watched->stage = STAGE_ENDED;
    watch->running--;
    watch->ended++;
    watch->progress(watch->context, watched->worker, NULL, 0);
}

/* The next measure against a worker whose time is up. The cancel is its own thread's work. */
static void worker_press(struct watched *watched, int64_t now)
{
    if (now < watched->next_at)
        return;
    watched->next_at = now + STEP_MILLISECONDS;
    switch (watched->stage) {
    case STAGE_RUNNING:
        watched->stage = STAGE_CANCELLED;
        break;
    case STAGE_CANCELLED:
        kill(watched->process, SIGTERM);
        watched->stage = STAGE_TERMINATED;
        break;
    case STAGE_TERMINATED:
    case STAGE_KILLED:
        kill(watched->process, SIGKILL);
        watched->stage = STAGE_KILLED;
        break;
    case STAGE_WAITING:
    case STAGE_ENDED:
        break;
    }
}

static bool is_alive(const struct watched *watched)
{
    return watched->stage != STAGE_WAITING && watched->stage != STAGE_ENDED;
}

/* Waits until a worker says something, but never long: ends and limits are looked at in between. */
static void messages_wait(struct watch *watch)
{
    int timeout = WATCH_MILLISECONDS;

    for (size_t i = 0; i < watch->count; i++) {
        const struct watched *watched = &watch->all[i];
        watch->polls[i] =
            (struct pollfd){.fd = is_alive(watched) ? watched->pipe : -1, .events = POLLIN};
        if (is_alive(watched) && watched->pipe < 0)
            timeout = END_MILLISECONDS;
    }
    if (poll(watch->polls, (nfds_t)watch->count, timeout) <= 0)
        return;
    for (size_t i = 0; i < watch->count; i++)
        if (watch->polls[i].revents != 0)
            message_take(watch, &watch->all[i]);
}

static bool workers_start(struct watch *watch, size_t parallel, struct error *error)
{
    for (size_t i = 0; i < watch->count && watch->running < parallel; i++) {
        if (watch->all[i].stage != STAGE_WAITING)
            continue;
        if (!worker_start(&watch->all[i], error))
            return false;
        watch->running++;
    }
    return true;
}

static void workers_look(struct watch *watch)
{
    int64_t now = clock_monotonic_milliseconds();

    for (size_t i = 0; i < watch->count; i++) {
        if (is_alive(&watch->all[i]))
            worker_press(&watch->all[i], now);
        if (is_alive(&watch->all[i]))
            worker_reap(watch, &watch->all[i]);
    }
}

static void workers_kill(struct watch *watch)
{
    for (size_t i = 0; i < watch->count; i++) {
        struct watched *watched = &watch->all[i];
        if (!is_alive(watched))
            continue;
        kill(watched->process, SIGKILL);
        (void)waitpid(watched->process, NULL, 0);
        if (watched->pipe >= 0)
            close(watched->pipe);
    }
}

bool workers_run(struct worker *workers, size_t count, size_t parallel, workers_progress *progress,
                 void *context, struct error *error)
{
    struct watch watch = {.count = count, .progress = progress, .context = context};
    bool has_run = false;

    watch.all = calloc(count + 1, sizeof *watch.all);
    watch.polls = calloc(count + 1, sizeof *watch.polls);
    if (watch.all == NULL || watch.polls == NULL) {
        error_set(error, EXIT_CODE_SOFTWARE, "no memory for %zu workers", count);
        goto done;
    }
    for (size_t i = 0; i < count; i++)
        watch.all[i] = (struct watched){.worker = &workers[i], .pipe = -1};
    while (watch.ended < count) {
        if (!workers_start(&watch, parallel > 0 ? parallel : 1, error)) {
            workers_kill(&watch);
            goto done;
        }
        messages_wait(&watch);
        workers_look(&watch);
    }
    has_run = true;
done:
    free(watch.all);
    free(watch.polls);
    return has_run;
}
