/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-demo-people.h"

#include <string.h>

#include "cb-resident-id.h"

/* Whoever is made here has never lived: the ID numbers end in the sequences 996 to 999, which were kept for centenarians
 * (policy: 5.1), with birthdays of younger people. */

struct _CbDemoCrowd {
  CbDice      dice;
  CbAreas    *areas;
  CbDate      today;
  GPtrArray  *townships;     /* of const CbArea* */
  GHashTable *used;          /* ID numbers given out */
  guint       made;
  char        surname[8];    /* of the household being made */
};

typedef struct {
  CbHousehold *h;
  GArray      *edits;
  CbDemoCrowd *crowd;
  gboolean     urban;
} Making;

static const char *const surnames[] = {
  "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗",
  "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
  "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜",
  "范", "方", "石", "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史",
  "顾", "侯", "邵", "孟", "龙", "万", "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文",
  "单", "仇", "解", "欧阳", "司马", "上官", "尉迟", "𠮷",
};

static const char *const male[] = {
  "建国", "国强", "志强", "德明", "永福", "光荣", "大勇", "明华", "文斌", "成林", "正刚", "天贵", "仕才", "长生", "开元", "友全", "洪波", "建军",
  "小军", "浩", "杰", "鹏", "磊", "俊", "宇轩", "子涵", "浩然", "伟", "勇", "刚", "涛", "斌", "波", "超", "海", "荣", "子豪", "思远", "家明", "星宇",
};

static const char *const female[] = {
  "秀兰", "秀英", "桂芳", "玉珍", "淑华", "国芳", "素琼", "明秀", "天秀", "绍碧", "晓梅", "丽", "敏", "静", "燕", "玲", "娟", "霞", "艳", "红梅",
  "春花", "小雨", "雨欣", "欣怡", "梓涵", "诗雨", "佳怡", "婷婷", "雪", "洁", "琳", "倩", "莉", "慧", "菊", "蓉", "碧华", "清芳", "思琪", "梦瑶",
};

static const char *const village_heads[] = {
  "双鱼", "青林", "石板", "龙泉", "高观", "五指", "天台", "玉台", "柏垭", "小剑", "大坪", "桅杆", "联合", "红光", "凤凰", "清江", "长岭", "梨园",
  "桂花", "石牛", "白鹤", "金鼓", "文林", "松林", "向阳", "东风", "新华", "月坝", "水池", "朝阳",
};

guint64
cb_dice_next (CbDice *dice)
{
  guint64 z = (dice->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

gint64
cb_dice_roll (CbDice *dice,
              gint64  low,
              gint64  high)
{
  g_assert (low <= high);
  return low + (gint64) (cb_dice_next (dice) % (guint64) (high - low + 1));
}

gboolean
cb_dice_odds (CbDice *dice,
              guint   permille)
{
  return cb_dice_next (dice) % 1000 < permille;
}

static const char *
pick (CbDice            *dice,
      const char *const *from,
      guint              n)
{
  return from[cb_dice_next (dice) % n];
}

CbDemoCrowd *
cb_demo_crowd_new (guint64  seed,
                   CbAreas *areas,
                   CbDate   today)
{
  CbDemoCrowd *crowd = g_new0 (CbDemoCrowd, 1);
  g_autoptr (GPtrArray) counties = cb_areas_children (areas, "510800");

  crowd->dice.state = seed * G_GUINT64_CONSTANT (0xd1342543de82ef95) + 1;
  crowd->areas = cb_areas_ref (areas);
  crowd->today = today;
  crowd->townships = g_ptr_array_new ();
  crowd->used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < counties->len; i++)
    {
      const CbArea *county = g_ptr_array_index (counties, i);
      g_autoptr (GPtrArray) below = cb_areas_children (areas, county->code);

      /* Codes from 400 up are reserves, farms and forestry offices: nobody applies there. */
      for (guint k = 0; k < below->len; k++)
        {
          const CbArea *township = g_ptr_array_index (below, k);

          if (strcmp (township->code + 6, "400") < 0)
            g_ptr_array_add (crowd->townships, (gpointer) township);
        }
    }
  return crowd;
}

void
cb_demo_crowd_free (CbDemoCrowd *crowd)
{
  g_clear_pointer (&crowd->areas, cb_areas_unref);
  g_clear_pointer (&crowd->townships, g_ptr_array_unref);
  g_clear_pointer (&crowd->used, g_hash_table_unref);
  g_free (crowd);
}

char *
cb_demo_crowd_name (CbDemoCrowd *crowd)
{
  const char *family = pick (&crowd->dice, surnames, 100);
  const char *given = cb_dice_odds (&crowd->dice, 500) ? pick (&crowd->dice, male, G_N_ELEMENTS (male))
                                                       : pick (&crowd->dice, female, G_N_ELEMENTS (female));

  return g_strconcat (family, given, NULL);
}

/* An ID number for a birthday near @birth that nobody has yet; @birth becomes the day used. */
static char *
make_id (CbDemoCrowd *crowd,
         const char  *county,
         gboolean     woman,
         CbDate      *birth)
{
  for (;; (*birth)++)
    for (int sequence = woman ? 996 : 997; sequence <= 999; sequence += 2)
      {
        int year, month, day;
        char first[18], id[19];

        cb_date_split (*birth, &year, &month, &day);
        g_snprintf (first, sizeof first, "%.6s%04d%02d%02d%03d", county, year, month, day, sequence);
        g_snprintf (id, sizeof id, "%s%c", first, cb_resident_id_check (first));
        if (g_hash_table_add (crowd->used, g_strdup (id)))
          return g_strdup (id);
      }
}

static void
set_text (Making     *m,
          CbEntity   *e,
          const char *field,
          const char *text)
{
  g_auto (CbValue) value = cb_value_text (text);

  cb_edits_set (m->edits, e, cb_field_by_key (field)->id, &value);
}

static void
set_int (Making     *m,
         CbEntity   *e,
         const char *field,
         gint64      number)
{
  CbValue value = cb_value_int (number);

  cb_edits_set (m->edits, e, cb_field_by_key (field)->id, &value);
}

/* A birthday that makes somebody @age years old today. */
static CbDate
born (Making *m,
      int     age)
{
  return cb_date_add_months (m->crowd->today, -12 * age) - (CbDate) cb_dice_roll (&m->crowd->dice, 20, 300);
}

static CbEntity *
add_member_born (Making     *m,
                 const char *name,
                 const char *relation,
                 gboolean    woman,
                 CbDate      birth)
{
  const CbUid *household = cb_household_uid (m->h);
  CbEntity *member = cb_household_add (m->h, CB_KIND_MEMBER, household);
  const char *area = NULL;
  g_autofree char *id = NULL;

  for (guint i = 0; i < m->edits->len; i++)
    {
      const CbEdit *edit = &g_array_index (m->edits, CbEdit, i);

      if (edit->field == cb_field_by_key ("household.area")->id)
        area = edit->value.text;
    }
  id = make_id (m->crowd, area != NULL ? area : "510823", woman, &birth);
  set_text (m, member, "member.name", name);
  set_text (m, member, "member.relation", relation);
  set_text (m, member, "member.id_number", id);
  set_int (m, member, "member.birth", birth);
  set_text (m, member, "member.sex", woman ? "female" : "male");
  set_text (m, member, "member.residence", "home");
  set_text (m, member, "member.health", "good");
  return member;
}

static CbEntity *
add_member (Making     *m,
            const char *relation,
            gboolean    woman,
            int         age)
{
  CbDice *dice = &m->crowd->dice;
  gboolean own_name = strcmp (relation, "spouse") == 0 || strcmp (relation, "daughter_in_law") == 0
                      || strcmp (relation, "mother") == 0;
  const char *family = own_name ? pick (dice, surnames, 100) : m->crowd->surname;
  const char *given = woman ? pick (dice, female, G_N_ELEMENTS (female)) : pick (dice, male, G_N_ELEMENTS (male));
  g_autofree char *name = g_strconcat (family, given, NULL);

  return add_member_born (m, name, relation, woman, born (m, age));
}

/* @yuan_a_month for the twelve months; wages with the months worked. */
static void
add_income (Making     *m,
            CbEntity   *member,
            const char *kind,
            const char *source,
            gint64      yuan_a_month,
            int         months)
{
  CbEntity *income = cb_household_add (m->h, CB_KIND_INCOME, cb_entity_uid (member));

  set_text (m, income, "income.kind", kind);
  set_text (m, income, "income.source", source);
  set_int (m, income, "income.amount", CB_YUAN (yuan_a_month) * months);
  if (strcmp (kind, "wage") == 0)
    set_int (m, income, "income.months", months);
}

static void
add_spending (Making     *m,
              CbEntity   *member,
              const char *kind,
              gint64      yuan,
              int         invoices)
{
  CbEntity *spending = cb_household_add (m->h, CB_KIND_SPENDING, cb_entity_uid (member));

  set_text (m, spending, "spending.kind", kind);
  set_int (m, spending, "spending.amount", CB_YUAN (yuan));
  set_int (m, spending, "spending.invoices", invoices);
}

static void
add_savings (Making *m,
             gint64  yuan)
{
  CbEntity *asset = cb_household_add (m->h, CB_KIND_ASSET, cb_household_uid (m->h));

  set_text (m, asset, "asset.kind", "deposit");
  set_int (m, asset, "asset.amount", CB_YUAN (yuan));
  set_text (m, asset, "asset.where", "四川农信");
}

static void
add_pension (Making   *m,
             CbEntity *member)
{
  add_income (m, member, "basic_pension_central", "城乡居民养老保险（中央基础养老金）", 163, 12);
  add_income (m, member, "pension", "城乡居民养老保险（地方及个人账户）", cb_dice_roll (&m->crowd->dice, 20, 90), 12);
}

static void
disable (Making     *m,
         CbEntity   *member,
         const char *type,
         int         digit,
         int         grade)
{
  const CbEdit *edit = NULL;
  g_autofree char *cert = NULL;

  for (guint i = 0; i < m->edits->len; i++)
    {
      edit = &g_array_index (m->edits, CbEdit, i);
      if (cb_uid_equal (&edit->entity, cb_entity_uid (member)) && edit->field == cb_field_by_key ("member.id_number")->id)
        cert = g_strdup_printf ("%s%d%d", edit->value.text, digit, grade);
    }
  set_text (m, member, "member.disability_cert", cert);
  set_text (m, member, "member.disability_type", type);
  set_int (m, member, "member.disability_grade", grade);
  set_text (m, member, "member.cert_state", "valid");
  set_int (m, member, "member.cert_until", cb_date_add_months (m->crowd->today, (int) cb_dice_roll (&m->crowd->dice, 2, 110)));
}

static void
at_school (Making     *m,
           CbEntity   *member,
           const char *school)
{
  set_text (m, member, "member.school", school);
  set_int (m, member, "member.full_time", TRUE);
  set_text (m, member, "member.work", "student");
}

static void
begin (Making     *m,
       const char *township,
       const char *village,
       gboolean    urban)
{
  CbDice *dice = &m->crowd->dice;
  CbEntity *home = cb_household_self (m->h);
  g_autofree char *phone = g_strdup_printf ("1%d%09d", (int) cb_dice_roll (dice, 3, 9), (int) cb_dice_roll (dice, 0, 999999999));
  g_autofree char *address = g_strdup_printf ("%d组%d号", (int) cb_dice_roll (dice, 1, 9), (int) cb_dice_roll (dice, 1, 120));

  m->urban = urban;
  g_strlcpy (m->crowd->surname, pick (dice, surnames, cb_dice_odds (dice, 20) ? G_N_ELEMENTS (surnames) : 100),
             sizeof m->crowd->surname);
  set_text (m, home, "household.category", urban ? "urban" : "rural");
  set_text (m, home, "household.area", township);
  set_text (m, home, "household.village", village);
  set_text (m, home, "household.address", address);
  set_text (m, home, "household.phone", phone);
}

/* ------------------------------------------------------------ the worked cases (policy 8), at 剑门关镇 */

static void
worked_case (Making *m,
             guint   number)
{
  static const char *const village[] = { "双鱼村", "青林村", "剑门社区" };
  gboolean urban = number == 1 || number == 4 || number == 9 || number == 14 || number == 16;
  CbEntity *a, *b, *c;

  begin (m, "510823120", urban ? village[2] : village[number % 2], urban);
  switch (number)
    {
    case 1: /* income exactly at the standard */
      a = add_member (m, "head", FALSE, 44);
      b = add_member (m, "spouse", TRUE, 42);
      c = add_member (m, "son", FALSE, 20);
      add_income (m, a, "business", "小吃摊", 2340, 12);
      set_int (m, c, "member.lives_together", TRUE);
      (void) b;
      break;
    case 2: /* exactly one and a half times, spending exactly at the ratio */
      a = add_member (m, "head", FALSE, 47);
      add_member (m, "spouse", TRUE, 45);
      c = add_member (m, "son", FALSE, 19);
      at_school (m, c, "bachelor");
      b = add_member (m, "daughter", TRUE, 13);
      at_school (m, b, "compulsory");
      add_income (m, a, "business", "养殖", 3720, 12);
      add_spending (m, c, "education", 22320, 4);
      break;
    case 3: /* rounding */
      a = add_member (m, "head", FALSE, 36);
      add_member (m, "spouse", TRUE, 35);
      c = add_member (m, "daughter", TRUE, 10);
      at_school (m, c, "compulsory");
      b = cb_household_add (m->h, CB_KIND_INCOME, cb_entity_uid (a));
      set_text (m, b, "income.kind", "business");
      set_text (m, b, "income.source", "种植");
      set_int (m, b, "income.amount", CB_YUAN (18940));
      break;
    case 4: /* the cost of working */
      a = add_member (m, "head", FALSE, 38);
      add_member (m, "spouse", TRUE, 37);
      c = add_member (m, "son", FALSE, 10);
      at_school (m, c, "compulsory");
      add_income (m, a, "wage", "建筑工地", 2600, 12);
      break;
    case 5: /* the medical deduction is capped */
      a = add_member (m, "head", FALSE, 72);
      b = add_member (m, "spouse", TRUE, 68);
      set_text (m, b, "member.health", "recognised_serious");
      set_text (m, b, "member.diagnosis", "慢性肾衰竭");
      add_income (m, a, "business", "种植（3 亩）", 1700, 12);
      add_income (m, a, "basic_pension_central", "城乡居民养老保险（中央基础养老金）", 163, 12);
      add_income (m, b, "basic_pension_central", "城乡居民养老保险（中央基础养老金）", 163, 12);
      add_spending (m, b, "medical", 14000, 5);
      break;
    case 6: /* the edge, with a severely disabled son */
      a = add_member (m, "head", FALSE, 52);
      add_member (m, "spouse", TRUE, 50);
      c = add_member (m, "son", FALSE, 25);
      set_int (m, c, "member.lives_together", TRUE);
      disable (m, c, "limb", 4, 2);
      b = add_member (m, "daughter", TRUE, 16);
      at_school (m, b, "senior");
      add_income (m, a, "business", "运输", 3200, 12);
      break;
    case 7: /* where the grades end */
      a = add_member (m, "head", FALSE, 55);
      disable (m, a, "limb", 4, 3);
      add_member (m, "spouse", TRUE, 53);
      b = add_member (m, "daughter", TRUE, 22);
      set_int (m, b, "member.lives_together", TRUE);
      disable (m, b, "intellectual", 5, 3);
      c = add_member (m, "son", FALSE, 15);
      at_school (m, c, "compulsory");
      add_income (m, a, "business", "种植、养殖", 3200, 12);
      break;
    case 8: /* alone, sixty this year */
      a = add_member (m, "head", FALSE, 60);
      set_text (m, a, "member.labour", "none");
      add_income (m, a, "property", "土地流转", 150, 12);
      break;
    case 9: /* alone, cannot look after himself */
      a = add_member (m, "head", FALSE, 48);
      disable (m, a, "limb", 4, 1);
      set_text (m, a, "member.labour", "none");
      set_int (m, a, "member.can_eat", TRUE);
      set_int (m, a, "member.can_dress", TRUE);
      set_int (m, a, "member.can_rise", TRUE);
      set_int (m, a, "member.can_toilet", FALSE);
      set_int (m, a, "member.can_walk", FALSE);
      set_int (m, a, "member.can_bathe", FALSE);
      break;
    case 10: /* a minor alone with a grandmother */
      a = add_member (m, "head", TRUE, 76);
      b = add_member (m, "grandchild", FALSE, 16);
      set_int (m, b, "member.lives_together", TRUE);
      at_school (m, b, "senior");
      add_pension (m, a);
      break;
    case 11: /* work-injury care benefit */
      a = add_member (m, "head", FALSE, 51);
      disable (m, a, "sight", 1, 1);
      set_int (m, a, "member.injury_care", TRUE);
      b = add_member (m, "spouse", TRUE, 49);
      add_income (m, b, "business", "种植", 400, 12);
      break;
    case 12: /* two allowances, the higher one */
      a = add_member (m, "head", FALSE, 55);
      b = add_member (m, "father", FALSE, 82);
      set_int (m, b, "member.lives_together", TRUE);
      disable (m, b, "limb", 4, 1);
      set_int (m, b, "member.nursing_allowance", CB_YUAN (100));
      add_income (m, a, "business", "五金店", 1600, 12);
      add_pension (m, b);
      break;
    case 13: /* a new standard in the middle of the year */
      a = add_member (m, "head", FALSE, 58);
      add_member (m, "spouse", TRUE, 57);
      add_income (m, a, "business", "种植", 1000, 12);
      break;
    case 14: /* three generations */
      a = add_member (m, "head", FALSE, 43);
      b = add_member (m, "mother", TRUE, 75);
      set_int (m, b, "member.lives_together", TRUE);
      c = add_member (m, "son", FALSE, 12);
      at_school (m, c, "compulsory");
      add_income (m, a, "business", "零工", 900, 12);
      add_income (m, b, "pension", "遗属补助", 300, 12);
      break;
    case 15: /* prison and a student */
      a = add_member (m, "head", TRUE, 48);
      b = add_member (m, "spouse", FALSE, 50);
      set_text (m, b, "member.residence", "prison");
      c = add_member (m, "daughter", TRUE, 20);
      set_text (m, c, "member.residence", "away_school");
      at_school (m, c, "bachelor");
      c = add_member (m, "son", FALSE, 17);
      at_school (m, c, "senior");
      add_income (m, a, "wage", "服装厂", 1500, 12);
      break;
    default: /* after a fire */
      a = add_member (m, "head", FALSE, 41);
      add_member (m, "spouse", TRUE, 40);
      b = add_member (m, "son", FALSE, 14);
      at_school (m, b, "compulsory");
      c = add_member (m, "daughter", TRUE, 9);
      at_school (m, c, "compulsory");
      add_income (m, a, "wage", "货运站", 3900, 12);
      break;
    }
}

/* ------------------------------------------------------------ the rest of the county */

static void
situation (Making         *m,
           CbDemoSituation what)
{
  CbDice *dice = &m->crowd->dice;
  gint64 k = m->urban ? 130 : 100;   /* town incomes are higher, in per cent */
  CbEntity *a, *b = NULL, *c;
  gboolean woman = cb_dice_odds (dice, 450);

  switch (what)
    {
    case CB_DEMO_OLD_COUPLE:
      a = add_member (m, "head", FALSE, (int) cb_dice_roll (dice, 62, 84));
      b = add_member (m, "spouse", TRUE, (int) cb_dice_roll (dice, 60, 80));
      add_pension (m, a);
      add_pension (m, b);
      add_income (m, a, "business", "种植", cb_dice_roll (dice, 60, 1300) * k / 100, 12);
      if (cb_dice_odds (dice, 300))
        set_text (m, b, "member.health", "chronic");
      break;
    case CB_DEMO_OLD_ALONE:
      a = add_member (m, "head", woman, (int) cb_dice_roll (dice, 60, 90));
      set_text (m, a, "member.marital", "widowed");
      add_pension (m, a);
      add_income (m, a, "property", "土地流转", cb_dice_roll (dice, 30, 420) * k / 100, 12);
      break;
    case CB_DEMO_ILL:
      a = add_member (m, "head", FALSE, (int) cb_dice_roll (dice, 38, 66));
      b = add_member (m, "spouse", TRUE, (int) cb_dice_roll (dice, 36, 64));
      c = cb_dice_odds (dice, 500) ? a : b;
      set_text (m, c, "member.health", cb_dice_odds (dice, 600) ? "recognised_serious" : "serious");
      set_text (m, c, "member.diagnosis", cb_dice_odds (dice, 500) ? "恶性肿瘤" : "脑卒中后遗症");
      set_text (m, c, "member.labour", "none");
      add_spending (m, c, "medical", cb_dice_roll (dice, 30, 420) * 100, (int) cb_dice_roll (dice, 1, 12));
      add_income (m, c == a ? b : a, "wage", "务工", cb_dice_roll (dice, 900, 2900) * k / 100, (int) cb_dice_roll (dice, 6, 12));
      if (cb_dice_odds (dice, 600))
        {
          b = add_member (m, cb_dice_odds (dice, 500) ? "son" : "daughter", cb_dice_odds (dice, 500), (int) cb_dice_roll (dice, 7, 17));
          at_school (m, b, "compulsory");
        }
      break;
    case CB_DEMO_WORKING_POOR:
    case CB_DEMO_BETTER_OFF:
      a = add_member (m, "head", FALSE, (int) cb_dice_roll (dice, 30, 55));
      b = add_member (m, "spouse", TRUE, (int) cb_dice_roll (dice, 28, 53));
      set_text (m, a, "member.labour", "full");
      set_text (m, b, "member.labour", cb_dice_odds (dice, 700) ? "full" : "partial");
      for (gint64 i = cb_dice_roll (dice, 1, 3); i > 0; i--)
        {
          gboolean girl = cb_dice_odds (dice, 480);

          c = add_member (m, girl ? "daughter" : "son", girl, (int) cb_dice_roll (dice, 7, 17));
          at_school (m, c, "compulsory");
        }
      add_income (m, a, "wage", "务工",
                  what == CB_DEMO_BETTER_OFF ? cb_dice_roll (dice, 5200, 9800) : cb_dice_roll (dice, 1400, 4200) * k / 100,
                  (int) cb_dice_roll (dice, 7, 12));
      if (what == CB_DEMO_BETTER_OFF)
        add_savings (m, cb_dice_roll (dice, 20, 400) * 500);
      break;
    case CB_DEMO_SINGLE_PARENT:
      a = add_member (m, "head", cb_dice_odds (dice, 750), (int) cb_dice_roll (dice, 27, 48));
      set_text (m, a, "member.marital", cb_dice_odds (dice, 700) ? "divorced" : "widowed");
      for (gint64 i = cb_dice_roll (dice, 1, 2); i > 0; i--)
        {
          gboolean girl = cb_dice_odds (dice, 480);

          c = add_member (m, girl ? "daughter" : "son", girl, (int) cb_dice_roll (dice, 7, 17));
          at_school (m, c, "compulsory");
        }
      add_income (m, a, "wage", "餐饮服务", cb_dice_roll (dice, 800, 2600) * k / 100, (int) cb_dice_roll (dice, 5, 12));
      if (cb_dice_odds (dice, 400))
        add_income (m, a, "support", "抚养费", cb_dice_roll (dice, 200, 600), 12);
      break;
    case CB_DEMO_DISABLED_ADULT:
      {
        static const struct { const char *type; int digit; } kinds[] =
          { { "sight", 1 }, { "hearing", 2 }, { "limb", 4 }, { "limb", 4 }, { "intellectual", 5 }, { "mental", 6 }, { "mental", 6 } };
        guint kind = cb_dice_next (dice) % G_N_ELEMENTS (kinds);

        a = add_member (m, "head", FALSE, (int) cb_dice_roll (dice, 50, 70));
        b = add_member (m, "spouse", TRUE, (int) cb_dice_roll (dice, 48, 68));
        c = add_member (m, "son", FALSE, (int) cb_dice_roll (dice, 20, 42));
        set_int (m, c, "member.lives_together", TRUE);
        set_text (m, c, "member.labour", "none");
        disable (m, c, kinds[kind].type, kinds[kind].digit, (int) cb_dice_roll (dice, 1, 4));
        add_income (m, a, "business", "种植、零工", cb_dice_roll (dice, 700, 2900) * k / 100, 12);
        if (cb_dice_odds (dice, 300))
          add_spending (m, c, "rehabilitation", cb_dice_roll (dice, 10, 90) * 100, 3);
      }
      break;
    case CB_DEMO_PRISON:
      a = add_member (m, "head", TRUE, (int) cb_dice_roll (dice, 30, 50));
      b = add_member (m, "spouse", FALSE, (int) cb_dice_roll (dice, 32, 52));
      set_text (m, b, "member.residence", cb_dice_odds (dice, 700) ? "prison" : "compulsory_rehab");
      c = add_member (m, "son", FALSE, (int) cb_dice_roll (dice, 7, 17));
      at_school (m, c, "compulsory");
      add_income (m, a, "wage", "服装厂", cb_dice_roll (dice, 1000, 2400) * k / 100, 12);
      break;
    case CB_DEMO_GRANDCHILD:
      a = add_member (m, "head", FALSE, (int) cb_dice_roll (dice, 62, 76));
      b = add_member (m, "spouse", TRUE, (int) cb_dice_roll (dice, 60, 74));
      c = add_member (m, "grandchild", woman, (int) cb_dice_roll (dice, 7, 17));
      set_int (m, c, "member.lives_together", TRUE);
      at_school (m, c, "compulsory");
      add_pension (m, a);
      add_pension (m, b);
      add_income (m, a, "business", "种植、养殖", cb_dice_roll (dice, 200, 1500) * k / 100, 12);
      break;
    case CB_DEMO_SAVINGS:
      a = add_member (m, "head", woman, (int) cb_dice_roll (dice, 45, 75));
      add_income (m, a, "business", "种植", cb_dice_roll (dice, 100, 500), 12);
      add_savings (m, cb_dice_roll (dice, 15, 70) * 1000);
      break;
    case CB_DEMO_VEHICLE:
      a = add_member (m, "head", FALSE, (int) cb_dice_roll (dice, 32, 58));
      b = add_member (m, "spouse", TRUE, (int) cb_dice_roll (dice, 30, 56));
      add_income (m, a, "wage", "务工", cb_dice_roll (dice, 900, 2600) * k / 100, 10);
      if (cb_dice_odds (dice, 500))
        {
          c = cb_household_add (m->h, CB_KIND_VEHICLE, cb_household_uid (m->h));
          set_text (m, c, "vehicle.kind", cb_dice_odds (dice, 500) ? "car" : "motorcycle");
          set_int (m, c, "vehicle.value", CB_YUAN (cb_dice_roll (dice, 2, 40) * 1000));
          set_text (m, c, "vehicle.use", "务工通勤");
        }
      else if (cb_dice_odds (dice, 500))
        {
          c = cb_household_add (m->h, CB_KIND_COMPANY, cb_household_uid (m->h));
          set_text (m, c, "company.name", "小卖部");
          set_text (m, c, "company.role", "owner");
          set_text (m, c, "company.state", cb_dice_odds (dice, 600) ? "active" : "idle");
          set_int (m, c, "company.turnover", CB_YUAN (cb_dice_roll (dice, 3, 60) * 1000));
        }
      else
        for (int i = 0; i < 2; i++)
          {
            c = cb_household_add (m->h, CB_KIND_DWELLING, cb_household_uid (m->h));
            set_text (m, c, "dwelling.kind", i == 0 ? "own_rural" : "own_urban");
            set_int (m, c, "dwelling.square_metres", cb_dice_roll (dice, 45, 140));
          }
      break;
    case CB_DEMO_SUPPORTER:
    default:
      a = add_member (m, "head", woman, (int) cb_dice_roll (dice, 63, 86));
      add_pension (m, a);
      c = cb_household_add (m->h, CB_KIND_SUPPORTER, cb_household_uid (m->h));
      {
        g_autofree char *name = g_strconcat (m->crowd->surname, pick (dice, male, G_N_ELEMENTS (male)), NULL);

        set_text (m, c, "supporter.name", name);
      }
      set_text (m, c, "supporter.relation", "son");
      if (cb_dice_odds (dice, 750))
        {
          set_int (m, c, "supporter.consent", TRUE);
          set_int (m, c, "supporter.household_size", cb_dice_roll (dice, 2, 5));
          set_int (m, c, "supporter.income", CB_YUAN (cb_dice_roll (dice, 20, 160) * 1000));
          set_int (m, c, "supporter.supports", cb_dice_roll (dice, 1, 3));
        }
      break;
    }
  if (b != NULL && cb_dice_odds (dice, 120))
    add_savings (m, cb_dice_roll (dice, 1, 40) * 500);
}

CbHousehold *
cb_demo_crowd_next (CbDemoCrowd *crowd,
                    GArray     **edits)
{
  /* Out of a hundred households. */
  static const guint8 share[CB_DEMO_SITUATIONS] = { 16, 13, 14, 12, 8, 10, 3, 7, 3, 5, 6, 3 };
  guint8 seed[16] = { 'd', 'e', 'm', 'o' };
  CbUid uid;
  Making m;

  memcpy (seed + 4, &crowd->made, sizeof crowd->made);
  memcpy (seed + 8, &crowd->dice.state, sizeof crowd->dice.state);
  uid = cb_uid_derive ("demo household", seed, sizeof seed);
  m = (Making) { cb_household_new (&uid), cb_edits_new (), crowd, FALSE };
  crowd->made++;
  if (crowd->made <= 16)
    worked_case (&m, crowd->made);
  else
    {
      const CbArea *township = g_ptr_array_index (crowd->townships, cb_dice_next (&crowd->dice) % crowd->townships->len);
      gboolean street = g_str_has_suffix (township->name, "街道");
      gboolean urban = cb_dice_odds (&crowd->dice, street ? 900 : 180);
      g_autofree char *village = g_strconcat (pick (&crowd->dice, village_heads, G_N_ELEMENTS (village_heads)),
                                              urban ? "社区" : "村", NULL);
      gint64 roll = cb_dice_roll (&crowd->dice, 0, 99);
      guint what = 0;

      while (what + 1 < CB_DEMO_SITUATIONS && roll >= share[what])
        roll -= share[what++];
      begin (&m, township->code, village, urban);
      situation (&m, what);
    }
  cb_household_apply (m.h, m.edits);
  *edits = m.edits;
  return m.h;
}
