-- id: quotation_state
-- title: {en: How long each quotation is valid, th: อายุการยืนราคาของใบเสนอราคาแต่ละใบ}
-- needs: {staff: [], quotations: []}
-- key: [quote_no]
-- params: {valid_days: 30}
SELECT quotations.quote_no, COALESCE(staff.branch, '') AS branch,
       COALESCE(quotations.valid_until_on, quotations.quoted_on + :valid_days) AS expiry_on
FROM quotations
LEFT JOIN staff ON staff.staff_no = quotations.staff_no
