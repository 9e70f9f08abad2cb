/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cb-case.h"
#include "cb-caseload.h"

#define MOST_ROWS 1000000

/* By CbCaseState. */
static const char *const states[] = { NULL, "submitted", "opinion", "confirmed", "refused", "stopped", "withdrawn" };

typedef struct { guint mask; int limit; } Query;

static gpointer
list_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  const Query *q = data;

  return cb_case_list (db, cb_desk_pack (desk), q->mask, "", (guint) q->limit, error);
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
put_case (JsonBuilder  *json,
          const CbCase *c)
{
  g_autofree char *submitted = cb_date_format (c->submitted_on), *due = cb_date_format (c->due);
  g_autofree char *first = cb_month_format (c->first_month), *last = cb_month_format (c->last_month);
  g_autofree char *amount = cb_money_plain (c->amount);

  json_builder_begin_object (json);
  put_text (json, "number", c->number);
  put_text (json, "programme", c->programme);
  put_text (json, "state", states[c->state]);
  put_text (json, "head", c->head);
  put_text (json, "area", c->area);
  put_text (json, "village", c->village);
  put_text (json, "submitted", submitted);
  put_text (json, "due", due);
  put_text (json, "tier", c->tier);
  put_text (json, "amount", amount);   /* a text: exact to the fen */
  json_builder_set_member_name (json, "once");   /* else every month */
  json_builder_add_boolean_value (json, c->once);
  json_builder_set_member_name (json, "persons");
  json_builder_add_int_value (json, c->persons);
  put_text (json, "first_month", first);
  put_text (json, "last_month", last);
  json_builder_set_member_name (json, "stale");
  json_builder_add_boolean_value (json, c->stale);
  json_builder_end_object (json);
}

static void
print_case (const CbCase *c)
{
  g_autofree char *submitted = cb_date_format (c->submitted_on);
  g_autofree char *amount = cb_money_format (c->amount, FALSE);

  cb_ctl_print ("%s\t%s\t%s\t%s\t%s\t%s\n", c->number, cb_programme_title (c->programme), cb_case_state_title (c->state),
                c->head != NULL ? c->head : "", submitted, amount);
}

static int
list (CbCtl  *ctl,
      Query  *q,
      CbDesk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = cb_desk_read (desk, list_job, q, &error);
  JsonBuilder *json;

  if (cases == NULL)
    return cb_ctl_fail (NULL, error);
  if (!ctl->json)
    {
      for (guint i = 0; i < cases->len; i++)
        print_case (cases->pdata[i]);
      return CB_CTL_DONE;
    }
  json = json_builder_new ();
  json_builder_begin_array (json);
  for (guint i = 0; i < cases->len; i++)
    put_case (json, cases->pdata[i]);
  json_builder_end_array (json);
  cb_ctl_print_json (json);
  return CB_CTL_DONE;
}

int
cb_ctl_cases (CbCtl *ctl)
{
  g_autofree char *state = NULL;
  Query q = { .limit = 0 };
  const GOptionEntry own[] = {
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state, N_("submitted, opinion, confirmed, refused, stopped or withdrawn (all)"), "STATE" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &q.limit, N_("At most so many (all)"), "N" },
    { NULL },
  };
  CbDesk *desk;
  int code = CB_CTL_REFUSED;

  if (!cb_ctl_parse (ctl, CB_CTL_OPENS, own, 1, 1))
    return cb_ctl_parsed_code (ctl);
  for (guint i = 1; state != NULL && i < G_N_ELEMENTS (states); i++)
    if (strcmp (state, states[i]) == 0)
      q.mask = 1u << i;
  if (state != NULL && q.mask == 0)
    return cb_ctl_usage (ctl, "%s", _("--state takes submitted, opinion, confirmed, refused, stopped or withdrawn"));
  if (q.limit < 0 || q.limit > MOST_ROWS)
    return cb_ctl_usage (ctl, _("--limit takes a number from 1 to %d"), MOST_ROWS);
  desk = cb_ctl_open (ctl, ctl->argv[0], &code);
  return desk != NULL ? cb_ctl_close (desk, ctl->argv[0], list (ctl, &q, desk)) : code;
}
