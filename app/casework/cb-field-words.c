/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-field-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-text.h"

/* Words of the paper forms, of GB/T 2261 and 4761 and of the rosters that offices send; apart by a bar. */
static const struct { guint field; const char *key; const char *words; } synonyms[] = {
  { 10, "urban", "城市|城镇|非农业|非农|居民|城" }, { 10, "rural", "农村|农业|乡村|农" },

  { 101, "head", "户主|本人|家长|01|02" }, { 101, "spouse", "配偶|妻子|丈夫|妻|夫|爱人|老婆|老公|10|11|12" },
  { 101, "son", "子|儿子|长子|次子|三子|四子|独生子|养子|继子|20" },
  { 101, "daughter", "女|女儿|长女|次女|三女|四女|独生女|养女|继女|30" },
  { 101, "grandchild", "孙子|孙女|孙子女|孙|外孙|外孙女|孙辈|40" }, { 101, "father", "父亲|父|爸爸|51" },
  { 101, "mother", "母亲|母|妈妈|52" }, { 101, "grandparent", "祖父|祖母|外祖父|外祖母|爷爷|奶奶|外公|外婆|祖父母|外祖父母|（外）祖父母|60" },
  { 101, "sibling", "兄弟姐妹|兄|弟|姐|妹|哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|70" }, { 101, "son_in_law", "女婿|28" },
  { 101, "daughter_in_law", "儿媳|儿媳妇|媳妇|38" }, { 101, "other_relative", "其他亲属|其它亲属|亲属|亲戚|97" },
  { 101, "other", "非亲属|其他|其它|99" },

  { 104, "male", "男|男性|1|m" }, { 104, "female", "女|女性|2|f" }, { 104, "unknown", "未知|不详|0|9" },

  { 106, "single", "未婚|10" }, { 106, "married", "已婚|初婚|再婚|复婚|20|21|22|23" }, { 106, "widowed", "丧偶|30" },
  { 106, "divorced", "离婚|离异|40" }, { 106, "unstated", "未说明|90" },

  { 107, "home", "在家|在家居住|居家|正常" }, { 107, "away_work", "外出务工|务工|外出打工|打工|在外务工" },
  { 107, "away_school", "外出就学|就学|在外就学|住校|外出上学" }, { 107, "prison", "服刑|监狱服刑|在监狱服刑|在押服刑" },
  { 107, "detained", "羁押|羁押未决|拘留|逮捕" }, { 107, "community_correction", "社区矫正|缓刑|假释|暂予监外执行" },
  { 107, "compulsory_rehab", "强制隔离戒毒|强戒|戒毒" }, { 107, "missing", "宣告失踪|失踪" },
  { 107, "clergy", "宗教教职人员|教职人员|出家" }, { 107, "independent", "独立生活|分户|另立户" },
  { 107, "conscript", "义务兵|服兵役|参军|现役" }, { 107, "institution", "入住机构|机构供养|敬老院|养老院|福利院" },
  { 107, "dead", "死亡|已故|去世|病故|身故" },

  { 111, "good", "健康|良好|健康或良好|一般|正常" }, { 111, "chronic", "慢性病|慢病|有慢性病|体弱|患慢性病" },
  { 111, "serious", "重病|重大疾病|大病|患重病|患大病" }, { 111, "recognised_serious", "重特大疾病|已认定重特大疾病" },

  { 114, "none", "无|否|没有|非残疾" }, { 114, "sight", "视力|视力残疾|1" }, { 114, "hearing", "听力|听力残疾|2" },
  { 114, "speech", "言语|言语残疾|语言|3" }, { 114, "limb", "肢体|肢体残疾|4" }, { 114, "intellectual", "智力|智力残疾|5" },
  { 114, "mental", "精神|精神残疾|6" }, { 114, "multiple", "多重|多重残疾|7" },

  { 118, "valid", "有效|正常" }, { 118, "frozen", "冻结" }, { 118, "cancelled", "注销|已注销|作废" },

  { 119, "full", "有|有劳动能力|有劳力|健全|正常|普通劳动力" }, { 119, "partial", "部分|部分丧失|部分丧失劳动能力|弱劳动力|半劳力" },
  { 119, "none", "无|无劳动能力|丧失劳动能力|完全丧失|无劳力" },

  { 120, "employed", "在职|就业|在业|已就业|上班" }, { 120, "flexible", "灵活就业|打零工|零工|临时工" },
  { 120, "farming", "务农|种地|农民|在家务农" }, { 120, "unemployed_registered", "登记失业" },
  { 120, "unemployed", "失业|未就业|待业|无业" }, { 120, "student", "学生|在校生|上学" }, { 120, "retired", "退休|离退休" },
  { 120, "none", "无|不适用" },

  { 122, "none", "无|未在学|不在学|非在校" }, { 122, "preschool", "学前|幼儿园|学前教育" },
  { 122, "compulsory", "义务教育|小学|初中|70|80" }, { 122, "senior", "普通高中|高中|普高|60" },
  { 122, "vocational", "中职|中专|职高|技校|中等职业|40" }, { 122, "college", "专科|大专|高职|30" },
  { 122, "bachelor", "本科|大学|大学本科|20" }, { 122, "postgraduate", "研究生|硕士|博士" },

  { 130, "home", "居家|分散|分散供养" }, { 130, "institution", "机构|集中|集中供养" },
  { 133, "none", "无" }, { 133, "orphan", "孤儿" }, { 133, "de_facto", "事实无人抚养儿童|事实无人抚养" },

  { 200, "wage", "工资|工资性收入|务工|务工收入|打工收入" }, { 200, "business", "经营|经营净收入|经营性收入|种植|养殖|务农收入|经商" },
  { 200, "property", "财产|财产净收入|财产性收入|土地流转|租金|利息|分红" }, { 200, "pension", "养老金|退休金|养老保险|离退休金" },
  { 200, "transfer", "转移|转移性收入|转移净收入|其他转移收入" }, { 200, "support", "赡养费|抚养费|扶养费|赡养" },
  { 200, "transfer_out", "转移支出|转移性支出" }, { 200, "basic_pension_central", "基础养老金|中央基础养老金" },
  { 200, "special_care", "优抚|优待抚恤金|抚恤金" }, { 200, "family_planning", "计生奖扶|计划生育奖励扶助" },
  { 200, "scholarship", "奖学金" }, { 200, "bravery", "见义勇为奖励" }, { 200, "social_assistance", "社会救助|救助金|低保金" },
  { 200, "disability_subsidy", "残疾人两项补贴|残疾补贴|两项补贴" }, { 200, "child_subsidy", "儿童福利补贴|儿童补贴" },
  { 200, "old_age_allowance", "高龄津贴|高龄补贴" }, { 200, "injury_care", "工伤护理费|生活护理费" },
  { 200, "other_excluded", "其他不计入收入|不计入" },

  { 250, "medical", "医疗|医药|看病|住院" }, { 250, "rehabilitation", "康复" }, { 250, "education", "教育|学费|上学" },
  { 250, "living", "生活" }, { 250, "other", "其他|其它" },

  { 300, "cash", "现金" }, { 300, "deposit", "存款|银行存款|储蓄" }, { 300, "security", "证券|股票|债券" }, { 300, "fund", "基金" },
  { 300, "insurance", "保险|商业保险" }, { 300, "claim", "债权|借出款" }, { 300, "internet", "互联网金融|支付宝|微信|余额宝" },

  { 320, "car", "小汽车|轿车|汽车|小车" }, { 320, "motorcycle", "摩托车|摩托" }, { 320, "truck", "货车|卡车" },
  { 320, "ship", "船舶|船" }, { 320, "farm", "农用车|拖拉机|三轮车|农机" }, { 320, "disability", "残疾人代步车|代步车" },

  { 340, "own_urban", "商品房|自有商品房|城镇住房|单元房" }, { 340, "own_rural", "农房|自有农房|自建房|农村住房" },
  { 340, "public", "公租房|廉租房" }, { 340, "rented", "租住|租房|租赁" }, { 340, "shop", "商铺|门面|门市" },

  { 361, "owner", "个体|个体工商户|业主|独资" }, { 361, "legal", "法人|法定代表人" }, { 361, "partner", "合伙|合伙人" },
  { 361, "shareholder", "股东" },
  { 362, "active", "经营|正常|正常经营|存续|在营" }, { 362, "idle", "无经营|停业|歇业" }, { 362, "closed", "注销|已注销|吊销" },

  { 388, "none", "无" }, { 388, "tekun", "特困|特困人员|五保" }, { 388, "dibao", "低保|最低生活保障" },
  { 388, "edge", "低保边缘|边缘|低边" },
};

/* The same lists stand under several fields. */
static guint
list_field (guint id)
{
  switch (id)
    {
    case 382: return 101;   /* a supporter's relation */
    case 391: return 114;   /* a supporter's disability */
    case 394: return 107;   /* a supporter's situation */
    case 395: return 10;    /* a supporter's category */
    case 400: return 388;   /* a case's programme */
    default:  return id;
    }
}

static gboolean
in_words (const char *words,
          const char *folded)
{
  gsize len = strlen (folded);

  for (const char *p = words; p != NULL; p = strchr (p, '|'))
    {
      if (*p == '|')
        p++;
      if (strncmp (p, folded, len) == 0 && (p[len] == '|' || p[len] == '\0'))
        return TRUE;
    }
  return FALSE;
}

const char *
cb_field_choice_of (const CbField *field,
                    const char    *folded)
{
  guint list = list_field (field->id);

  for (const CbChoice *c = field->choices; c != NULL && c->key != NULL; c++)
    {
      g_autofree char *english = cb_text_fold (c->title);
      g_autofree char *own = cb_text_fold (_(c->title));

      if (strcmp (folded, c->key) == 0 || strcmp (folded, english) == 0 || strcmp (folded, own) == 0)
        return c->key;
    }
  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (synonyms[i].field == list && in_words (synonyms[i].words, folded))
      for (const CbChoice *c = field->choices; c != NULL && c->key != NULL; c++)
        if (strcmp (c->key, synonyms[i].key) == 0)
          return c->key;
  return NULL;
}

int
cb_field_truth_of (const char *folded)
{
  g_autofree char *yes = cb_text_fold (_("Yes"));
  g_autofree char *no = cb_text_fold (_("No"));

  if (strcmp (folded, yes) == 0 || in_words ("yes|y|true|1|是|有|对|√|✓|✔|真|能|可以|同意", folded))
    return 1;
  if (strcmp (folded, no) == 0 || in_words ("no|n|false|0|否|无|不是|没有|×|✗|x|假|不能|不可以|不同意", folded))
    return 0;
  return -1;
}

gint64
cb_field_count_of (const char *folded)
{
  static const char digits[] = "零一二三四五六七八九";
  static const char *const counters = "人|口|个|个月|月|级|张|次|套|平方米|平方|平米|m²|㎡|m2|岁|户";
  gint64 n = 0;
  gboolean any = FALSE;
  const char *p = folded;

  if (g_ascii_isdigit (*p))
    {
      for (; g_ascii_isdigit (*p); p++, any = TRUE)
        {
          if (n > 1000000000)
            return -1;
          n = n * 10 + (*p - '0');
        }
    }
  else
    {
      gint64 digit = -1;

      for (; *p != '\0'; p = g_utf8_next_char (p))
        {
          gunichar c = g_utf8_get_char (p);
          const char *at = g_utf8_strchr (digits, -1, c == 0x4e24 /* 两 */ ? 0x4e8c : c == 0x3007 ? 0x96f6 : c);

          if (at != NULL && digit < 0)
            digit = g_utf8_pointer_to_offset (digits, at);
          else if (c == 0x5341 /* 十 */ && n == 0)
            {
              n = (digit < 0 ? 1 : digit) * 10;
              digit = -1;
            }
          else
            break;
          any = TRUE;
        }
      n += digit < 0 ? 0 : digit;
    }
  if (!any || (*p != '\0' && !in_words (counters, p)))
    return -1;
  return n;
}
