/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-capsule.h"

#include <sodium.h>
#include <string.h>

#include "cb-cbor.h"
#include "cb-result-private.h"

/* A map of unsigned keys.  The trace is kept as every named number in it: what replay rebuilds must show the same. */
enum { KEY_VERSION = 0, KEY_ENGINE, KEY_PACK_ID, KEY_PACK_HASH, KEY_PACK, KEY_ON, KEY_PAY_MONTH, KEY_FACTS, KEY_RESULT, KEY_TRACE, KEY_N };

#define VERSION 1

static const guint8 personal[crypto_generichash_blake2b_PERSONALBYTES] = "cb-capsule";

struct _CbCapsule {
  int      ref_count;
  GBytes  *bytes;
  guint8   hash[CB_CAPSULE_HASH_LEN];
  guint8   pack_hash[CB_PACK_HASH_LEN];
  char    *engine, *pack_id;
  GBytes  *pack;              /* NULL: only the hash */
  CbDate   on;
  CbMonth  pay_month;
  GBytes  *facts, *result, *trace;
};

/* Changes when evaluation does. */
const char *
cb_engine_id (void)
{
  return "casebook-rules 1 (" CB_VERSION ")";
}

/* --- Compact trace: per programme, depth first, every node once --- */

static void
named_nodes (CbResult  *r,
             CbNode    *node,
             GPtrArray *out)
{
  if (node->epoch == r->epoch)
    return;
  node->epoch = r->epoch;
  /* What can be named is: values, facts, parameters, rows; the rest follows from the pack. */
  if (node->pub.name != NULL && node->pub.kind != CB_TRACE_OPERATION)
    g_ptr_array_add (out, node);
  for (guint i = 0; i < node->pub.n_children; i++)
    named_nodes (r, (CbNode *) node->pub.children[i], out);
}

static GBytes *
compact_trace (CbResult *r)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();

  cb_cbor_put_array (w, r->roots->len);
  for (guint i = 0; i < r->roots->len; i++)
    {
      g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

      r->epoch++;
      named_nodes (r, r->roots->pdata[i], nodes);
      cb_cbor_put_array (w, nodes->len);
      for (guint k = 0; k < nodes->len; k++)
        {
          const CbNode *node = nodes->pdata[k];

          cb_cbor_put_array (w, 5);
          cb_cbor_put_text (w, node->pub.name);
          cb_cbor_put_int (w, node->pub.entity != NULL ? node->pub.index : -1);
          cb_cbor_put_uint (w, node->number.state);
          cb_cbor_put_int (w, node->pub.known ? node->pub.numerator : 0);
          cb_cbor_put_int (w, node->pub.known ? node->pub.denominator : 1);
        }
    }
  return cb_cbor_writer_take (w);
}

static void
hash_bytes (GBytes       *bytes,
            const guint8 *who,
            guint8       *out)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);

  crypto_generichash_blake2b_salt_personal (out, CB_CAPSULE_HASH_LEN, data, len, NULL, 0, NULL, who);
}

static void
put_bytes (CbCborWriter *w,
           guint         key,
           GBytes       *bytes)
{
  gsize len;
  const void *data = g_bytes_get_data (bytes, &len);

  cb_cbor_put_key (w, key);
  cb_cbor_put_bytes (w, data, len);
}

CbCapsule *
cb_capsule_build (CbResult       *r,
                  CbCapsuleFlags  flags,
                  GError        **error)
{
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) facts = cb_facts_to_cbor (r->facts), result = cb_result_to_cbor (r), trace = compact_trace (r), bytes = NULL;
  CbPack *pack = r->program->pack;
  gboolean whole = (flags & CB_CAPSULE_WITH_PACK) != 0;

  if (r->program->sets != NULL && g_hash_table_size (r->program->sets) > 0)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_CAPSULE, "a simulation is no basis for a decision");
      return NULL;
    }
  cb_cbor_put_map (w, whole ? KEY_N : KEY_N - 1);
  cb_cbor_put_key (w, KEY_VERSION);
  cb_cbor_put_uint (w, VERSION);
  cb_cbor_put_key (w, KEY_ENGINE);
  cb_cbor_put_text (w, cb_engine_id ());
  cb_cbor_put_key (w, KEY_PACK_ID);
  cb_cbor_put_text (w, cb_pack_id (pack));
  cb_cbor_put_key (w, KEY_PACK_HASH);
  cb_cbor_put_bytes (w, cb_pack_hash (pack), CB_PACK_HASH_LEN);
  if (whole)
    put_bytes (w, KEY_PACK, cb_pack_bytes (pack));
  cb_cbor_put_key (w, KEY_ON);
  cb_cbor_put_int (w, r->program->on);
  cb_cbor_put_key (w, KEY_PAY_MONTH);
  cb_cbor_put_int (w, r->program->pay_month);
  put_bytes (w, KEY_FACTS, facts);
  put_bytes (w, KEY_RESULT, result);
  put_bytes (w, KEY_TRACE, trace);
  bytes = cb_cbor_writer_take (w);
  return cb_capsule_parse (bytes, error);
}

static gboolean
get_bytes (CbCborReader  *r,
           GBytes       **out)
{
  const guint8 *data;
  gsize len;

  if (!cb_cbor_get_bytes (r, &data, &len))
    return FALSE;
  *out = g_bytes_new (data, len);
  return TRUE;
}

static gboolean
read_key (CbCapsule    *c,
          CbCborReader *r,
          guint64       key)
{
  gint64 v;
  guint64 u;

  switch (key)
    {
    case KEY_VERSION: return cb_cbor_get_uint (r, &u) && u == VERSION;
    case KEY_ENGINE: return (c->engine = cb_cbor_dup_text (r)) != NULL;
    case KEY_PACK_ID: return (c->pack_id = cb_cbor_dup_text (r)) != NULL;
    case KEY_PACK_HASH: return cb_cbor_get_fixed (r, c->pack_hash, CB_PACK_HASH_LEN);
    case KEY_PACK: return get_bytes (r, &c->pack);
    case KEY_ON:
      if (!cb_cbor_get_int (r, &v) || v < cb_date_new (1800, 1, 1) || v > cb_date_new (2200, 12, 31))
        return FALSE;
      c->on = (CbDate) v;
      return TRUE;
    case KEY_PAY_MONTH:
      if (!cb_cbor_get_int (r, &v) || v < cb_month_new (1800, 1) || v > cb_month_new (2200, 12))
        return FALSE;
      c->pay_month = (CbMonth) v;
      return TRUE;
    case KEY_FACTS: return get_bytes (r, &c->facts);
    case KEY_RESULT: return get_bytes (r, &c->result);
    case KEY_TRACE: return get_bytes (r, &c->trace);
    default: return FALSE;
    }
}

static gboolean
whole_item (GBytes *bytes)
{
  gsize len;
  const void *data = g_bytes_get_data (bytes, &len);

  return cb_cbor_validate (data, len, NULL, NULL);
}

CbCapsule *
cb_capsule_parse (GBytes  *bytes,
                  GError **error)
{
  g_autoptr (CbCapsule) c = g_new0 (CbCapsule, 1);
  CbCborReader r;
  gsize len, n;
  const void *data = g_bytes_get_data (bytes, &len);
  gboolean ok;

  c->ref_count = 1;
  c->bytes = g_bytes_ref (bytes);
  cb_cbor_reader_init (&r, data, len);
  ok = cb_cbor_get_map (&r, &n) && (n == KEY_N || n == KEY_N - 1);
  for (gsize i = 0; ok && i < n; i++)
    {
      guint64 key;

      /* Keys ascend; without the pack exactly that one is missing. */
      ok = cb_cbor_get_key (&r, &key) && key == (n == KEY_N || i < KEY_PACK ? i : i + 1) && read_key (c, &r, key);
    }
  ok = ok && cb_cbor_done (&r, NULL) && whole_item (c->facts) && whole_item (c->result) && whole_item (c->trace);
  if (!ok)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_CAPSULE, "not a capsule");
      return NULL;
    }
  if (c->pack != NULL)
    {
      g_autoptr (CbPack) pack = cb_pack_load_bytes (c->pack, "capsule", NULL, NULL);

      if (pack == NULL || memcmp (cb_pack_hash (pack), c->pack_hash, CB_PACK_HASH_LEN) != 0)
        {
          g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_CAPSULE, "the pack inside the capsule is not the one it names");
          return NULL;
        }
    }
  hash_bytes (bytes, personal, c->hash);
  return g_steal_pointer (&c);
}

CbCapsule *
cb_capsule_ref (CbCapsule *c)
{
  g_atomic_int_inc (&c->ref_count);
  return c;
}

void
cb_capsule_unref (CbCapsule *c)
{
  if (c == NULL || !g_atomic_int_dec_and_test (&c->ref_count))
    return;
  g_clear_pointer (&c->bytes, g_bytes_unref);
  g_clear_pointer (&c->pack, g_bytes_unref);
  g_clear_pointer (&c->facts, g_bytes_unref);
  g_clear_pointer (&c->result, g_bytes_unref);
  g_clear_pointer (&c->trace, g_bytes_unref);
  g_free (c->engine);
  g_free (c->pack_id);
  g_free (c);
}

GBytes *
cb_capsule_bytes (CbCapsule *c)
{
  return c->bytes;
}

const guint8 *
cb_capsule_hash (CbCapsule *c)
{
  return c->hash;
}

const guint8 *
cb_capsule_pack_hash (CbCapsule *c)
{
  return c->pack_hash;
}

gboolean
cb_capsule_has_pack (CbCapsule *c)
{
  return c->pack != NULL;
}

CbDate
cb_capsule_on (CbCapsule *c)
{
  return c->on;
}

CbMonth
cb_capsule_pay_month (CbCapsule *c)
{
  return c->pay_month;
}

const char *
cb_capsule_engine (CbCapsule *c)
{
  return c->engine;
}

/* --- Replay --- */

/* The first programme whose stored encoding is another. */
static char *
first_difference (CbCapsule *c,
                  CbResult  *r)
{
  g_autoptr (GBytes) result = cb_result_to_cbor (r), trace = compact_trace (r);
  CbCborReader stored, now;
  gsize len, n, m;
  const void *data;

  if (g_bytes_equal (result, c->result))
    return g_bytes_equal (trace, c->trace) ? NULL : g_strdup ("the result is the same, but a number on the way to it is not");
  data = g_bytes_get_data (c->result, &len);
  cb_cbor_reader_init (&stored, data, len);
  data = g_bytes_get_data (result, &len);
  cb_cbor_reader_init (&now, data, len);
  if (!cb_cbor_get_array (&stored, &n) || !cb_cbor_get_array (&now, &m) || n != m)
    return g_strdup ("the number of programmes is another");
  for (gsize i = 0; i < n; i++)
    {
      const guint8 *a, *b;
      gsize la, lb;

      if (!cb_cbor_get_raw (&stored, &a, &la) || !cb_cbor_get_raw (&now, &b, &lb) || la != lb || memcmp (a, b, la) != 0)
        return g_strdup_printf ("programme %s comes out differently", cb_result_outcome (r, (guint) i)->programme);
    }
  return g_strdup ("the results differ");
}

gboolean
cb_capsule_replay (CbCapsule  *c,
                   CbPack     *pack,
                   CbResult  **result_out,
                   char      **difference,
                   GError    **error)
{
  g_autoptr (CbPack) own = NULL;
  g_autoptr (CbFacts) facts = NULL;
  g_autoptr (CbProgram) program = NULL;
  g_autoptr (CbResult) result = NULL;
  g_autofree char *first = NULL;

  if (c->pack != NULL)
    pack = own = cb_pack_load_bytes (c->pack, "capsule", NULL, error);
  else if (pack == NULL || memcmp (cb_pack_hash (pack), c->pack_hash, CB_PACK_HASH_LEN) != 0)
    {
      g_set_error_literal (error, CB_POLICY_ERROR, CB_POLICY_ERROR_CAPSULE, "the capsule holds no pack, and the one given is not the one it names");
      return FALSE;
    }
  if (pack == NULL)
    return FALSE;
  facts = cb_facts_from_cbor (pack, c->facts, error);
  if (facts == NULL)
    return FALSE;
  program = cb_pack_compile (pack, c->on, c->pay_month, error);
  if (program == NULL)
    return FALSE;
  result = cb_evaluate (program, facts, CB_EVALUATE_EXPLAIN, error);
  if (result == NULL)
    return FALSE;
  first = first_difference (c, result);
  if (difference != NULL)
    *difference = g_steal_pointer (&first);
  if (result_out != NULL)
    *result_out = g_steal_pointer (&result);
  return TRUE;
}
