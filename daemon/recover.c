/* After a crash: the folder decides. If it stands whole with the hash that was committed, nothing
 * is missing but the last commit; else nothing of it was ever seen by anyone. */
#include "daemon/recover.h"

#include "core/date.h"
#include "reports/publish.h"

#include <stdio.h>

static bool attempt_settle(const struct ledger *ledger, const struct settings *settings,
                           const struct slot *slot, const struct ledger_attempt *attempt,
                           struct error *error)
{
    if (attempt->is_publishing && publish_is_whole(settings, slot, attempt->manifest_sha256))
        return publish_latest(settings, slot, error) &&
               ledger_published(ledger, slot, NULL, "finished after a crash", error);
    return ledger_failed(ledger, slot, EXIT_CODE_SOFTWARE, "ended by a crash", error);
}

bool recover(const struct ledger *ledger, const struct settings *settings,
             const struct job_settings *job, struct error *error)
{
    struct ledger_attempt attempt;
    char date[DATE_TEXT_SIZE];
    bool is_found = false;

    while (ledger_find_unfinished(ledger, job->name, &attempt, &is_found, error) && is_found) {
        struct slot slot = {
            .job = job,
            .business_on = attempt.business_on,
            .last_on = slot_last_on(job, attempt.business_on),
            .run_at = attempt.started_at,
            .attempt = attempt.attempt,
            .attempt_id = attempt.attempt_id,
            .is_flows_only = attempt.is_flows_only,
        };

        date_format_iso(attempt.business_on, date);
        if (!slot_place(&slot, settings, error) ||
            !attempt_settle(ledger, settings, &slot, &attempt, error))
            return error_wrap(error, "%s for %s, left by a crash", job->name, date);
    }
    return error->code == EXIT_CODE_GOOD;
}
