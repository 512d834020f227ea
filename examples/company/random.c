/* splitmix64: a counter run through a mixing function (Steele, Lea and Flood, 2014). */
#include "examples/company/random.h"

static uint64_t mixed(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xbf58476d1ce4e5b9);
    value ^= value >> 27;
    value *= UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

struct random random_start(uint64_t seed, enum random_subject subject, uint64_t index)
{
    struct random random = {mixed(mixed(mixed(seed + 1) + (uint64_t)subject) + index)};

    return random;
}

uint64_t random_next(struct random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return mixed(random->state);
}

int64_t random_below(struct random *random, int64_t limit)
{
    return (int64_t)(random_next(random) % (uint64_t)limit);
}

int64_t random_between(struct random *random, int64_t from, int64_t to)
{
    return from + random_below(random, to - from + 1);
}

bool random_chance(struct random *random, int per_mille)
{
    return random_below(random, 1000) < per_mille;
}
