/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>

#include "cb-money.h"
#include "cb-search.h"

#define MOST_ROWS 100000

typedef struct { const char *text; int limit; gint64 us; } Search;

static gpointer
search_job (CbDesk       *desk,
            CbDb         *db,
            gpointer      data,
            GCancellable *cancellable,
            GError      **error)
{
  Search *s = data;
  gint64 begin = g_get_monotonic_time ();
  GPtrArray *rows = cb_search (desk, db, s->text, "", (guint) s->limit, error);

  s->us = g_get_monotonic_time () - begin;
  return rows;
}

static void
put_text (JsonBuilder *json,
          const char  *name,
          const char  *text)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, text != NULL ? text : "");
}

static void
print_json (const Search *s,
            GPtrArray    *rows)
{
  JsonBuilder *json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "microseconds");
  json_builder_add_int_value (json, s->us);
  json_builder_set_member_name (json, "households");
  json_builder_begin_array (json);
  for (guint i = 0; i < rows->len; i++)
    {
      const CbHouseholdRow *row = rows->pdata[i];
      g_autofree char *amount = cb_money_plain (row->amount);

      json_builder_begin_object (json);
      put_text (json, "head", row->head);
      put_text (json, "area", row->area);
      put_text (json, "township", row->township);
      put_text (json, "village", row->village);
      put_text (json, "category", row->category);
      json_builder_set_member_name (json, "persons");
      json_builder_add_int_value (json, row->persons);
      put_text (json, "tier", row->tier);
      put_text (json, "amount", amount);   /* a text: exact to the fen */
      put_text (json, "match", row->match);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  cb_ctl_print_json (json);
}

static int
search (CbCtl  *ctl,
        Search *s,
        CbDesk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cb_desk_read (desk, search_job, s, &error);

  if (rows == NULL)
    return cb_ctl_fail (NULL, error);
  if (ctl->json)
    {
      print_json (s, rows);
      return CB_CTL_DONE;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const CbHouseholdRow *row = rows->pdata[i];
      g_autofree char *amount = cb_money_format (row->amount, FALSE);

      cb_ctl_print ("%s\t%s %s\t%u\t%s\t%s\t%s\n", row->head, row->township != NULL ? row->township : "",
                    row->village != NULL ? row->village : "", row->persons, row->tier != NULL ? row->tier : "", amount,
                    row->match != NULL ? row->match : "");
    }
  return CB_CTL_DONE;
}

int
cb_ctl_search (CbCtl *ctl)
{
  Search s = { .limit = 20 };
  const GOptionEntry own[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &s.limit, N_("At most so many households (20)"), "N" },
    { NULL },
  };
  CbDesk *desk;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_OPENS, own, 2, 2))
    return cb_ctl_parsed_code (ctl);
  if (s.limit < 1 || s.limit > MOST_ROWS)
    return cb_ctl_usage (ctl, _("--limit takes a number from 1 to %d"), MOST_ROWS);
  s.text = ctl->argv[1];
  if (!g_utf8_validate (s.text, -1, NULL))
    return cb_ctl_usage (ctl, "%s", _("the text to look for is not UTF-8"));
  desk = cb_ctl_open (ctl, ctl->argv[0], &code);
  return desk != NULL ? cb_ctl_close (desk, ctl->argv[0], search (ctl, &s, desk)) : code;
}
