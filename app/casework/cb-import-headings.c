/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-import-private.h"
#include "cb-text.h"

/* The headings that township rosters carry.  Compared after folding, whole first, then as a part; the first that fits counts. */
static const struct {
  const char  *words;      /* separated by blanks */
  CbImportRole role;
  const char  *target;     /* field key, or kind */
} headings[] = {
  { "与户主关系 与申请人关系 与户主的关系 家庭关系 成员关系 关系 relation relationtohead", CB_IMPORT_FIELD, "member.relation" },
  { "户编号 户号 家庭编号 家庭编码 户序号 household householdno", CB_IMPORT_HOUSEHOLD_KEY, NULL },
  { "户主姓名 户主 headname head", CB_IMPORT_HEAD_NAME, NULL },
  { "户主身份证号码 户主身份证号 户主身份证 户主证件号码 headid", CB_IMPORT_HEAD_ID, NULL },
  { "姓名 成员姓名 家庭成员姓名 人员姓名 申请人姓名 name", CB_IMPORT_FIELD, "member.name" },
  { "身份证号码 身份证号 公民身份号码 公民身份证号 居民身份证号码 身份证 证件号码 idnumber id idno", CB_IMPORT_FIELD, "member.id_number" },
  { "出生日期 出生年月 出生年月日 生日 birth born dateofbirth", CB_IMPORT_FIELD, "member.birth" },
  { "性别 sex gender", CB_IMPORT_FIELD, "member.sex" },
  { "民族 ethnicgroup ethnicity", CB_IMPORT_FIELD, "member.ethnicity" },
  { "婚姻状况 婚姻 maritalstatus", CB_IMPORT_FIELD, "member.marital" },
  { "人员状态 状态 situation", CB_IMPORT_FIELD, "member.residence" },
  { "健康状况 健康 身体状况 health", CB_IMPORT_FIELD, "member.health" },
  { "诊断 病种 疾病名称 患病名称 diagnosis", CB_IMPORT_FIELD, "member.diagnosis" },
  { "残疾证号码 残疾证号 残疾人证号 残疾证 disabilitycertificate", CB_IMPORT_FIELD, "member.disability_cert" },
  { "残疾类别 残疾类型 残疾种类 disability", CB_IMPORT_FIELD, "member.disability_type" },
  { "残疾等级 残疾级别 grade", CB_IMPORT_FIELD, "member.disability_grade" },
  { "劳动能力 劳动力状况 abilitytowork", CB_IMPORT_FIELD, "member.labour" },
  { "就业状况 就业情况 职业 work", CB_IMPORT_FIELD, "member.work" },
  { "就学阶段 就读阶段 在校情况 school", CB_IMPORT_FIELD, "member.school" },
  { "长期共同居住 共同居住 livestogether", CB_IMPORT_FIELD, "member.lives_together" },
  { "本人电话 成员电话", CB_IMPORT_FIELD, "member.phone" },
  { "联系电话 电话 手机号码 手机号 手机 联系方式 phone", CB_IMPORT_FIELD, "household.phone" },
  { "城乡类别 户籍类别 户口性质 户籍性质 城乡 户口类型 category", CB_IMPORT_FIELD, "household.category" },
  { "乡镇街道 乡镇（街道） 乡镇 街道 镇 所属乡镇 township area", CB_IMPORT_FIELD, "household.area" },
  { "村社区 村（社区） 村（居） 村居 行政村 村组 村 社区 village", CB_IMPORT_FIELD, "household.village" },
  { "家庭住址 详细地址 现住址 居住地址 住址 地址 address", CB_IMPORT_FIELD, "household.address" },
  { "开户银行 开户行 银行名称 bank", CB_IMPORT_FIELD, "household.bank" },
  { "银行账号 银行卡号 账号 卡号 社保卡号 一卡通账号 account", CB_IMPORT_FIELD, "household.account" },
  { "收款人 户名 开户名 payee", CB_IMPORT_FIELD, "household.payee" },
  { "备注 说明 note", CB_IMPORT_FIELD, "household.note" },
  { "工资性收入 工资收入 工资 务工收入 务工性收入 外出务工 打工收入 薪资 薪金 wages wage", CB_IMPORT_INCOME, "wage" },
  { "经营净收入 经营性收入 经营收入 种植收入 养殖收入 businessincome", CB_IMPORT_INCOME, "business" },
  { "财产净收入 财产性收入 财产收入 土地流转 租金收入 propertyincome", CB_IMPORT_INCOME, "property" },
  { "中央基础养老金 基础养老金", CB_IMPORT_INCOME, "basic_pension_central" },
  { "养老金 退休金 离退休金 养老保险金 pension", CB_IMPORT_INCOME, "pension" },
  { "赡养费 抚养费 扶养费 赡养收入 support", CB_IMPORT_INCOME, "support" },
  { "转移净收入 转移性收入 转移收入 其他收入 其它收入 transfers", CB_IMPORT_INCOME, "transfer" },
  /* Sums of which the kind is not told. */
  { "年收入 月收入 年总收入 总收入 全年收入 纯收入 可支配收入 年均收入 月均收入 收入合计 收入总额 收入金额 收入元 "
    "收入 income annualincome yearlyincome monthlyincome householdincome", CB_IMPORT_INCOME, NULL },
  { "银行存款 存款 存款余额 deposits deposit", CB_IMPORT_ASSET, "deposit" },
  { "有价证券 证券 股票 securities", CB_IMPORT_ASSET, "security" },
  { "基金 funds", CB_IMPORT_ASSET, "fund" },
  { "商业保险 保险现金价值 insurance", CB_IMPORT_ASSET, "insurance" },
  { "债权 claims", CB_IMPORT_ASSET, "claim" },
  { "互联网金融 微信余额 支付宝余额 支付宝", CB_IMPORT_ASSET, "internet" },
  { "现金 cash", CB_IMPORT_ASSET, "cash" },
};

/* Headings that are in every roster and say nothing of the family; and ours for what could not be taken. */
static const char *const idle[] = { "序号", "编号", "年龄", "区县", "县区", "原因", "办法", "reason", "remedy", "no", "age", NULL };

static gboolean
take (CbImportColumn *column,
      guint           i)
{
  column->target.role = headings[i].role;
  if (headings[i].role == CB_IMPORT_FIELD)
    column->target.field = cb_field_by_key (headings[i].target);
  else
    column->target.kind = headings[i].target;
  return TRUE;
}

static char *
fold_heading (const char *heading)
{
  char *folded = cb_text_fold (heading);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (out, c);
    }
  g_free (folded);
  return g_string_free (out, FALSE);
}

gboolean
cb_import_is_idle (const char *heading)
{
  g_autofree char *folded = fold_heading (heading);

  return g_strv_contains (idle, folded);
}

/* A month's sum: "月收入", "每月 …", "… 元/月"; not "近12个月收入". */
static gboolean
is_monthly (const char *heading)
{
  if (strstr (heading, "个月") != NULL)
    return FALSE;
  return strstr (heading, "月收入") != NULL || strstr (heading, "月均") != NULL || strstr (heading, "元月") != NULL
         || strstr (heading, "每月") != NULL || strstr (heading, "permonth") != NULL || strstr (heading, "monthly") != NULL
         || g_str_has_prefix (heading, "月") || g_str_has_suffix (heading, "月");
}

static gboolean
is_of_household (const char *heading)
{
  return (strstr (heading, "家庭") != NULL || strstr (heading, "全家") != NULL || strstr (heading, "全户") != NULL
          || g_str_has_prefix (heading, "household"))
         && strstr (heading, "成员") == NULL;
}

/* Whether @word, one of entry @i, names the column. */
static gboolean
fits (const char *heading,
      const char *word,
      guint       i,
      gboolean    part)
{
  if (!part)
    return strcmp (heading, word) == 0;
  /* "户主年收入" is no name of a head, and "收入来源" is no sum. */
  if ((headings[i].role != CB_IMPORT_INCOME && strstr (heading, "收入") != NULL) || strcmp (word, "收入") == 0)
    return FALSE;
  /* A short or Latin word may be inside anything: only long Chinese ones count as a part. */
  return g_utf8_strlen (word, -1) >= 2 && (guchar) word[0] >= 0x80 && strstr (heading, word) != NULL;
}

gboolean
cb_import_guess (CbImportColumn *column)
{
  g_autofree char *heading = fold_heading (column->heading);
  /* A share per head is no sum of anybody, and what is paid out is none that comes in. */
  gboolean no_sum = strstr (heading, "人均") != NULL || strstr (heading, "支出") != NULL;

  column->target = (CbImportTarget) { .role = CB_IMPORT_IGNORED, .times = is_monthly (heading) ? 12 : 1 };
  if (g_strv_contains (idle, heading))
    return FALSE;
  for (int part = 0; part < 2; part++)
    for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
      {
        g_auto (GStrv) words = g_strsplit (headings[i].words, " ", -1);
        gboolean sum = headings[i].role == CB_IMPORT_INCOME || headings[i].role == CB_IMPORT_ASSET;

        for (guint k = 0; words[k] != NULL; k++)
          {
            g_autofree char *word = fold_heading (words[k]);

            if ((sum && no_sum) || !fits (heading, word, i, part))
              continue;
            column->target.whole = sum && is_of_household (heading);
            if (headings[i].role != CB_IMPORT_INCOME)
              column->target.times = 1;
            return take (column, i);
          }
      }
  column->target.times = 1;
  return FALSE;
}

/* Whether @a is a part of what @b sums up, or the same sum. */
static gboolean
doubles (const CbImportTarget *a,
         const CbImportTarget *b)
{
  static const char *const counted[] = { "wage", "business", "property", "pension", "support", "transfer", NULL };

  if (a->role != CB_IMPORT_INCOME || b->role != CB_IMPORT_INCOME)
    return FALSE;
  if (b->kind == NULL && a->kind != NULL)
    return g_strv_contains (counted, a->kind);
  if (g_strcmp0 (a->kind, b->kind) != 0)
    return FALSE;
  if (a->whole != b->whole)
    return b->whole;
  /* Two of one kind and one period are two sources (crops and animals); of two periods one sum. */
  return a->kind == NULL ? a != b : a->times != b->times;
}

void
cb_import_drop_doubles (GPtrArray *columns)
{
  for (guint i = columns->len; i-- > 0;)
    {
      CbImportTarget *target = &((CbImportColumn *) g_ptr_array_index (columns, i))->target;

      for (guint k = 0; k < columns->len; k++)
        {
          const CbImportTarget *other = &((CbImportColumn *) g_ptr_array_index (columns, k))->target;

          /* Both of two equal ones say that they double the other: the first stays, for it is looked at last. */
          if (k != i && doubles (other, target))
            {
              *target = (CbImportTarget) { CB_IMPORT_IGNORED, .times = 1 };
              break;
            }
        }
    }
}

static void
add_target (GArray        *targets,
            CbImportTarget target)
{
  g_array_append_val (targets, target);
}

GArray *
cb_import_targets (void)
{
  static const CbKind kinds[] = { CB_KIND_HOUSEHOLD, CB_KIND_MEMBER };
  GArray *targets = g_array_new (FALSE, FALSE, sizeof (CbImportTarget));

  for (CbImportRole role = CB_IMPORT_IGNORED; role <= CB_IMPORT_HEAD_ID; role++)
    if (role != CB_IMPORT_FIELD)
      add_target (targets, (CbImportTarget) { .role = role, .times = 1 });
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      guint n;
      const CbField *const *fields = cb_fields_of (kinds[k], &n);

      for (guint i = 0; i < n; i++)
        add_target (targets, (CbImportTarget) { .role = CB_IMPORT_FIELD, .field = fields[i], .times = 1 });
    }
  for (int whole = 0; whole < 2; whole++)
    for (int times = 1; times <= 12; times += 11)
      add_target (targets, (CbImportTarget) { .role = CB_IMPORT_INCOME, .times = times, .whole = whole });
  for (const CbChoice *c = cb_field_by_key ("income.kind")->choices; c->key != NULL; c++)
    for (int times = 1; times <= 12; times += 11)
      add_target (targets, (CbImportTarget) { .role = CB_IMPORT_INCOME, .kind = c->key, .times = times });
  for (const CbChoice *c = cb_field_by_key ("asset.kind")->choices; c->key != NULL; c++)
    add_target (targets, (CbImportTarget) { .role = CB_IMPORT_ASSET, .kind = c->key, .times = 1 });
  return targets;
}

gboolean
cb_import_same_target (const CbImportTarget *a,
                       const CbImportTarget *b)
{
  if (a->role == CB_IMPORT_IGNORED)
    return b->role == CB_IMPORT_IGNORED;
  return a->role == b->role && a->field == b->field && g_strcmp0 (a->kind, b->kind) == 0 && a->times == b->times && a->whole == b->whole;
}

static char *
income_text (const CbImportTarget *target)
{
  g_autofree char *title = NULL;

  if (target->kind != NULL)
    title = g_strdup (cb_choice_title (cb_field_by_key ("income.kind"), target->kind));
  else
    /* Translators: income of which a roster does not tell the kind; %s is the kind under which it is recorded. */
    title = g_strdup_printf (target->whole ? _("Household income, as “%s”") : _("Income, as “%s”"),
                             cb_choice_title (cb_field_by_key ("income.kind"), CB_IMPORT_ANY_KIND));
  /* Translators: a kind of income in a roster's column. */
  return g_strdup_printf (target->times == 12 ? _("%s, per month × 12") : _("%s, per year"), title);
}

char *
cb_import_target_text (const CbImportTarget *target)
{
  g_autofree char *text = NULL;

  switch (target->role)
    {
    case CB_IMPORT_FIELD:
      return g_strdup (_(target->field->title));
    case CB_IMPORT_HOUSEHOLD_KEY:
      return g_strdup (_("Number of the household in this file"));
    case CB_IMPORT_HEAD_NAME:
      return g_strdup (_("Name of the head of household"));
    case CB_IMPORT_HEAD_ID:
      return g_strdup (_("ID number of the head of household"));
    case CB_IMPORT_INCOME:
      text = income_text (target);
      break;
    case CB_IMPORT_ASSET:
      text = g_strdup (cb_choice_title (cb_field_by_key ("asset.kind"), target->kind));
      break;
    case CB_IMPORT_IGNORED:
    default:
      return g_strdup (_("Not taken"));
    }
  /* Translators: a sum of a roster that is the household's, and stands in one line or in each. */
  return target->whole ? g_strdup_printf (_("%s, once per household"), text) : g_steal_pointer (&text);
}
