/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-cbor.h"
#include "cb-json-private.h"
#include "cb-money.h"
#include "cb-result-private.h"

/* Results as JSON for people and scripts, as CBOR for capsules. */

static void
put_key (GString    *out,
         const char *name,
         gboolean    first)
{
  g_string_append (out, first ? "" : ", ");
  cb_json_escape (out, name);
  g_string_append (out, ": ");
}

static void
put_text (GString    *out,
          const char *name,
          const char *text)
{
  put_key (out, name, FALSE);
  if (text != NULL)
    cb_json_escape (out, text);
  else
    g_string_append (out, "null");
}

static void
put_money (GString    *out,
           const char *name,
           gint64      fen,
           gboolean    first)
{
  g_autofree char *text = cb_money_plain (fen);

  put_key (out, name, first);
  g_string_append (out, text);
}

static void
put_reasons (GString    *out,
             CbResult   *r,
             const char *name,
             GArray     *reasons,
             const char *lang)
{
  g_string_append (out, ",\n      ");
  put_key (out, name, TRUE);
  g_string_append_c (out, '[');
  for (guint i = 0; i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);
      g_autofree char *text = cb_result_reason_text (r, reason, lang);

      g_string_append_printf (out, "%s\n        {\"code\": ", i > 0 ? "," : "");
      cb_json_escape (out, reason->code);
      put_text (out, "entity", reason->entity);
      g_string_append_printf (out, ", \"index\": %d", reason->index);
      put_text (out, "cite", reason->cite);
      put_text (out, "text", text);
      g_string_append_c (out, '}');
    }
  g_string_append (out, reasons->len > 0 ? "\n      ]" : "]");
}

static void
put_lines (GString         *out,
           CbResult        *r,
           const CbOutcome *o,
           const char      *lang)
{
  g_string_append (out, ",\n      \"lines\": [");
  for (guint i = 0; i < o->lines->len; i++)
    {
      const CbLine *line = &g_array_index (o->lines, CbLine, i);

      g_string_append_printf (out, "%s\n        {\"value\": ", i > 0 ? "," : "");
      cb_json_escape (out, line->value);
      put_text (out, "title", cb_pack_title_of (r->program->pack, "value", line->value, lang));
      put_text (out, "entity", line->entity);
      g_string_append_printf (out, ", \"index\": %d", line->index);
      put_money (out, "amount", line->fen, FALSE);
      put_text (out, "cite", line->cite);
      g_string_append_c (out, '}');
    }
  g_string_append (out, o->lines->len > 0 ? "\n      ]" : "]");
}

static void
put_missing (GString         *out,
             CbResult        *r,
             const CbOutcome *o,
             const char      *lang)
{
  g_string_append (out, ",\n      \"missing\": [");
  for (guint i = 0; i < o->missing->len; i++)
    {
      const CbMissing *m = &g_array_index (o->missing, CbMissing, i);
      g_autofree char *text = cb_result_missing_text (r, m, lang);

      g_string_append_printf (out, "%s\n        {\"fact\": ", i > 0 ? "," : "");
      cb_json_escape (out, m->fact);
      g_string_append_printf (out, ", \"index\": %d", m->index);
      put_text (out, "text", text);
      g_string_append_c (out, '}');
    }
  g_string_append (out, o->missing->len > 0 ? "\n      ]" : "]");
}

static void
put_worksheet (GString    *out,
               CbResult   *r,
               const char *programme,
               const char *lang)
{
  static const char *const checks[] = { NULL, "ok", "not", "unknown" };
  g_autoptr (GPtrArray) lines = cb_explain_worksheet (r, programme, lang);

  g_string_append (out, ",\n      \"worksheet\": [");
  for (guint i = 0; i < lines->len; i++)
    {
      const CbWorkLine *line = lines->pdata[i];

      g_string_append_printf (out, "%s\n        {\"indent\": %d", i > 0 ? "," : "", line->indent);
      put_text (out, "text", line->text);
      put_text (out, "working", line->working);
      put_text (out, "figure", line->figure);
      put_text (out, "unit", line->unit);
      put_text (out, "note", line->note);
      put_text (out, "cite", line->cite);
      put_text (out, "check", checks[line->check]);
      g_string_append_printf (out, ", \"detail\": %s", line->detail ? "true" : "false");
      put_text (out, "value", line->value);
      put_text (out, "fact", line->fact);
      g_string_append_printf (out, ", \"index\": %d}", line->index);
    }
  g_string_append (out, "\n      ]");
}

char *
cb_result_to_json (CbResult   *r,
                   const char *lang)
{
  static const char *const pays[] = { "monthly", "once", "none" };
  g_autofree char *on = cb_date_format (r->program->on), *pay_month = cb_month_format (r->program->pay_month);
  g_autofree char *hash = cb_pack_hash_text (r->program->pack);
  GString *out = g_string_new ("{\n  ");

  put_key (out, "pack", TRUE);
  cb_json_escape (out, cb_pack_id (r->program->pack));
  put_text (out, "pack_hash", hash);
  g_string_append_printf (out, ", \"demo\": %s", cb_pack_is_demo (r->program->pack) ? "true" : "false");
  put_text (out, "on", on);
  put_text (out, "pay_month", pay_month);
  g_string_append (out, ",\n  \"programmes\": [");
  for (guint i = 0; i < r->outcomes->len; i++)
    {
      const CbOutcome *o = cb_result_outcome (r, i);
      g_autofree char *start = o->start != CB_MONTH_NONE ? cb_month_format (o->start) : NULL;
      g_autofree char *stop = o->stop != CB_MONTH_NONE ? cb_month_format (o->stop) : NULL;

      g_string_append_printf (out, "%s\n    {\"programme\": ", i > 0 ? "," : "");
      cb_json_escape (out, o->programme);
      put_text (out, "title", cb_pack_title_of (r->program->pack, "programme", o->programme, lang));
      put_text (out, "status", cb_status_word (o->status));
      put_text (out, "tier", o->tier);
      put_text (out, "pay", pays[o->pay]);
      put_money (out, "amount", o->amount, FALSE);
      put_text (out, "start", start);
      put_text (out, "stop", stop);
      g_string_append_printf (out, ", \"validity\": %d, \"review\": %d", o->validity, o->review);
      put_text (out, "cite", o->cite);
      put_lines (out, r, o, lang);
      put_reasons (out, r, "reasons", o->reasons, lang);
      put_reasons (out, r, "judgements", o->judgements, lang);
      put_missing (out, r, o, lang);
      if (r->explained)
        put_worksheet (out, r, o->programme, lang);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "\n  ]\n}\n");
  return g_string_free (out, FALSE);
}

/* --- CBOR: arrays in fixed order, so that one result has one encoding --- */

static void
cbor_reasons (CbCborWriter *w,
              GArray       *reasons)
{
  cb_cbor_put_array (w, reasons->len);
  for (guint i = 0; i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);

      cb_cbor_put_array (w, 4);
      cb_cbor_put_text (w, reason->code);
      cb_cbor_put_text (w, reason->entity);
      cb_cbor_put_int (w, reason->index);
      cb_cbor_put_text (w, reason->cite);
    }
}

GBytes *
cb_result_to_cbor (CbResult *r)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_array (w, r->outcomes->len);
  for (guint i = 0; i < r->outcomes->len; i++)
    {
      const CbOutcome *o = cb_result_outcome (r, i);

      /* The last month stands only where something ends. */
      cb_cbor_put_array (w, o->stop != CB_MONTH_NONE ? 13 : 12);
      cb_cbor_put_text (w, o->programme);
      cb_cbor_put_uint (w, o->status);
      cb_cbor_put_uint (w, o->pay);
      if (o->tier != NULL)
        cb_cbor_put_text (w, o->tier);
      else
        cb_cbor_put_null (w);
      cb_cbor_put_int (w, o->amount);
      if (o->start != CB_MONTH_NONE)
        cb_cbor_put_int (w, o->start);
      else
        cb_cbor_put_null (w);
      cb_cbor_put_int (w, o->validity);
      cb_cbor_put_int (w, o->review);
      cb_cbor_put_array (w, o->lines->len);
      for (guint k = 0; k < o->lines->len; k++)
        {
          const CbLine *line = &g_array_index (o->lines, CbLine, k);

          cb_cbor_put_array (w, 4);
          cb_cbor_put_text (w, line->value);
          cb_cbor_put_int (w, line->index);
          cb_cbor_put_int (w, line->fen);
          cb_cbor_put_text (w, line->cite);
        }
      cbor_reasons (w, o->reasons);
      cbor_reasons (w, o->judgements);
      cb_cbor_put_array (w, o->missing->len);
      for (guint k = 0; k < o->missing->len; k++)
        {
          const CbMissing *m = &g_array_index (o->missing, CbMissing, k);

          cb_cbor_put_array (w, 2);
          cb_cbor_put_text (w, m->fact);
          cb_cbor_put_int (w, m->index);
        }
      if (o->stop != CB_MONTH_NONE)
        cb_cbor_put_int (w, o->stop);
    }
  return cb_cbor_writer_take (w);
}
