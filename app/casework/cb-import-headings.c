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
  { "工资性收入 工资收入 工资 务工收入 wages wage", CB_IMPORT_INCOME, "wage" },
  { "经营净收入 经营性收入 经营收入 种植收入 养殖收入 businessincome", CB_IMPORT_INCOME, "business" },
  { "财产净收入 财产性收入 财产收入 土地流转 propertyincome", CB_IMPORT_INCOME, "property" },
  { "中央基础养老金 基础养老金", CB_IMPORT_INCOME, "basic_pension_central" },
  { "养老金 退休金 离退休金 pension", CB_IMPORT_INCOME, "pension" },
  { "赡养费 抚养费 扶养费 赡养收入 support", CB_IMPORT_INCOME, "support" },
  { "转移净收入 转移性收入 转移收入 transfers", CB_IMPORT_INCOME, "transfer" },
  { "银行存款 存款 存款余额 deposits deposit", CB_IMPORT_ASSET, "deposit" },
  { "现金 cash", CB_IMPORT_ASSET, "cash" },
};

/* Headings that are in every roster and say nothing of the family; and ours for what could not be taken. */
static const char *const not_taken[] = { "序号", "编号", "年龄", "区县", "县区", "原因", "办法", "reason", "remedy", "no", "age" };

static gboolean
take (CbImportColumn *column,
      guint           i)
{
  column->role = headings[i].role;
  if (headings[i].role == CB_IMPORT_FIELD)
    column->field = cb_field_by_key (headings[i].target);
  else
    column->kind = headings[i].target;
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
cb_import_guess (CbImportColumn *column)
{
  g_autofree char *heading = fold_heading (column->heading);

  column->role = CB_IMPORT_IGNORED;
  column->field = NULL;
  column->kind = NULL;
  column->times = strstr (heading, "月收入") != NULL || strstr (heading, "元月") != NULL || strstr (heading, "每月") != NULL
                  || g_str_has_prefix (heading, "月")
                  || (g_str_has_suffix (heading, "月") && !g_str_has_suffix (heading, "个月")) || strstr (heading, "permonth") != NULL ? 12 : 1;
  for (guint i = 0; i < G_N_ELEMENTS (not_taken); i++)
    if (strcmp (heading, not_taken[i]) == 0)
      return FALSE;
  for (int part = 0; part < 2; part++)
    for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
      {
        g_auto (GStrv) words = g_strsplit (headings[i].words, " ", -1);

        for (guint k = 0; words[k] != NULL; k++)
          {
            g_autofree char *word = fold_heading (words[k]);

            /* A short or Latin word may be inside anything: only long Chinese ones count as a part. */
            if (part == 0 ? strcmp (heading, word) == 0
                          : g_utf8_strlen (word, -1) >= 2 && (guchar) word[0] >= 0x80 && strstr (heading, word) != NULL)
              return take (column, i);
          }
      }
  return FALSE;
}

char *
cb_import_column_text (const CbImportColumn *column)
{
  const char *title;

  switch (column->role)
    {
    case CB_IMPORT_FIELD:
      return g_strdup (_(column->field->title));
    case CB_IMPORT_HOUSEHOLD_KEY:
      return g_strdup (_("Number of the household in this file"));
    case CB_IMPORT_HEAD_NAME:
      return g_strdup (_("Name of the head of household"));
    case CB_IMPORT_HEAD_ID:
      return g_strdup (_("ID number of the head of household"));
    case CB_IMPORT_INCOME:
      title = cb_choice_title (cb_field_by_key ("income.kind"), column->kind);
      /* Translators: a kind of income in a roster's column. */
      return g_strdup_printf (column->times == 12 ? _("%s, per month × 12") : _("%s, per year"), title);
    case CB_IMPORT_ASSET:
      return g_strdup (cb_choice_title (cb_field_by_key ("asset.kind"), column->kind));
    case CB_IMPORT_IGNORED:
    default:
      return g_strdup (_("Not taken"));
    }
}
