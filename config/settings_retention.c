/* [retention] of khrop.ini: how long snapshots and outputs are kept. */
#include "config/binder.h"
#include "config/settings_reading.h"

#define SNAPSHOT_DAYS 35
#define OUTPUT_DAYS 400

void reading_take_retention(struct reading *reading, const struct node *root)
{
    const struct node *map = node_find(root, "retention");

    reading->settings->retention = (struct retention_settings){
        .snapshot_days = binder_integer(map, "snapshots", SNAPSHOT_DAYS),
        .output_days = binder_integer(map, "outputs", OUTPUT_DAYS),
    };
}
