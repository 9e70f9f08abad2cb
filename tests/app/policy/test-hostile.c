/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-proof.h"
#include "policy-test.h"

/* Packs written to break the reader, the compiler or `pack check`: a clear fault at once, or else a proof; never a crash and never a hang. */

static GString *
repeated (GString    *s,
          const char *text,
          guint       n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (s, text);
  return s;
}

static char *
hostile (guint number)
{
  GString *s = g_string_new (PACK_HEAD PACK_PROGRAMME "eligible=flag\n");

  switch (number)
    {
    case 0:
      g_string_append (s, "[value household.x]\ntype=count\ntitle=X\ncite=-\nformula=");
      repeated (repeated (repeated (s, "(", 5000), "k", 1), ")", 5000);
      break;
    case 1:
      g_string_append (s, "[value household.x]\ntype=truth\ntitle=X\ncite=-\nformula=");
      repeated (repeated (s, "not ", 3000), "flag", 1);
      break;
    case 2:
      g_string_append (s, "[value household.x]\ntype=number\ntitle=X\ncite=-\nformula=k + 99999999999999999999999999999999999999999\n");
      break;
    case 3:
      g_string_append (s, "[programme q]\ntitle=Q\ncite=A\nfrom=2020-01-01\npay=none\neligible=number(k) / 0 > 1\n");
      break;
    case 4:
      repeated (g_string_append (s, "[value household.x]\ntype=count\ntitle=X\ncite=-\nformula="), "k + ", 250000);
      break;
    case 5:
      repeated (g_string_append (s, "[value household.x]\ntype=count\ntitle="), "a", 1024 * 1024);
      break;
    case 6:
      repeated (g_string_append (s, "["), "[", 1024 * 1024);
      break;
    case 7:
      for (guint i = 0; i < 3000; i++)
        g_string_append_printf (s, "[value household.v%u]\ntype=count\ntitle=V\ncite=-\nformula=v%u\n", i, (i + 1) % 3000);
      g_string_append (s, "[programme q]\ntitle=Q\ncite=A\nfrom=2020-01-01\npay=none\neligible=v0 > 1\n");
      break;
    case 8:
      repeated (g_string_append (s, "[programme q]\ntitle=Q\ncite=A\nfrom=2020-01-01\npay=none\neligible=number(k)"), " * number(k)", 200);
      break;
    case 9:
      repeated (g_string_append (s, "[table household.x]\ntype=truth\ntitle=X\ncite=A\nhit=first\nin=flag"), " | flag", 500);
      g_string_append (s, "\ndefault=-> no\n");
      break;
    case 10:
      g_string_append (s, "[check income]\nvalue=\ncliff.=\ncliff.x=p:\nrise.y=p: ->\nwithout=;;;\n");
      break;
    case 11:
      repeated (s, "[check income]\n", 2000);
      break;
    case 12:
      g_string_append (s, "[param z.z]\ntype=ratio\ntitle=Z\ncite=A\n");
      for (guint i = 0; i < 1000; i++)
        g_string_append_printf (s, "%04u-01-01=%u%%\n", 2020 + i % 170, i);
      break;
    default:
      g_string_free (s, TRUE);
      return NULL;
    }
  return g_string_free (s, FALSE);
}

static void
test_hostile (void)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *text = hostile (i);
      g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
      g_autoptr (GPtrArray) faults = NULL;
      g_autoptr (CbPack) pack = NULL;
      gint64 begin = g_get_monotonic_time ();

      if (text == NULL)
        break;
      g_test_message ("pack %u", i);
      pack = cb_pack_load_bytes (bytes, "hostile.pack", &faults, NULL);
      g_assert_null (pack);
      g_assert_cmpuint (faults->len, >, 0);
      for (guint k = 0; k < faults->len; k++)
        {
          const CbPackFault *f = faults->pdata[k];

          g_assert_true (*f->message != '\0' && strlen (f->message) < 2000 && g_utf8_validate (f->message, -1, NULL));
        }
      g_assert_cmpint ((g_get_monotonic_time () - begin) / G_USEC_PER_SEC, <, 20);
    }
}

/* Sound in form, but with the largest numbers and nothing to divide by: the search ends, and says so. */
static void
test_proved (void)
{
  static const char text[] = PACK_HEAD
    "[value household.x]\ntype=money/month\ntitle=X\ncite=A\nround=ceil yuan\nformula=if k = 0 then 0 else per_month(sum(income, amount)) / k\n"
    "[value household.m]\ntype=money/year\ntitle=M\ncite=-\nformula=sum(income, amount)\n"
    "[programme p]\ntitle=P\ncite=A\nfrom=2020-01-01\neligible=share * 3 / share > 1 or flag\nline.1=household.y\n"
    "[value household.y]\ntype=money/month\ntitle=Y\ncite=A\nround=ceil yuan\nformula=100 yuan/month * (share / share)\n"
    "[check income]\nvalue=household.m\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (CbPack) pack = cb_pack_load_bytes (bytes, "t.pack", &faults, NULL);
  g_autoptr (CbProof) proof = NULL;

  for (guint i = 0; i < faults->len; i++)
    g_test_message ("%s", ((CbPackFault *) faults->pdata[i])->message);
  g_assert_nonnull (pack);
  proof = cb_pack_prove (pack, NULL);
  g_assert_nonnull (proof);
  g_assert_false (cb_proof_sound (proof));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile/refused", test_hostile);
  g_test_add_func ("/hostile/proved", test_proved);
  return g_test_run ();
}
