-- id: CRM-06
-- title: {en: The same customer twice in CRM, th: ลูกค้ารายเดียวกันมีข้อมูลซ้ำใน CRM}
-- why: {en: "{crm_no} {customer_name} and {same_as_crm_no} {same_customer_name} have {match_kind}: {certainty}", th: "{crm_no} {customer_name} และ {same_as_crm_no} {same_customer_name} มี{match_kind} ({certainty})"}
-- todo: {en: "If they are one customer, merge the two records in CRM", th: หากเป็นลูกค้ารายเดียวกัน ให้รวมข้อมูลใน CRM เป็นรายการเดียว}
-- compares: [customer_name, same_customer_name]
-- needs: {customers: [], crm_customers: [customer_no, tax_id, phone, customer_name]}
-- key: [crm_no, same_as_crm_no]
-- signature: [match_kind]
-- kind: state
-- owner: owner_no
-- severity: medium
WITH records AS (
    SELECT crm.crm_no, crm.customer_no, crm.customer_name, crm.phone, crm.tax_id,
           COALESCE(crm.staff_no, customers.staff_no, '') AS owner_no, crm.customer_name_identity AS name_identity,
           crm.phone_identity, CASE WHEN crm.is_tax_id_valid = 1 THEN crm.tax_id_identity END AS valid_tax_id,
           COALESCE(crm.tax_branch_no_identity, '00000') AS tax_branch_no
    FROM crm_customers AS crm
    LEFT JOIN customers ON customers.customer_no = crm.customer_no
    WHERE customers.customer_no IS NULL
       OR customers.is_walk_in = 0
), by_customer AS (
    SELECT customer_no, MIN(crm_no) AS lowest_crm_no
    FROM records
    WHERE customer_no IS NOT NULL
    GROUP BY customer_no
), by_tax_id AS (
    SELECT valid_tax_id, tax_branch_no, MIN(crm_no) AS lowest_crm_no
    FROM records
    WHERE valid_tax_id IS NOT NULL
    GROUP BY valid_tax_id, tax_branch_no
), by_phone AS (
    -- One key of both: a look-up by the phone alone would find all that share it.
    SELECT phone_identity, name_identity, phone_identity || ':' || name_identity AS phone_and_name,
           MIN(crm_no) AS lowest_crm_no
    FROM records
    WHERE phone_identity IS NOT NULL
      AND name_identity IS NOT NULL
    GROUP BY phone_identity, name_identity
), lengths AS (
    -- How long the names of a phone are: a name's beginnings of these lengths are looked up, so that a number which
    -- thousands of records share costs each of them a few look-ups, not a comparison with every other.
    SELECT DISTINCT phone_identity, LENGTH(name_identity) AS name_length
    FROM by_phone
), beginnings AS (
    SELECT longer.phone_and_name AS longer_name, longer.lowest_crm_no AS longer_crm_no,
           shorter.phone_and_name AS shorter_name, shorter.lowest_crm_no AS shorter_crm_no
    FROM by_phone AS longer
    JOIN lengths ON lengths.phone_identity = longer.phone_identity
    JOIN by_phone AS shorter
      ON shorter.phone_and_name = longer.phone_identity || ':' || SUBSTR(longer.name_identity, 1, lengths.name_length)
), alike AS (
    -- Equal, or one begins with the other.
    SELECT longer_name AS phone_and_name, shorter_crm_no AS lowest_crm_no
    FROM beginnings
    UNION ALL
    SELECT shorter_name, longer_crm_no
    FROM beginnings
), by_name AS (
    SELECT phone_and_name, MIN(lowest_crm_no) AS lowest_crm_no
    FROM alike
    GROUP BY phone_and_name
), matched AS (
    SELECT records.crm_no, by_customer.lowest_crm_no AS same_as_crm_no, 1 AS match_rank
    FROM records
    JOIN by_customer ON by_customer.customer_no = records.customer_no
    UNION ALL
    SELECT records.crm_no, by_tax_id.lowest_crm_no, 2
    FROM records
    JOIN by_tax_id
      ON by_tax_id.valid_tax_id = records.valid_tax_id AND by_tax_id.tax_branch_no = records.tax_branch_no
    UNION ALL
    SELECT records.crm_no, by_name.lowest_crm_no, 3
    FROM records
    JOIN by_name ON by_name.phone_and_name = records.phone_identity || ':' || records.name_identity
), lowest AS (
    SELECT crm_no, MIN(same_as_crm_no) AS same_as_crm_no
    FROM matched
    WHERE same_as_crm_no < crm_no
    GROUP BY crm_no
), judged AS (
    SELECT lowest.crm_no, lowest.same_as_crm_no, MIN(matched.match_rank) AS match_rank
    FROM lowest
    JOIN matched ON matched.crm_no = lowest.crm_no AND matched.same_as_crm_no = lowest.same_as_crm_no
    GROUP BY lowest.crm_no, lowest.same_as_crm_no
)
SELECT judged.crm_no, judged.same_as_crm_no, record.customer_no, record.owner_no, record.customer_name,
       same.customer_name AS same_customer_name, record.phone, record.tax_id,
       CASE judged.match_rank WHEN 1 THEN 'customer_no' WHEN 2 THEN 'tax_id' ELSE 'phone' END AS match_kind,
       CASE WHEN judged.match_rank = 3 THEN 'likely' ELSE 'certain' END AS certainty
FROM judged
JOIN records AS record ON record.crm_no = judged.crm_no
JOIN records AS same ON same.crm_no = judged.same_as_crm_no
