/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl-rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-clock.h"
#include "cb-simulate.h"
#include "cb-money.h"

typedef struct {
  CbCtl      *ctl;
  CbDate      on;
  GPtrArray  *sets;        /* pairs, NULL-terminated */
  const char *pack;        /* file, or NULL: the published rules */
  const char *area;
  CbPack     *rules;
  CbCounty   *county;
} Simulate;

static gpointer
simulate_job (CbDesk       *desk,
              CbDb         *db,
              gpointer      data,
              GCancellable *cancellable,
              GError      **error)
{
  Simulate *s = data;
  g_autoptr (CbProgram) now = NULL, then = NULL;
  g_autoptr (CbSimulator) simulator = NULL;

  now = cb_pack_compile (s->rules, s->on, CB_MONTH_NONE, error);
  then = now != NULL ? cb_pack_compile_with (s->rules, s->on, CB_MONTH_NONE, (const char *const *) s->sets->pdata, error) : NULL;
  if (then == NULL)
    return NULL;
  s->county = cb_county_load (db, s->rules, s->area, NULL, NULL, cancellable, error);
  if (s->county == NULL)
    return NULL;
  simulator = cb_simulator_new (s->county, now, error);
  return simulator != NULL ? cb_simulator_run (simulator, then, error) : NULL;
}

/* --- As text --- */

static void
print_line (const char      *title,
            const CbNowThen *line)
{
  g_autofree char *now = cb_money_plain (line->monthly[0]), *then = cb_money_plain (line->monthly[1]);
  g_autofree char *change = cb_money_plain (line->monthly[1] - line->monthly[0]);

  cb_ctl_print ("%s\t%u\t%u\t%s\t%s\t%s\n", title, line->households[0], line->households[1], now, then, change);
}

static char *
township_title (CbDesk     *desk,
                const char *code)
{
  const CbArea *area = cb_areas_find (cb_desk_areas (desk), code);

  return area != NULL ? g_strdup_printf ("%s %s", code, area->name) : g_strdup (code);
}

static void
print_text (Simulate           *s,
            CbDesk             *desk,
            const CbSimulation *found)
{
  const char *lang = cb_ctl_language ();
  g_autofree char *gained = cb_money_plain (found->gained), *lost = cb_money_plain (found->lost);

  cb_ctl_print ("%s\n", _("\thouseholds now\tthen\tyuan a month now\tthen\tchange"));
  print_line (_("All"), &found->all);
  cb_ctl_print ("\n");
  for (guint i = 0; i < found->programmes->len; i++)
    print_line (cb_pack_title_of (s->rules, "programme", found->programmes->pdata[i], lang), &g_array_index (found->by_programme, CbNowThen, i));
  cb_ctl_print ("\n");
  for (guint i = 0; i < found->tiers->len; i++)
    print_line (cb_pack_word_title (s->rules, "tier", found->tiers->pdata[i], lang), &g_array_index (found->by_tier, CbNowThen, i));
  cb_ctl_print ("\n");
  for (guint i = 0; i < found->townships->len; i++)
    {
      g_autofree char *title = township_title (desk, found->townships->pdata[i]);

      print_line (title, &g_array_index (found->by_township, CbNowThen, i));
    }
  cb_ctl_print ("\n");
  cb_ctl_print (ngettext ("%u household gains, together %s yuan a month\n", "%u households gain, together %s yuan a month\n", found->gainers),
                found->gainers, gained);
  cb_ctl_print (ngettext ("%u household loses, together %s yuan a month\n", "%u households lose, together %s yuan a month\n", found->losers),
                found->losers, lost);
  if (found->incomplete > 0)
    cb_ctl_print (ngettext ("of %u household a fact is missing that a programme needs\n",
                            "of %u households a fact is missing that a programme needs\n", found->incomplete), found->incomplete);
  if (cb_county_left_out (s->county) > 0)
    cb_ctl_print (ngettext ("%u household is larger than the rules allow and was left out\n",
                            "%u households are larger than the rules allow and were left out\n", cb_county_left_out (s->county)),
                  cb_county_left_out (s->county));
}

/* --- As JSON --- */

static void
put_line (JsonBuilder     *json,
          const char      *key,
          const char      *name,
          const CbNowThen *line)
{
  static const char *const sides[] = { "now", "then" };

  json_builder_begin_object (json);
  if (key != NULL)
    {
      json_builder_set_member_name (json, key);
      json_builder_add_string_value (json, name);
    }
  for (guint t = 0; t < 2; t++)
    {
      g_autofree char *money = cb_money_plain (line->monthly[t]);

      json_builder_set_member_name (json, sides[t]);
      json_builder_begin_object (json);
      json_builder_set_member_name (json, "households");
      json_builder_add_int_value (json, line->households[t]);
      json_builder_set_member_name (json, "monthly");   /* a text: exact to the fen */
      json_builder_add_string_value (json, money);
      json_builder_end_object (json);
    }
  json_builder_end_object (json);
}

static void
put_lines (JsonBuilder *json,
           const char  *group,
           const char  *key,
           GPtrArray   *names,
           GArray      *lines)
{
  json_builder_set_member_name (json, group);
  json_builder_begin_array (json);
  for (guint i = 0; i < names->len; i++)
    put_line (json, key, names->pdata[i], &g_array_index (lines, CbNowThen, i));
  json_builder_end_array (json);
}

static void
put_count (JsonBuilder *json,
           const char  *name,
           guint        n,
           CbMoney      sum)
{
  g_autofree char *money = cb_money_plain (sum);

  json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  json_builder_set_member_name (json, "households");
  json_builder_add_int_value (json, n);
  json_builder_set_member_name (json, "monthly");
  json_builder_add_string_value (json, money);
  json_builder_end_object (json);
}

static void
print_json (Simulate           *s,
            const CbSimulation *found)
{
  JsonBuilder *json = json_builder_new ();
  g_autofree char *on = cb_date_format (s->on);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "on");
  json_builder_add_string_value (json, on);
  json_builder_set_member_name (json, "set");
  json_builder_begin_object (json);
  for (guint i = 0; i + 1 < s->sets->len; i += 2)
    {
      json_builder_set_member_name (json, s->sets->pdata[i]);
      json_builder_add_string_value (json, s->sets->pdata[i + 1]);
    }
  json_builder_end_object (json);
  json_builder_set_member_name (json, "all");
  put_line (json, NULL, NULL, &found->all);
  put_lines (json, "programmes", "programme", found->programmes, found->by_programme);
  put_lines (json, "tiers", "tier", found->tiers, found->by_tier);
  put_lines (json, "townships", "area", found->townships, found->by_township);
  put_count (json, "gain", found->gainers, found->gained);
  put_count (json, "lose", found->losers, found->lost);
  json_builder_set_member_name (json, "incomplete");
  json_builder_add_int_value (json, found->incomplete);
  json_builder_set_member_name (json, "left_out");
  json_builder_add_int_value (json, cb_county_left_out (s->county));
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

/* --- The command --- */

static int
simulate (Simulate *s,
          CbDesk   *desk)
{
  g_autoptr (CbSimulation) found = NULL;
  g_autoptr (GError) error = NULL;

  if (s->pack != NULL)
    {
      s->rules = cb_ctl_load_pack (s->pack, NULL, &error);
      if (s->rules == NULL)
        return cb_ctl_fail (s->pack, error);
    }
  else if (cb_desk_pack (desk) != NULL)
    s->rules = cb_pack_ref (cb_desk_pack (desk));
  else
    return cb_ctl_refuse ("%s", _("no rules have been published in this casebook: give them with --pack"));
  if (s->area == NULL)
    s->area = cb_desk_area (desk);
  if (cb_areas_find (cb_desk_areas (desk), s->area) == NULL)
    return cb_ctl_refuse (_("%s: there is no area of that code"), s->area);
  found = cb_desk_read (desk, simulate_job, s, &error);
  if (found == NULL)
    return cb_ctl_fail (NULL, error);
  if (s->ctl->json)
    print_json (s, found);
  else
    print_text (s, desk, found);
  return CB_CTL_DONE;
}

static gboolean
take_sets (Simulate *s,
           char    **texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      const char *equals = strchr (texts[i], '=');

      if (equals == NULL || equals == texts[i] || equals[1] == '\0')
        return FALSE;
      g_ptr_array_add (s->sets, g_strndup (texts[i], (gsize) (equals - texts[i])));
      g_ptr_array_add (s->sets, g_strdup (equals + 1));
    }
  g_ptr_array_add (s->sets, NULL);
  return s->sets->len > 1;
}

int
cb_ctl_simulate (CbCtl *ctl)
{
  g_autofree char *on = NULL, *pack = NULL, *area = NULL;
  g_auto (GStrv) sets = NULL;
  int code = CB_CTL_REFUSED;
  const GOptionEntry own[] = {
    { "on", 0, 0, G_OPTION_ARG_FILENAME, &on, N_("The day whose law counts"), "DATE" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &sets, N_("A parameter and its new value, as dibao.standard.rural=640.00; may be repeated"), "KEY=VALUE" },
    { "pack", 0, 0, G_OPTION_ARG_FILENAME, &pack, N_("Other rules than the published ones"), "FILE" },
    { "area", 0, 0, G_OPTION_ARG_FILENAME, &area, N_("Code of the area (that of whoever opens the casebook)"), "CODE" },
    { NULL },
  };
  Simulate s = { .ctl = ctl };
  CbDesk *desk;

  if (!cb_ctl_parse (ctl, CB_CTL_OPENS, own, 1, 1))
    return cb_ctl_parsed_code (ctl);
  if (!cb_ctl_parse_date (ctl, "--on", on, &s.on))
    return CB_CTL_USAGE;
  if (s.on == CB_DATE_NONE)
    return cb_ctl_usage (ctl, "%s", _("--on DATE is needed"));
  s.sets = g_ptr_array_new_with_free_func (g_free);
  if (!take_sets (&s, sets))
    {
      g_ptr_array_unref (s.sets);
      return cb_ctl_usage (ctl, "%s", _("--set takes KEY=VALUE, at least once"));
    }
  s.pack = pack;
  s.area = area;
  desk = cb_ctl_open (ctl, ctl->argv[0], &code);
  if (desk != NULL)
    {
      code = simulate (&s, desk);
      g_clear_pointer (&s.county, cb_county_unref);
      g_clear_pointer (&s.rules, cb_pack_unref);
      code = cb_ctl_close (desk, ctl->argv[0], code);
    }
  g_ptr_array_unref (s.sets);
  return code;
}
