-- workdays() and workday_after() for PostgreSQL, over the mirror's table calendar, whose key is (branch, day_on): what
-- jobs/sql_functions.c gives SQLite.
--
-- A null day or number gives null. A branch that is null, or has no days of its own, has the company's calendar. A day
-- outside the accepted dates is an error, and so is a number below 1.

CREATE FUNCTION workday_calendar(named text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM calendar WHERE calendar.branch = named) THEN named ELSE '' END
$$;

CREATE FUNCTION workdays(branch text, from_on bigint, to_on bigint) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    used text := workday_calendar(branch);
    counted bigint;
BEGIN
    IF from_on IS NULL OR to_on IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT GREATEST(until.workday_count - since.workday_count, 0) INTO counted
    FROM calendar AS since
    JOIN calendar AS until ON until.branch = used AND until.day_on = to_on
    WHERE since.branch = used AND since.day_on = from_on;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'workdays from % to %: outside the calendar (holidays.yaml, accepted)',
            DATE '1970-01-01' + from_on::integer, DATE '1970-01-01' + to_on::integer;
    END IF;
    RETURN counted;
END
$$;

CREATE FUNCTION workday_after(branch text, after_on bigint, n bigint) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    used text := workday_calendar(branch);
    found_on bigint;
BEGIN
    IF after_on IS NULL OR n IS NULL THEN
        RETURN NULL;
    END IF;
    IF n < 1 THEN
        RAISE EXCEPTION 'workday_after: number % after %: it counts from 1', n, DATE '1970-01-01' + after_on::integer;
    END IF;
    SELECT day.day_on INTO found_on
    FROM calendar AS since
    JOIN calendar AS day ON day.branch = used AND day.day_on > after_on AND day.is_workday = 1
    WHERE since.branch = used AND since.day_on = after_on
    ORDER BY day.day_on
    OFFSET n - 1
    LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'workday_after: number % after %: outside the calendar (holidays.yaml, accepted)', n,
            DATE '1970-01-01' + after_on::integer;
    END IF;
    RETURN found_on;
END
$$;
