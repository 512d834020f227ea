/* The words of summary.html; see summary_words.h. */
#include "reports/summary_words.h"

static const struct bilingual words[SUMMARY_WORD_COUNT] = {
    [SUMMARY_SKIP] = {{"Skip to the figures", "ข้ามไปยังตัวเลข"}},
    [SUMMARY_CONTENTS] = {{"On this page", "ในหน้านี้"}},
    [SUMMARY_KPIS] = {{"All key figures", "ตัวชี้วัดทั้งหมด"}},
    [SUMMARY_TEAMS] = {{"Teams and staff", "ทีมและพนักงาน"}},
    [SUMMARY_TRENDS] = {{"Trends over 90 days", "แนวโน้ม 90 วัน"}},
    [SUMMARY_AGES] = {{"Back orders by age", "อายุค้างของสินค้าค้างส่ง"}},
    [SUMMARY_PARETO] = {{"Problems and obstacles", "ปัญหาและอุปสรรค"}},
    [SUMMARY_GAPS] = {{"What was not checked", "สิ่งที่ไม่ได้ตรวจ"}},
    [SUMMARY_DEFINITIONS] = {{"Definitions", "นิยามตัวชี้วัด"}},
    [SUMMARY_PROVENANCE] = {{"Where the figures come from", "ที่มาของตัวเลข"}},
    [SUMMARY_BETTER] = {{"better", "ดีขึ้น"}},
    [SUMMARY_WORSE] = {{"worse", "แย่ลง"}},
    [SUMMARY_SAME] = {{"unchanged", "เท่าเดิม"}},
    [SUMMARY_POINTS] = {{" points", " จุด"}},
    [SUMMARY_NO_TARGET] = {{"no target set", "ไม่ได้ตั้งเป้าหมาย"}},
    [SUMMARY_NOTHING] = {{"nothing to measure", "ไม่มีรายการให้วัด"}},
    [SUMMARY_SPARK] = {{"90 days", "90 วัน"}},
    [SUMMARY_TREND_NOTE] =
        {{"Line: the last 30 days up to each day; balances: each report's. Dashed: the target. "
          "A gap: nothing is known of those days.",
          "เส้นทึบ: ค่าสะสม 30 วันจนถึงวันนั้น ส่วนยอดคงค้างคือค่า ณ วันที่ออกรายงาน · เส้นประ: เป้าหมาย · "
          "ช่วงที่เส้นขาด: ไม่มีข้อมูลของวันนั้น"}},
    [SUMMARY_LOWEST] = {{"Lowest", "ต่ำสุด"}},
    [SUMMARY_HIGHEST] = {{"Highest", "สูงสุด"}},
    [SUMMARY_LATEST] = {{"Latest", "ล่าสุด"}},
    [SUMMARY_FIGURES] = {{"Figures, week by week", "ตัวเลขรายสัปดาห์"}},
    [SUMMARY_WEEK] = {{"Week to", "สัปดาห์จนถึงวันที่"}},
    [SUMMARY_MILLION] = {{" M", " ล้าน"}},
    [SUMMARY_TOO_YOUNG] = {{"Too few reports yet for a trend; it grows with each published day:",
                            "ยังมีรายงานไม่พอสำหรับแสดงแนวโน้ม จะเพิ่มขึ้นตามรายงานที่ออกในแต่ละวัน:"}},
    [SUMMARY_SPLITS] = {{"What these figures consist of", "แยกตามประเภท"}},
    [SUMMARY_STAFF_FIGURES] = {{"By staff member", "รายพนักงาน"}},
    [SUMMARY_STAFF_MORE] = {{"The first are shown; all stand in kpi.xlsx.",
                             "แสดงเฉพาะส่วนแรก ดูทั้งหมดได้ใน kpi.xlsx"}},
    [SUMMARY_LEVELS_CAPTION] = {{"By team and branch: month to date, balances as of now",
                                 "รายทีมและสาขา: สะสมตั้งแต่ต้นเดือน และยอดคงค้าง ณ วันที่รายงาน"}},
    [SUMMARY_LEVELS_MORE] = {{"The first teams and branches are shown; all stand in kpi.xlsx.",
                              "แสดงเฉพาะทีมและสาขาส่วนแรก ดูทั้งหมดได้ใน kpi.xlsx"}},
    [SUMMARY_LARGEST] = {{"the largest are shown", "แสดงเฉพาะรายการที่มากที่สุด"}},
    [SUMMARY_OTHERS] = {{"Others", "อื่น ๆ รวมกัน"}},
    [SUMMARY_NEEDS_CAPTION] = {{"High severity, and what is new today",
                                "ความสำคัญสูง และรายการที่พบใหม่วันนี้"}},
    [SUMMARY_NEEDS_OTHERS] = {{"The other checks with open exceptions", "หัวข้ออื่นที่ยังมีรายการค้าง"}},
    [SUMMARY_DAYS_OPEN] = {{"day", "วันที่"}},
    [SUMMARY_CLEAN] = {{"Checked, nothing on a list", "ตรวจแล้ว ไม่มีรายการค้าง"}},
    [SUMMARY_AGES_NOTE] = {{"Calendar days since a back order was opened, in lines.",
                            "นับเป็นวันตามปฏิทินตั้งแต่วันที่เปิดสินค้าค้างส่ง หน่วยเป็นรายการ"}},
    [SUMMARY_AGES_BY_STAFF] = {{"By staff member, those with most", "รายพนักงาน เฉพาะผู้ที่มีมากที่สุด"}},
    [SUMMARY_PARETO_NOTE] =
        {{"Columns: share of all. Line: running share; where it crosses 80 % stand the few kinds "
          "that make most problems.",
          "แท่ง: สัดส่วนของทั้งหมด · เส้น: สัดส่วนสะสม รายการที่อยู่ก่อนเส้น 80 % "
          "คือปัญหาส่วนน้อยที่ทำให้เกิดปัญหาส่วนใหญ่"}},
    [SUMMARY_RANK] = {{"No.", "ลำดับ"}},
    [SUMMARY_RUNNING] = {{"Running share", "สัดส่วนสะสม"}},
    [SUMMARY_NONE] = {{"There are none.", "ไม่มีรายการ"}},
    [SUMMARY_DEFINED] = {{"How each figure is reckoned", "วิธีคำนวณตัวชี้วัดแต่ละตัว"}},
    [SUMMARY_TOTALS] = {{"Rows in the source = rows taken + rows rejected, dataset by dataset",
                         "แถวต้นทาง = แถวที่นำเข้า + แถวที่ใช้ไม่ได้ ของแต่ละชุดข้อมูล"}},
    [SUMMARY_COMPARED] = {{"Company, for comparison", "ทั้งบริษัท (เพื่อเปรียบเทียบ)"}},
    [SUMMARY_BY_KHROP] = {{"Made by khrop", "จัดทำโดย khrop"}},
};

const char *summary_word(enum summary_word word, enum language language)
{
    return words[word].text[language];
}
