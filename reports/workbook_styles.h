/* The formats of a workbook's cells, made when first asked for. For workbook.c alone. */
#ifndef KHROP_REPORTS_WORKBOOK_STYLES_H
#define KHROP_REPORTS_WORKBOOK_STYLES_H

#include "reports/workbook.h"

#include <xlsxwriter.h>

struct workbook_styles {
    lxw_workbook *file;
    enum language language;
    /* The second of a kind: whole quantities without places. */
    lxw_format *formats[CELL_KINDS][CELL_LOOKS][2];
};

/* NULL when there is no memory. `is_whole` counts for CELL_QUANTITY alone. */
lxw_format *workbook_style(struct workbook_styles *styles, enum cell_kind kind, enum cell_look look,
                           bool is_whole);

#endif
