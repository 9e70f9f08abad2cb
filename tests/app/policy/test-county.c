/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-calendar.h"
#include "cb-deadline.h"
#include "cb-evaluate.h"

/* The county's pack at its edges: what is strict and what includes the number, the days on which the law changes, and who is left out.
 * Articles and demo parameters as policy.md section 2 names them. */

static CbPack *pack;
static CbCalendar *calendar;

#define SIX "\"can_eat\":true,\"can_dress\":true,\"can_rise\":true,\"can_toilet\":true,\"can_walk\":true,\"can_bathe\":true"
#define RURAL "\"household\":{\"category\":\"rural\"}"
#define URBAN "\"household\":{\"category\":\"urban\"}"
/* Alone, without means, born on that day. */
#define ALONE(birth, more) RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"" birth "\"," SIX more "}]"
#define EARNS(yuan) "\"incomes\":[{\"kind\":\"business\",\"amount\":" yuan "}]"
/* Two in the country: the head with that income a year, and the second as told. */
#define PAIR(yuan, second) RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1975-03-01\"," EARNS (yuan) "}," second "]"
#define SON(more) "{\"relation\":\"son\",\"birth\":\"2000-01-10\",\"lives_together\":true" more "}"
#define LIMB(grade) ",\"disability_type\":\"limb\",\"disability_grade\":" grade
#define MIND(grade) ",\"disability_type\":\"mental\",\"disability_grade\":" grade
#define CHILD(more) "{\"relation\":\"son\",\"birth\":\"2016-05-01\"" more "}"
#define SUPPORTER(more) ",\"supporters\":[{\"relation\":\"son\",\"birth\":\"1990-01-01\"" more "}]"

#define EL CB_STATUS_ELIGIBLE
#define NO CB_STATUS_NOT_ELIGIBLE
#define JU CB_STATUS_NEEDS_JUDGEMENT
#define IN CB_STATUS_INCOMPLETE

static const struct {
  const char *name, *on, *facts, *programme;
  CbStatus    status;
  int         amount;          /* yuan */
  const char *reason;          /* a reason or judgement, or a missing fact; "" for none in particular */
} cases[] = {
  /* M43 Art 5: which disabilities are without ability to work */
  { "tekun/limb-2", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"limb\",\"disability_grade\":2"), "tekun", EL, 926, "" },
  { "tekun/limb-3", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"limb\",\"disability_grade\":3"), "tekun", NO, 0, "HAS_LABOUR" },
  { "tekun/sight-1", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"sight\",\"disability_grade\":1"), "tekun", EL, 926, "" },
  { "tekun/sight-2", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"sight\",\"disability_grade\":2"), "tekun", NO, 0, "HAS_LABOUR" },
  { "tekun/hearing-1", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"hearing\",\"disability_grade\":1"), "tekun", NO, 0, "HAS_LABOUR" },
  { "tekun/speech-1", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"speech\",\"disability_grade\":1"), "tekun", NO, 0, "HAS_LABOUR" },
  { "tekun/mental-3", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"mental\",\"disability_grade\":3"), "tekun", EL, 926, "" },
  { "tekun/mental-4", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"mental\",\"disability_grade\":4"), "tekun", NO, 0, "HAS_LABOUR" },
  { "tekun/intellectual-3", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"intellectual\",\"disability_grade\":3"), "tekun", EL, 926, "" },
  { "tekun/multiple-unknown", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"multiple\",\"disability_grade\":2"), "tekun", IN, 0, "member.mental_part_grade" },
  { "tekun/multiple-limb-2", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"multiple\",\"disability_grade\":2,\"mental_part_grade\":0,\"limb_part_grade\":2,\"sight_part_grade\":0"), "tekun", EL, 926, "" },
  { "tekun/multiple-sight-2", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"multiple\",\"disability_grade\":2,\"mental_part_grade\":0,\"limb_part_grade\":3,\"sight_part_grade\":2"), "tekun", NO, 0, "HAS_LABOUR" },
  { "tekun/multiple-no-mind", "2026-09-01", ALONE ("1985-01-01", ",\"disability_type\":\"multiple\",\"disability_grade\":2,\"disability_mental_part\":false,\"limb_part_grade\":1"), "tekun", EL, 926, "" },
  /* M43 Art 6: below the standard; pensions and old-age allowances left out */
  { "tekun/rent-below", "2026-09-01", ALONE ("1960-01-01", "," EARNS ("7439.99")), "tekun", EL, 926, "" },
  { "tekun/rent-at", "2026-09-01", ALONE ("1960-01-01", "," EARNS ("7440")), "tekun", NO, 0, "TEKUN_INCOME_FAMILY" },
  { "tekun/old-age-allowance", "2026-09-01", ALONE ("1940-01-01", ",\"incomes\":[{\"kind\":\"old_age_allowance\",\"amount\":12000},{\"kind\":\"basic_pension_central\",\"amount\":1956}]"), "tekun", EL, 926, "" },
  { "tekun/assets-at", "2026-09-01", ALONE ("1960-01-01", "") ",\"assets\":[{\"amount\":14880}]", "tekun", EL, 926, "" },
  { "tekun/assets-over", "2026-09-01", ALONE ("1960-01-01", "") ",\"assets\":[{\"amount\":14880.01}]", "tekun", NO, 0, "ASSET_OVER_TEKUN" },
  /* M43 Art 8: who cannot fulfil the duty to support */
  { "tekun/supporter", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\"}]", "tekun", NO, 0, "SUPPORTER_ABLE" },
  { "tekun/supporter-tekun", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"scheme\":\"tekun\"}]", "tekun", EL, 926, "" },
  { "tekun/supporter-dibao-60", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1966-09-01\",\"scheme\":\"dibao\"}]", "tekun", EL, 926, "" },
  { "tekun/supporter-dibao-59", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1966-09-02\",\"scheme\":\"dibao\"}]", "tekun", NO, 0, "SUPPORTER_ABLE" },
  { "tekun/supporter-dead", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"residence\":\"dead\"}]", "tekun", EL, 926, "" },
  { "tekun/supporter-70-poor", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1956-09-01\",\"household_size\":1,\"income\":20999.99,\"assets\":22320}]", "tekun", EL, 926, "" },
  { "tekun/supporter-70-at", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1956-09-01\",\"household_size\":1,\"income\":21000,\"assets\":0}]", "tekun", NO, 0, "SUPPORTER_ABLE" },
  { "tekun/supporter-70-assets", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1956-09-01\",\"household_size\":1,\"income\":0,\"assets\":22320.01}]", "tekun", NO, 0, "SUPPORTER_ABLE" },
  { "tekun/supporter-69", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1956-09-02\",\"household_size\":1,\"income\":0,\"assets\":0}]", "tekun", NO, 0, "SUPPORTER_ABLE" },
  { "tekun/supporter-prison", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"residence\":\"prison\",\"assets\":22320}]", "tekun", EL, 926, "" },
  { "tekun/supporter-prison-rich", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"residence\":\"prison\",\"assets\":22320.01}]", "tekun", NO, 0, "SUPPORTER_ABLE" },
  { "tekun/supporter-prison-unknown", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"residence\":\"prison\"}]", "tekun", IN, 0, "supporter.assets" },
  { "tekun/supporter-hearing-1", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"disability_type\":\"hearing\",\"disability_grade\":1,\"income\":0,\"assets\":0}]", "tekun", EL, 926, "" },
  { "tekun/supporter-limb-3", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"disability_type\":\"limb\",\"disability_grade\":3,\"income\":0,\"assets\":0}]", "tekun", NO, 0, "SUPPORTER_ABLE" },
  { "tekun/supporter-mental-3", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"disability_type\":\"mental\",\"disability_grade\":3,\"income\":0,\"assets\":0}]", "tekun", EL, 926, "" },
  { "tekun/supporter-incapable", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"incapable\":true,\"income\":900000,\"assets\":0}]", "tekun", EL, 926, "" },
  { "tekun/supporter-found-not-able", "2026-09-01", ALONE ("1960-01-01", "") ",\"supporters\":[{\"birth\":\"1990-01-01\",\"able\":false}]", "tekun", EL, 926, "" },
  /* M43 Art 4, 9, 16, 24: the rest */
  { "tekun/orphan", "2026-09-01", ALONE ("2016-01-01", ",\"child_scheme\":\"orphan\""), "tekun", NO, 0, "EXCL_CHILD_SCHEME" },
  { "tekun/prison", "2026-09-01", ALONE ("1960-01-01", ",\"tekun_since\":\"2020-01-01\",\"residence\":\"prison\""), "tekun", NO, 0, "TEKUN_PRISON" },
  { "tekun/sixteenth-birthday", "2026-06-30", ALONE ("2010-06-30", ""), "tekun", NO, 0, "AGE_RULE" },
  { "tekun/day-before-it", "2026-06-29", ALONE ("2010-06-30", ""), "tekun", EL, 874, "" },
  { "tekun/eighteenth-birthday", "2026-09-01", ALONE ("2008-09-01", ""), "tekun", NO, 0, "HAS_LABOUR" },
  { "tekun/day-before-18", "2026-09-01", ALONE ("2008-09-02", ""), "tekun", EL, 926, "PARAM_CONFIRM" },
  { "tekun/care-2023-06-30", "2023-06-30", ALONE ("1950-01-01", ""), "tekun", EL, 691, "" },
  { "tekun/care-2023-07-01", "2023-07-01", ALONE ("1950-01-01", ""), "tekun", EL, 757, "" },
  { "tekun/not-assessed", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1960-01-01\"}]", "tekun", IN, 0, "member.can_eat" },
  { "tekun/not-assessed-keeps-dibao", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1960-01-01\"}]", "dibao", EL, 620, "" },
  { "tekun/couple", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1958-01-01\"," SIX "},{\"relation\":\"spouse\",\"birth\":\"1960-01-01\"," SIX "}]", "tekun", EL, 1852, "" },
  { "tekun/couple-one-able", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1958-01-01\"," SIX "},{\"relation\":\"spouse\",\"birth\":\"1976-01-01\"," SIX "}]", "tekun", NO, 0, "FAMILY_ABLE" },
  { "tekun/couple-one-able-dibao", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1958-01-01\"," SIX "},{\"relation\":\"spouse\",\"birth\":\"1976-01-01\"," SIX "}]", "dibao", EL, 1240, "" },
  /* M57 Art 8, M83 1 (1): who may apply alone */
  { "single/adult-over-edge", "2026-09-01", PAIR ("22320", SON (LIMB ("2"))), "dibao", EL, 806, "" },
  { "single/at-twice", "2026-09-01", PAIR ("29760", SON (LIMB ("2"))), "dibao", EL, 806, "" },
  { "single/over-twice", "2026-09-01", PAIR ("29760.01", SON (LIMB ("2"))), "dibao", NO, 0, "" },
  { "single/limb-3", "2026-09-01", PAIR ("18600", SON (LIMB ("3"))), "dibao", NO, 0, "" },
  { "single/mental-3", "2026-09-01", PAIR ("18600", SON (MIND ("3"))), "dibao", EL, 806, "" },
  { "single/mental-4", "2026-09-01", PAIR ("18600", SON (MIND ("4"))), "dibao", NO, 0, "" },
  { "single/earns", "2026-09-01", PAIR ("29000", SON (LIMB ("2") ",\"incomes\":[{\"kind\":\"wage\",\"amount\":100,\"months\":1}]")), "dibao", NO, 0, "" },
  { "single/assets-at", "2026-09-01", PAIR ("24000", SON (LIMB ("2"))) ",\"assets\":[{\"amount\":44640}]", "dibao", EL, 806, "" },
  { "single/assets-over", "2026-09-01", PAIR ("24000", SON (LIMB ("2"))) ",\"assets\":[{\"amount\":44640.01}]", "dibao", NO, 0, "" },
  { "single/before-M83", "2022-10-19", PAIR ("20000", SON (LIMB ("2"))), "dibao", NO, 0, "" },
  { "single/from-M83", "2022-10-20", PAIR ("20000", SON (LIMB ("2"))), "dibao", EL, 564, "" },
  { "single/own-pension", "2026-09-01", PAIR ("15000", SON (MIND ("3") ",\"incomes\":[{\"kind\":\"pension\",\"amount\":3600}]")), "dibao", EL, 506, "" },
  { "single/illness", "2026-09-01", PAIR ("18600", SON (",\"health\":\"recognised_serious\"")), "dibao", EL, 806, "" },
  { "single/illness-not-recognised", "2026-09-01", PAIR ("18600", SON (",\"health\":\"serious\"")), "dibao", NO, 0, "" },
  { "single/special-before", "2026-06-30", PAIR ("16000", SON (",\"special_difficulty\":true")), "dibao", NO, 0, "" },
  { "single/special-from", "2026-07-01", PAIR ("16000", SON (",\"special_difficulty\":true")), "dibao", JU, 620, "JUDGE_SPECIAL" },
  { "single/sister-waived", "2026-09-01", PAIR ("16200", SON (LIMB ("2"))) ",\"supporters\":[{\"relation\":\"daughter\",\"birth\":\"1990-01-01\",\"pays\":2400}]", "dibao", JU, 806, "JUDGE_SUPPORTER" },
  { "single/sixty-waived", "2026-09-01", PAIR ("16200", SON (LIMB ("2"))) ",\"supporters\":[{\"relation\":\"other_relative\",\"birth\":\"1966-09-01\",\"pays\":2400}]", "dibao", JU, 806, "" },
  { "single/fifty-nine-counted", "2026-09-01", PAIR ("16200", SON (LIMB ("2"))) ",\"supporters\":[{\"relation\":\"other_relative\",\"birth\":\"1966-09-02\",\"pays\":2400}]", "dibao", JU, 606, "" },
  { "single/family-goes-first", "2026-09-01", PAIR ("0", SON (LIMB ("2"))), "dibao", EL, 1426, "" },
  /* M57 Art 13, 14, 27, 34: the family's allowance */
  { "dibao/assets-at", "2026-09-01", PAIR ("0", SON ("")) ",\"assets\":[{\"amount\":29760}]", "dibao", EL, 1240, "" },
  { "dibao/assets-over", "2026-09-01", PAIR ("0", SON ("")) ",\"assets\":[{\"amount\":29760.01}]", "dibao", NO, 0, "ASSET_OVER" },
  { "dibao/assets-over-is-edge", "2026-09-01", PAIR ("0", SON ("")) ",\"assets\":[{\"amount\":29760.01}]", "edge", EL, 0, "" },
  { "dibao/seventy-on-the-first", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1956-10-01\"}]", "dibao", EL, 713, "" },
  { "dibao/seventy-on-the-second", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1956-10-02\"}]", "dibao", EL, 620, "" },
  { "dibao/eighteen-on-the-first", "2026-09-01", PAIR ("0", "{\"relation\":\"son\",\"birth\":\"2008-10-01\",\"lives_together\":true}"), "dibao", EL, 1240, "" },
  { "dibao/eighteen-on-the-second", "2026-09-01", PAIR ("0", "{\"relation\":\"son\",\"birth\":\"2008-10-02\",\"lives_together\":true}"), "dibao", EL, 1364, "" },
  { "dibao/refused-twice", "2026-09-01", PAIR ("0", SON (",\"refusals\":2")), "dibao", EL, 1240, "" },
  { "dibao/refused-thrice", "2026-09-01", PAIR ("0", SON (",\"refusals\":3")), "dibao", JU, 1240, "JUDGE_REFUSALS" },
  { "dibao/refused-stopped", "2026-09-01", PAIR ("0", SON (",\"refusals\":3,\"refusal_measure\":\"stop\"")), "dibao", EL, 620, "REFUSED_WORK" },
  { "dibao/refused-cut", "2026-09-01", PAIR ("0", SON (",\"refusals\":3,\"refusal_measure\":\"cut\"")), "dibao", EL, 930, "REFUSED_WORK" },
  { "dibao/refused-let-be", "2026-09-01", PAIR ("0", SON (",\"refusals\":3,\"refusal_measure\":\"none\"")), "dibao", EL, 1240, "" },
  { "dibao/support-at-threshold", "2026-09-01", PAIR ("0", SON ("")) ",\"supporters\":[{\"relation\":\"daughter\",\"birth\":\"1998-01-01\",\"consent\":true,\"household_size\":3,\"income\":44640}]", "dibao", EL, 1240, "" },
  { "dibao/support-above", "2026-09-01", PAIR ("0", SON ("")) ",\"supporters\":[{\"relation\":\"daughter\",\"birth\":\"1998-01-01\",\"consent\":true,\"household_size\":3,\"income\":104640}]", "dibao", EL, 240, "" },
  { "dibao/support-for-two", "2026-09-01", PAIR ("0", SON ("")) ",\"supporters\":[{\"relation\":\"daughter\",\"birth\":\"1998-01-01\",\"consent\":true,\"household_size\":3,\"income\":104640,\"supports\":2}]", "dibao", EL, 740, "" },
  { "dibao/support-agreed-higher", "2026-09-01", PAIR ("0", SON ("")) ",\"supporters\":[{\"relation\":\"daughter\",\"birth\":\"1998-01-01\",\"consent\":true,\"household_size\":3,\"income\":104640,\"pays\":13200}]", "dibao", EL, 140, "" },
  { "dibao/support-over", "2026-09-01", PAIR ("0", SON ("")) ",\"supporters\":[{\"relation\":\"daughter\",\"birth\":\"1998-01-01\",\"consent\":true,\"household_size\":3,\"income\":104640,\"pays\":14880}]", "dibao", NO, 0, "" },
  { "dibao/clergy-alone", "2026-09-01", RURAL ",\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"residence\":\"clergy\"}]", "dibao", EL, 620, "" },
  { "dibao/clergy-not-counted", "2026-09-01", PAIR ("0", SON (",\"residence\":\"clergy\"")), "dibao", EL, 620, "NOT_MEMBER_CLERGY" },
  /* P52, SC1: the two subsidies */
  { "subsidy/cert-last-day", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"cert_until\":\"2026-09-01\"")), "living", EL, 110, "" },
  { "subsidy/cert-expired", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"cert_until\":\"2026-08-31\"")), "living", NO, 0, "CERT_INVALID" },
  { "subsidy/cert-frozen", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"cert_state\":\"frozen\"")), "nursing", NO, 0, "CERT_INVALID" },
  { "subsidy/hukou-elsewhere", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"hukou_elsewhere\":true")), "nursing", NO, 0, "CERT_INVALID" },
  { "subsidy/mental-4-2021", "2021-12-31", PAIR ("0", SON (",\"disability_type\":\"mental\",\"disability_grade\":4")), "nursing", NO, 0, "GRADE_NOT_COVERED" },
  { "subsidy/mental-4-2022", "2022-01-01", PAIR ("0", SON (",\"disability_type\":\"mental\",\"disability_grade\":4")), "nursing", EL, 30, "" },
  { "subsidy/limb-3", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":3")), "nursing", NO, 0, "GRADE_NOT_COVERED" },
  { "subsidy/multiple-mind", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"multiple\",\"disability_grade\":3,\"disability_mental_part\":true")), "nursing", EL, 50, "" },
  { "subsidy/multiple-no-mind", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"multiple\",\"disability_grade\":3,\"disability_mental_part\":false")), "nursing", NO, 0, "GRADE_NOT_COVERED" },
  { "subsidy/multiple-unknown", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"multiple\",\"disability_grade\":3")), "nursing", IN, 0, "member.disability_mental_part" },
  { "subsidy/prison", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"residence\":\"prison\"")), "nursing", NO, 0, "SUBSIDY_PRISON" },
  { "subsidy/not-income-tested", "2026-09-01", PAIR ("200000", SON (",\"disability_type\":\"limb\",\"disability_grade\":2")), "nursing", EL, 90, "" },
  { "subsidy/living-income-tested", "2026-09-01", PAIR ("200000", SON (",\"disability_type\":\"limb\",\"disability_grade\":2")), "living", NO, 0, "LIVING_SCOPE" },
  { "subsidy/allowance-equal", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"nursing_allowance\":90")), "nursing", EL, 90, "" },
  { "subsidy/allowance-higher", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"nursing_allowance\":90.01")), "nursing", NO, 0, "HIGHER_OF" },
  { "subsidy/elder-allowance-higher", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"elder_care_allowance\":true")), "nursing", NO, 0, "HIGHER_OF" },
  { "subsidy/living-equal", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"living_allowance\":110")), "living", EL, 110, "" },
  { "subsidy/living-higher", "2026-09-01", PAIR ("0", SON (",\"disability_type\":\"limb\",\"disability_grade\":2,\"living_allowance\":110.01")), "living", NO, 0, "HIGHER_OF" },
  { "subsidy/tekun", "2026-09-01", ALONE ("1985-01-01", LIMB ("1")), "nursing", NO, 0, "EXCL_TEKUN_SUBSIDY" },
  { "subsidy/orphan-living", "2026-09-01", PAIR ("0", CHILD (LIMB ("1") ",\"child_scheme\":\"orphan\"")), "living", NO, 0, "EXCL_CHILD_LIVING" },
  { "subsidy/orphan-nursing", "2026-09-01", PAIR ("0", CHILD (LIMB ("1") ",\"child_scheme\":\"orphan\"")), "nursing", EL, 120, "" },
  /* T47, T23: temporary aid */
  { "temp/expense-below", "2026-09-01", PAIR ("0", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":4999.99}]")), "temporary", NO, 0, "TEMP_MIN" },
  { "temp/expense-5000", "2026-09-01", PAIR ("0", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":5000}]")), "temporary", EL, 1560, "" },
  { "temp/expense-9999", "2026-09-01", PAIR ("0", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":9999.99}]")), "temporary", EL, 1560, "" },
  { "temp/expense-10000", "2026-09-01", PAIR ("0", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":10000}]")), "temporary", EL, 3120, "" },
  { "temp/expense-30000", "2026-09-01", PAIR ("0", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":30000}]")), "temporary", EL, 4680, "" },
  { "temp/expense-60000", "2026-09-01", PAIR ("0", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":60000}]")), "temporary", EL, 7800, "" },
  { "temp/expense-edge", "2026-09-01", PAIR ("18600", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":10000}]")), "temporary", EL, 2496, "" },
  { "temp/expense-other", "2026-09-01", PAIR ("41999.99", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":10000}]")), "temporary", EL, 1872, "" },
  { "temp/expense-at-disposable", "2026-09-01", PAIR ("42000", SON (",\"spendings\":[{\"kind\":\"medical\",\"amount\":10000}]")), "temporary", NO, 0, "INC_GE_DISPOSABLE" },
  { "temp/expense-living-kind", "2026-09-01", PAIR ("0", SON (",\"spendings\":[{\"kind\":\"living\",\"amount\":20000}]")), "temporary", NO, 0, "" },
  { "temp/urgent-2022", "2022-12-31", "\"household\":{\"category\":\"rural\",\"event\":\"accident\",\"event_level\":3},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"hukou_elsewhere\":true}]", "temporary", EL, 1980, "" },
  { "temp/urgent-2023", "2023-01-01", "\"household\":{\"category\":\"rural\",\"event\":\"accident\",\"event_level\":3},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"hukou_elsewhere\":true}]", "temporary", EL, 3960, "" },
  { "temp/urgent-level-unknown", "2026-09-01", "\"household\":{\"category\":\"rural\",\"event\":\"accident\"},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"hukou_elsewhere\":true}]", "temporary", IN, 0, "household.event_level" },
  { "temp/urgent-covered", "2026-09-01", "\"household\":{\"category\":\"rural\",\"event\":\"accident\",\"event_level\":1,\"aid_covered\":true},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"hukou_elsewhere\":true}]", "temporary", NO, 0, "TEMP_COVERED" },
  { "temp/urgent-refuses", "2026-09-01", "\"household\":{\"category\":\"rural\",\"event\":\"accident\",\"event_level\":1,\"refuses_check\":true},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"hukou_elsewhere\":true}]", "temporary", NO, 0, "TEMP_REFUSES" },
  { "temp/urgent-same-cause-conference", "2026-09-01", "\"household\":{\"category\":\"rural\",\"event\":\"accident\",\"event_level\":1,\"aid_same_cause\":\"2025-09-02\",\"case_conference\":true},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"hukou_elsewhere\":true}]", "temporary", NO, 0, "TEMP_REPEAT" },
  { "temp/urgent-one-before", "2026-09-01", "\"household\":{\"category\":\"rural\",\"event\":\"accident\",\"event_level\":1,\"aid_decisions\":1},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\",\"hukou_elsewhere\":true}]", "temporary", EL, 1560, "" },
  /* F19: the child standard is topped up */
  { "child/top-up", "2026-09-01", PAIR ("0", CHILD (",\"child_scheme\":\"orphan\"")), "child", EL, 556, "" },
  { "child/whole", "2026-09-01", PAIR ("60000", CHILD (",\"child_scheme\":\"de_facto\"")), "child", EL, 1300, "" },
  { "child/eighteen", "2026-09-01", PAIR ("60000", "{\"relation\":\"son\",\"birth\":\"2008-09-01\",\"child_scheme\":\"orphan\",\"lives_together\":true}"), "child", NO, 0, "CHILD_GROWN" },
  { "child/day-before", "2026-09-01", PAIR ("60000", "{\"relation\":\"son\",\"birth\":\"2008-09-02\",\"child_scheme\":\"orphan\",\"lives_together\":true}"), "child", EL, 1300, "" },
  /* M57 Art 33, D21: the grace period, by the day on which it was decided */
  { "grace/second-month", "2026-09-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("8400") "}]", "dibao", EL, 500, "GRACE" },
  { "grace/fourth-month", "2026-11-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("8400") "}]", "dibao", EL, 250, "GRACE" },
  { "grace/sixth-month", "2027-01-15", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("8400") "}]", "dibao", EL, 250, "GRACE" },
  { "grace/seventh-month", "2027-02-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("8400") "}]", "dibao", NO, 0, "INC_GE_STD" },
  { "grace/at-one-and-a-half", "2026-09-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("11160") "}]", "dibao", EL, 250, "GRACE" },
  { "grace/just-below-it", "2026-09-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("11159.99") "}]", "dibao", EL, 500, "GRACE" },
  { "grace/at-twice", "2026-09-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("14880") "}]", "dibao", NO, 0, "INC_GE_STD" },
  { "grace/rule-of-2021", "2022-12-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2022-10-19\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("6000") "}]", "dibao", EL, 500, "GRACE" },
  { "grace/rule-of-2021-over", "2023-01-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2022-10-19\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("6000") "}]", "dibao", NO, 0, "INC_GE_STD" },
  { "grace/rule-of-2022", "2023-03-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2022-10-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("9600") "}]", "dibao", EL, 500, "GRACE" },
  { "grace/rule-of-2022-kept", "2025-11-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2025-06-30\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("8400") "}]", "dibao", EL, 500, "GRACE" },
  { "grace/rule-of-2025", "2025-11-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2025-07-01\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("8400") "}]", "dibao", EL, 250, "GRACE" },
  { "grace/below-standard-again", "2026-09-01", "\"household\":{\"category\":\"rural\",\"grace_decided\":\"2026-08-20\",\"grace_amount\":500},\"members\":[{\"relation\":\"head\",\"birth\":\"1980-01-01\"," EARNS ("6000") "}]", "dibao", EL, 120, "" },
};

static gboolean
names (GArray     *reasons,
       const char *code)
{
  for (guint i = 0; i < reasons->len; i++)
    if (strcmp (g_array_index (reasons, CbReason, i).code, code) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
misses (GArray     *missing,
        const char *fact)
{
  for (guint i = 0; i < missing->len; i++)
    if (strcmp (g_array_index (missing, CbMissing, i).fact, fact) == 0)
      return TRUE;
  return FALSE;
}

static CbResult *
evaluate (const char        *on,
          const char        *facts,
          const char *const *sets)
{
  g_autofree char *json = g_strdup_printf ("{%s}", facts);
  g_autoptr (CbFacts) built = NULL;
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (GError) error = NULL;
  CbResult *result;
  CbMonth pay_month = CB_MONTH_NONE;
  CbDate day;

  built = cb_facts_from_json (pack, json, -1, NULL, &pay_month, &error);
  g_assert_no_error (error);
  g_assert_true (cb_date_parse (on, &day, NULL));
  program = sets != NULL ? cb_pack_compile_with (pack, day, pay_month, sets, &error) : cb_pack_compile (pack, day, pay_month, &error);
  g_assert_no_error (error);
  result = cb_evaluate (program, built, CB_EVALUATE_EXPLAIN, &error);
  g_assert_no_error (error);
  return result;
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (CbResult) result = evaluate (cases[i].on, cases[i].facts, NULL);
  const CbOutcome *o = cb_result_find (result, cases[i].programme);

  g_assert_nonnull (o);
  g_assert_cmpstr (cb_status_word (o->status), ==, cb_status_word (cases[i].status));
  g_assert_cmpint (o->amount, ==, cases[i].amount * 100);
  if (*cases[i].reason != '\0')
    g_assert_true (names (o->reasons, cases[i].reason) || names (o->judgements, cases[i].reason) || misses (o->missing, cases[i].reason));
}

/* The law allows two ways of paying; what a county declares is one number of the pack (M57 Art 23). */
static void
test_tiers (void)
{
  static const char *const tiered[] = { "dibao.tiered", "yes", NULL };
  static const struct { const char *facts; int amount; } rows[] = {
    { PAIR ("0", SON ("")), 1120 },
    { PAIR ("4463.99", SON ("")), 1120 },       /* below 0.3 of the standard */
    { PAIR ("4464", SON ("")), 800 },           /* 0.3 is in the next band */
    { PAIR ("14879.99", SON ("")), 180 },
    { PAIR ("14880", SON ("")), 0 },            /* the standard itself is not below it */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CbResult) result = evaluate ("2026-09-01", rows[i].facts, tiered);

      g_assert_cmpint (cb_result_find (result, "dibao")->amount, ==, rows[i].amount * 100);
    }
}

/* policy.md 2.2: accepted on Monday 2026-09-21, with the holidays of that autumn. */
static void
test_deadlines (void)
{
  static const struct { const char *name, *start, *end; } rows[] = {
    { "deadline.dibao.start", "2026-09-21", "2026-09-24" }, { "deadline.dibao.county", "2026-09-21", "2026-10-12" },
    { "deadline.tekun.county", "2026-09-21", "2026-10-19" }, { "deadline.dibao.total_delegated", "2026-09-21", "2026-10-26" },
    { "deadline.dibao.total", "2026-09-21", "2026-11-09" }, { "deadline.dibao.total_special", "2026-09-21", "2026-11-30" },
    { "deadline.dibao.publicity", "2026-09-17", "2026-09-24" },
    { "deadline.dibao.publicity", "2026-09-18", "2026-09-28" },       /* the seventh day is a holiday */
    { "deadline.death.review", "2026-09-18", "2026-12-18" },
    { "deadline.temp.paperwork", "2026-06-30", "2026-07-14" },        /* ten working days before the law, five after */
    { "deadline.temp.paperwork", "2026-07-01", "2026-07-08" },
    { "deadline.appeal.court", "2026-08-31", "2027-02-28" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *end = NULL;
      CbDate start, got;

      g_assert_true (cb_date_parse (rows[i].start, &start, NULL));
      got = cb_pack_deadline (pack, rows[i].name, start, calendar, NULL, &error);
      g_assert_no_error (error);
      end = cb_date_format (got);
      g_test_message ("%s from %s", rows[i].name, rows[i].start);
      g_assert_cmpstr (end, ==, rows[i].end);
    }
  g_assert_cmpint (cb_pack_deadline (pack, "deadline.rigid.total", cb_date_new (2024, 12, 31), calendar, NULL, &error), ==, CB_DATE_NONE);
  g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE);
  g_clear_error (&error);
  g_assert_cmpint (cb_pack_deadline (pack, "dibao.standard", cb_date_new (2026, 9, 1), calendar, NULL, &error), ==, CB_DATE_NONE);
  g_assert_error (error, CB_POLICY_ERROR, CB_POLICY_ERROR_DATE);
  g_clear_error (&error);
  g_assert_cmpint (cb_pack_deadline (pack, "temp.repeat_months", cb_date_new (2026, 9, 1), calendar, NULL, &error), ==, cb_date_new (2027, 9, 1));
}

static void
assert_number (const char *name,
               const char *word,
               CbDate      on,
               int         want,
               int         den)
{
  g_autofree char *day = cb_date_format (on);
  gint64 n, d;

  g_test_message ("%s %s on %s", name, word != NULL ? word : "", day);
  g_assert_true (cb_pack_param_value (pack, name, word, on, &n, &d));
  g_assert_cmpint (n * den, ==, d * want);
}

/* The numbers of policy.md 2.1 on the days on which they change, and on the day before each change still the number before. */
static void
test_numbers (void)
{
  static const struct { const char *name, *word; int den; struct { const char *on; int n; } steps[8]; } rows[] = {
    { "dibao.standard", "urban", 1,
      { { "2021-01-01", 62000 }, { "2022-07-01", 66000 }, { "2023-07-01", 69000 },
        { "2024-07-01", 72000 }, { "2025-07-01", 75000 }, { "2026-07-01", 78000 } } },
    { "dibao.standard", "rural", 1,
      { { "2021-01-01", 43000 }, { "2022-07-01", 47000 }, { "2023-07-01", 50500 },
        { "2024-07-01", 54000 }, { "2025-07-01", 58000 }, { "2026-07-01", 62000 } } },
    { "tekun.basic", "urban", 1,
      { { "2021-01-01", 80600 }, { "2022-07-01", 85800 }, { "2023-07-01", 89700 },
        { "2024-07-01", 93600 }, { "2025-07-01", 97500 }, { "2026-07-01", 101400 } } },
    { "tekun.basic", "rural", 1,
      { { "2021-01-01", 55900 }, { "2022-07-01", 61100 }, { "2023-07-01", 65700 },
        { "2024-07-01", 70200 }, { "2025-07-01", 75400 }, { "2026-07-01", 80600 } } },
    { "edge.multiplier", NULL, 100, { { "2021-07-01", 150 }, { "2022-10-20", 150 }, { "2026-07-01", 150 } } },
    { "tekun.care", "able", 1, { { "2021-07-01", 8000 }, { "2023-07-01", 10000 }, { "2025-07-01", 12000 } } },
    { "tekun.care", "partial", 1, { { "2021-07-01", 20000 }, { "2023-07-01", 26000 }, { "2025-07-01", 32000 } } },
    { "tekun.care", "full", 1, { { "2021-07-01", 40000 }, { "2023-07-01", 52000 }, { "2025-07-01", 64000 } } },
    { "disab.living", NULL, 1, { { "2021-01-01", 8000 }, { "2022-01-01", 9000 }, { "2024-01-01", 10000 }, { "2026-01-01", 11000 } } },
    { "disab.nursing", "first", 1, { { "2021-01-01", 9000 }, { "2022-01-01", 10000 }, { "2024-01-01", 11000 }, { "2026-01-01", 12000 } } },
    { "disab.nursing", "second", 1, { { "2021-01-01", 6000 }, { "2022-01-01", 7000 }, { "2024-01-01", 8000 }, { "2026-01-01", 9000 } } },
    { "disab.nursing34", NULL, 1, { { "2022-01-01", 3000 }, { "2024-01-01", 4000 }, { "2026-01-01", 5000 } } },
    { "supplement.e70", NULL, 100, { { "2021-07-01", 10 }, { "2023-07-01", 10 }, { "2025-07-01", 15 } } },
    { "supplement.m18", NULL, 100, { { "2021-07-01", 10 }, { "2023-07-01", 15 }, { "2025-07-01", 20 } } },
    { "supplement.severe_disability", NULL, 100, { { "2021-07-01", 20 }, { "2023-07-01", 20 }, { "2025-07-01", 30 } } },
    { "supplement.serious_illness", NULL, 100, { { "2021-07-01", 20 }, { "2023-07-01", 20 }, { "2025-07-01", 30 } } },
    { "employment.cost", NULL, 100, { { "2021-07-01", 30 }, { "2023-07-01", 40 }, { "2025-07-01", 50 } } },
    { "medical.cap", NULL, 100, { { "2021-07-01", 30 }, { "2023-07-01", 40 }, { "2025-07-01", 50 } } },
    { "limit.asset_months", "dibao", 1, { { "2021-07-01", 12 }, { "2023-07-01", 18 }, { "2025-07-01", 24 } } },
    { "limit.asset_months", "tekun", 1, { { "2021-07-01", 12 }, { "2023-07-01", 18 }, { "2025-07-01", 24 } } },
    { "limit.asset_months", "edge", 1, { { "2021-07-01", 18 }, { "2023-07-01", 24 }, { "2025-07-01", 36 } } },
    { "limit.asset_months", "rigid", 1, { { "2021-07-01", 24 }, { "2023-07-01", 36 }, { "2025-07-01", 48 } } },
    { "support.rate", NULL, 100, { { "2021-07-01", 30 }, { "2023-07-01", 25 }, { "2025-07-01", 20 } } },
    { "support.threshold", NULL, 1, { { "2021-07-01", 2 } } },
    { "temp.cap", NULL, 1, { { "2021-01-01", 10 }, { "2023-01-01", 15 }, { "2025-01-01", 20 } } },
    { "temp.persons", NULL, 1, { { "2021-07-01", 5 } } },
    { "temp.township_ceiling", NULL, 1, { { "2021-01-01", 100000 }, { "2023-01-01", 200000 }, { "2025-01-01", 300000 } } },
    { "temp.reserve", NULL, 1, { { "2021-01-01", 2000000 }, { "2023-01-01", 3000000 }, { "2025-01-01", 5000000 } } },
    { "temp.reserve_refill", NULL, 100, { { "2026-09-01", 30 } } },
    { "temp.repeat_months", NULL, 1, { { "2026-09-01", 12 } } },
    { "temp.most_decisions", NULL, 1, { { "2026-09-01", 2 } } },
    { "temp.expense_least", NULL, 1, { { "2026-09-01", 500000 } } },
    { "temp.urgent_hours", NULL, 1, { { "2026-09-01", 24 } } },
    { "temp.coefficient", "tekun", 100, { { "2026-09-01", 100 } } },
    { "temp.coefficient", "dibao", 100, { { "2026-09-01", 100 } } },
    { "temp.coefficient", "edge", 100, { { "2026-09-01", 80 } } },
    { "temp.coefficient", "rigid", 100, { { "2026-09-01", 60 } } },
    { "temp.coefficient", "other", 100, { { "2026-09-01", 60 } } },
    { "deadline.temp.paperwork", NULL, 1, { { "2021-01-01", 15 }, { "2023-01-01", 10 }, { "2026-07-01", 5 } } },
    { "disposable.previous_year", "urban", 1,
      { { "2021-01-01", 3540000 }, { "2022-01-01", 3850000 }, { "2023-01-01", 4030000 },
        { "2024-01-01", 4220000 }, { "2025-01-01", 4410000 }, { "2026-01-01", 4600000 } } },
    { "disposable.previous_year", "rural", 1,
      { { "2021-01-01", 1490000 }, { "2022-01-01", 1640000 }, { "2023-01-01", 1750000 },
        { "2024-01-01", 1870000 }, { "2025-01-01", 1990000 }, { "2026-01-01", 2100000 } } },
    { "rigid.ratio", NULL, 100, { { "2023-10-19", 70 }, { "2025-01-01", 60 }, { "2026-07-01", 50 } } },
    { "tekun.minor_entry_age", NULL, 1, { { "2021-07-01", 16 }, { "2026-07-01", 18 } } },
    { "child.protection", NULL, 1, { { "2021-01-01", 100000 }, { "2023-01-01", 120000 }, { "2025-01-01", 130000 } } },
    { "elder.nursing_allowance", NULL, 1, { { "2021-01-01", 6000 }, { "2023-01-01", 8000 }, { "2025-01-01", 10000 } } },
    { "grace.full_months", "near", 1, { { "2021-07-01", 3 }, { "2022-10-20", 6 }, { "2025-07-01", 3 } } },
    { "grace.full_months", "middle", 1, { { "2021-07-01", 0 }, { "2022-10-20", 6 }, { "2025-07-01", 0 } } },
    { "grace.full_months", "far", 1, { { "2021-07-01", 0 }, { "2022-10-20", 0 }, { "2025-07-01", 0 } } },
    { "grace.half_months", "near", 1, { { "2021-07-01", 0 }, { "2022-10-20", 0 }, { "2025-07-01", 3 } } },
    { "grace.half_months", "middle", 1, { { "2021-07-01", 0 }, { "2022-10-20", 0 }, { "2025-07-01", 3 } } },
    { "grace.half_months", "far", 1, { { "2021-07-01", 0 }, { "2022-10-20", 0 }, { "2025-07-01", 0 } } },
    { "grace.part", NULL, 100, { { "2026-09-01", 50 } } },
    { "review.months", "a", 1, { { "2012-12-12", 12 }, { "2020-08-25", 12 }, { "2021-07-01", 12 } } },
    { "review.months", "b", 1, { { "2012-12-12", 6 }, { "2020-08-25", 6 }, { "2021-07-01", 6 } } },
    { "review.months", "c", 1, { { "2012-12-12", 3 }, { "2020-08-25", 6 }, { "2021-07-01", 6 } } },
    { "limit.dwellings", NULL, 1, { { "2026-09-01", 1 } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CbDate last = CB_DATE_NONE;

      for (guint j = 0; j < G_N_ELEMENTS (rows[i].steps) && rows[i].steps[j].on != NULL; j++)
        {
          CbDate on;

          g_assert_true (cb_date_parse (rows[i].steps[j].on, &on, NULL));
          if (j > 0)
            assert_number (rows[i].name, rows[i].word, on - 1, rows[i].steps[j - 1].n, rows[i].den);
          assert_number (rows[i].name, rows[i].word, on, rows[i].steps[j].n, rows[i].den);
          g_assert_cmpint (on, >, last);
          last = on;
        }
    }
}

/* Penalties and hearings go by the day of the event (L26 Art 48, 73). */
static void
test_texts (void)
{
  const char *before = cb_pack_dated_text (pack, "penalty", cb_date_new (2026, 6, 30), NULL);
  const char *after = cb_pack_dated_text (pack, "penalty", cb_date_new (2026, 7, 1), NULL);

  g_assert_nonnull (strstr (before, "three times"));
  g_assert_nonnull (strstr (after, "up to twice"));
  g_assert_nonnull (strstr (cb_pack_dated_text (pack, "hearing", cb_date_new (2026, 7, 1), NULL), "is heard"));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = NULL, *days = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "policy", "guangyuan.pack", NULL);
  days = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "data", "holidays.csv", NULL);
  pack = cb_pack_load_file (path, NULL, &error);
  g_assert_no_error (error);
  calendar = cb_calendar_load (days, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *test = g_strdup_printf ("/county/%s", cases[i].name);

      g_test_add_data_func (test, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/county/tiers", test_tiers);
  g_test_add_func ("/county/deadlines", test_deadlines);
  g_test_add_func ("/county/numbers", test_numbers);
  g_test_add_func ("/county/texts", test_texts);
  status = g_test_run ();
  cb_pack_unref (pack);
  cb_calendar_unref (calendar);
  return status;
}
