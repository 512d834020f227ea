/* The first thing to do, in one line: which new exceptions of which checks, most severe first; on a
 * quiet day the oldest. */
#ifndef KHROP_REPORTS_START_LINE_H
#define KHROP_REPORTS_START_LINE_H

#include "reports/report.h"

/* `ทำก่อน: BO-01 3 · BO-04 3 (ใหม่หรือพบซ้ำ ความสำคัญสูง)`. Names at most six checks. */
void start_line(const struct report *report, char line[REPORT_LINE_SIZE]);

#endif
