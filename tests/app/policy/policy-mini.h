/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "policy-test.h"

G_BEGIN_DECLS

/* A small household allowance with everything the language has: tiers, supplements by member, an exception, a judgement, dated law. */
#define MINI \
  PACK_HEAD \
  "[choice kind]\nwage=Wage\npension=Pension\n" \
  "[fact member.wage]\ntype=money/month\ntitle=Wage\ntitle[zh_CN]=工资\nmax=1000000\ndefault=0\n" \
  "[fact member.disabled]\ntype=truth\ntitle=Disabled\ndefault=no\n" \
  "[fact household.car]\ntype=truth\ntitle=Car\ndefault=no\n" \
  "[fact household.veteran]\ntype=truth\ntitle=Veteran\ndefault=no\n" \
  "[fact household.debt]\ntype=money\ntitle=Debt\ndefault=0\n" \
  "[param s.old]\ntype=ratio\ntitle=Old age supplement\ncite=M57 Art 27\n2020-01-01=10%\n2025-07-01=15%\n" \
  "[param s.disabled]\ntype=ratio\ntitle=Disability supplement\ncite=M57 Art 27\nconfirm=true\n2020-01-01=30%\n" \
  "[value household.persons]\ntype=count\ntitle=Persons\ntitle[zh_CN]=人数\ncite=M57 Art 7\nformula=count(member where counts)\n" \
  "[value member.counts]\ntype=truth\ntitle=Counts as a member\ncite=M57 Art 7\nformula=here\nif-no=AWAY\n" \
  "[value member.income]\ntype=money/month\ntitle=Income\ntitle[zh_CN]=收入\ncite=M57 Art 13\nformula=wage + per_month(sum(income, amount))\n" \
  "[value household.income]\ntype=money/month\ntitle=Household income\ntitle[zh_CN]=全家收入\ncite=M57 Art 13\nformula=sum(member, income where counts)\n" \
  "[value household.per_head]\ntype=money/month\ntitle=Income per head\ntitle[zh_CN]=人均月收入\ncite=M57 Art 13\nformula=if persons > 0 then income / persons else 0\n" \
  "[value household.standard]\ntype=money/month\ntitle=Standard\ntitle[zh_CN]=标准\ncite=L26 Art 19\nformula=a.standard[area]\n" \
  "[value household.below]\ntype=truth\ntitle=Below the standard\ntitle[zh_CN]=低于标准\ncite=L26 Art 18\nformula=per_head < standard\nif-no=INC_GE_STD\n" \
  "[value household.assets_ok]\ntype=truth\ntitle=Assets\ncite=M57 Art 14\nformula=assets - debt <= standard * 24 months * persons\nif-no=ASSET_OVER\n" \
  "[exception veteran]\nto=household.assets_ok\nwhen=veteran\nformula=assets <= 100000 yuan\ncite=Act 14(2)\ntitle=Veterans\n" \
  "[table household.tier]\ntype=choice:tier\ntitle=Tier\ntitle[zh_CN]=类别\nhit=first\ncite=L26\nin=below|per_head|assets_ok\n" \
  "row.aid=yes|-|yes->\"aid\";cite L26 Art 18\n" \
  "row.edge=-|<1.5 * standard|yes->\"edge\";reason EDGE;cite L26 Art 21\n" \
  "default=->\"none\"\n" \
  "[value household.base]\ntype=money/month\ntitle=Allowance\ntitle[zh_CN]=低保金\ncite=M57 Art 23\n" \
  "formula=if tier = \"aid\" then standard * persons - income else 0\nround=ceil yuan\n" \
  "[table member.supplement]\ntype=money/month\ntitle=Supplement\ntitle[zh_CN]=分类施保\nhit=max\ncite=M57 Art 27\nround=ceil yuan\n" \
  "in=tier|counts|age(birth, first_day(pay_month))|disabled\n" \
  "row.old=\"aid\"|yes|>=70|-->s.old * standard\n" \
  "row.disabled=\"aid\"|yes|-|yes->s.disabled * standard\n" \
  "[reason AWAY]\nmessage=Does not live in the household.\n" \
  "[reason EDGE]\nmessage=Edge.\n" \
  "[reason INC_GE_STD]\nmessage=Income per head {per_head} is not below {standard}.\nmessage[zh_CN]=人均收入{per_head}不低于{standard}。\n" \
  "[reason ASSET_OVER]\nmessage=Assets {assets} are too high.\n" \
  "[reason CAR]\nmessage=A car is to be judged.\n" \
  "[programme aid]\ntitle=Aid\ntitle[zh_CN]=低保\ncite=L26 Art 18\nfrom=2020-01-01\neligible=tier = \"aid\"\ntier=tier\n" \
  "line.1=household.base\nline.2=member.supplement\nstart=month_of(on) + 1 months\nvalidity=12\nreview=12\njudge.1=CAR when car\n" \
  "[programme edge]\ntitle=Edge\ncite=L26 Art 21\nfrom=2021-01-01\npay=none\neligible=tier = \"edge\"\ntier=tier\nexcluded-by=aid\n"

static inline CbResult *
evaluate (CbPack     *pack,
          const char *json,
          GError    **error)
{
  CbDate on;
  CbMonth month;
  g_autoptr (CbFacts) facts = cb_facts_from_json (pack, json, -1, &on, &month, error);
  g_autoptr (CbProgram) program = NULL;

  if (facts == NULL)
    return NULL;
  program = cb_pack_compile (pack, on != CB_DATE_NONE ? on : cb_date_new (2026, 9, 1), month, error);
  return program != NULL ? cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, error) : NULL;
}

#define C03 \
  "{\"on\": \"2026-09-01\", \"household\": {\"area\": \"rural\", \"assets\": 0}, \"members\": [" \
  "{\"label\": \"王秀兰\", \"birth\": \"1955-09-20\", \"incomes\": [{\"amount\": 18940}], \"evidence\": {\"birth\": \"户口簿\"}}," \
  "{\"label\": \"李国强\", \"birth\": \"1985-01-01\", \"disabled\": true}, {\"label\": \"李小雨\", \"birth\": \"2016-01-01\"}]}"

G_END_DECLS
