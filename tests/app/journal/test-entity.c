/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "cb-entity-private.h"

/* One register under a handful of writes; @pred names the writes (by letter) that each replaces.  What must be live, in the order
 * shown, and whether that is a fork.  Hybrid times are given, and lie as wrong clocks make them. */
typedef struct
{
  const char *title;
  struct { char desk; guint seq; CbHlc hlc; gint64 value; const char *pred; } writes[6];   /* named a, b, c … in this order */
  const char *live;
  gboolean    forked;
} Case;

static const Case cases[] = {
  { "one write", { { 'x', 1, 10, 5, "" } }, "a", FALSE },
  { "a later one replaces it", { { 'x', 1, 10, 5, "" }, { 'x', 2, 11, 6, "a" } }, "b", FALSE },
  { "a later one with a clock far behind replaces it too", { { 'x', 1, 900, 5, "" }, { 'y', 1, 1, 6, "a" } }, "b", FALSE },
  { "two that do not know each other", { { 'x', 1, 10, 5, "" }, { 'y', 1, 11, 6, "" } }, "ba", TRUE },
  { "the same value twice is no fork", { { 'x', 1, 10, 5, "" }, { 'y', 1, 11, 5, "" } }, "ba", FALSE },
  { "at the same time the greater desk is shown", { { 'x', 1, 10, 5, "" }, { 'y', 1, 10, 6, "" } }, "ba", TRUE },
  { "an answer names both", { { 'x', 1, 10, 5, "" }, { 'y', 1, 11, 6, "" }, { 'z', 1, 3, 5, "ab" } }, "c", FALSE },
  { "two answers at once are a fork again", { { 'x', 1, 10, 5, "" }, { 'y', 1, 11, 6, "" }, { 'z', 1, 12, 5, "ab" },
    { 'x', 2, 13, 6, "ab" } }, "dc", TRUE },
  { "an answer to one side leaves the other", { { 'x', 1, 10, 5, "" }, { 'y', 1, 11, 6, "" }, { 'x', 2, 12, 7, "a" } }, "cb", TRUE },
  { "three ways", { { 'x', 1, 10, 5, "" }, { 'x', 2, 20, 1, "a" }, { 'y', 1, 21, 2, "a" }, { 'z', 1, 22, 3, "a" } }, "dcb", TRUE },
};

static CbUid
desk_uid (char desk)
{
  CbUid uid = CB_UID_NONE;

  memset (uid.b, desk, sizeof uid.b);

  return uid;
}

static void
take (CbEntity   *e,
      const Case *c,
      guint       i)
{
  CbRef ref = { desk_uid (c->writes[i].desk), c->writes[i].seq };
  CbPred preds[6];
  CbUid author = desk_uid ('p');
  guint n = 0;
  g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
  g_autoptr (GBytes) bytes = NULL;

  for (const char *p = c->writes[i].pred; *p != '\0'; p++)
    preds[n++] = (CbPred) { 202, { desk_uid (c->writes[*p - 'a'].desk), c->writes[*p - 'a'].seq } };
  cb_cbor_put_map (w, 1);
  cb_cbor_put_key (w, 202);
  cb_cbor_put_int (w, c->writes[i].value);
  bytes = cb_cbor_writer_take (w);
  g_assert_true (cb_entity_apply (e, &ref, c->writes[i].hlc, &author, CB_KIND_INCOME, preds, n,
                                  g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static gboolean
ready (const Case *c,
       guint       i,
       guint       done)
{
  for (const char *p = c->writes[i].pred; *p != '\0'; p++)
    if ((done >> (*p - 'a') & 1) == 0)
      return FALSE;

  return (done >> i & 1) == 0;
}

static void
check (const CbEntity *e,
       const Case     *c,
       GBytes        **state)
{
  guint n;
  const CbHead *heads = cb_entity_heads (e, 202, &n);
  g_autoptr (GBytes) bytes = cb_entity_encode (e);
  g_autoptr (CbEntity) again = NULL;
  g_autoptr (GBytes) twice = NULL;

  g_assert_cmpuint (n, ==, strlen (c->live));
  for (guint i = 0; i < n; i++)
    {
      CbRef ref = { desk_uid (c->writes[c->live[i] - 'a'].desk), c->writes[c->live[i] - 'a'].seq };

      g_assert_true (cb_ref_equal (&heads[i].ref, &ref));
    }
  g_assert_cmpint (cb_entity_forked (e, 202), ==, c->forked);
  g_assert_cmpint (cb_entity_certain (e, 202) == NULL, ==, c->forked);
  g_assert_cmpint (cb_entity_int (e, 202, -1), ==, c->writes[c->live[0] - 'a'].value);
  if (*state == NULL)
    *state = g_bytes_ref (bytes);
  g_assert_true (g_bytes_equal (*state, bytes));
  again = cb_entity_decode (cb_entity_uid (e), CB_KIND_INCOME, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  twice = cb_entity_encode (again);
  g_assert_true (g_bytes_equal (bytes, twice));
}

/* Every order in which each comes after what it replaces. */
static void
try_orders (const CbEntity *e,
            const Case     *c,
            guint           n,
            guint           done,
            GBytes        **state,
            guint          *orders)
{
  if (done == (1u << n) - 1)
    {
      check (e, c, state);
      (*orders)++;
      return;
    }
  for (guint i = 0; i < n; i++)
    if (ready (c, i, done))
      {
        g_autoptr (CbEntity) next = cb_entity_copy (e);

        take (next, c, i);
        take (next, c, i);   /* twice is once */
        try_orders (next, c, n, done | 1u << i, state, orders);
      }
}

static void
test_merge (void)
{
  CbUid uid = desk_uid ('e');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CbEntity) e = cb_entity_new (&uid, CB_KIND_INCOME);
      g_autoptr (GBytes) state = NULL;
      guint n = 0, orders = 0;

      while (n < G_N_ELEMENTS (cases[i].writes) && cases[i].writes[n].seq > 0)
        n++;
      try_orders (e, &cases[i], n, 0, &state, &orders);
      g_test_message ("%s: %u orders", cases[i].title, orders);
    }
}

static void
test_values (void)
{
  CbUid uid = desk_uid ('e');
  CbUid parent = desk_uid ('h');
  CbValue values[] = { cb_value_int (G_MININT64 + 1), cb_value_int (0), cb_value_text ("𠮷田"), cb_value_text (""), cb_value_uid (&parent) };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (CbCborWriter) w = cb_cbor_writer_new ();
      g_autoptr (GBytes) bytes = NULL;
      g_auto (CbValue) back = CB_VALUE_INIT;
      CbCborReader r;

      cb_value_encode (&values[i], w);
      bytes = cb_cbor_writer_take (w);
      cb_cbor_reader_init (&r, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_true (cb_value_decode (&r, &back));
      g_assert_true (cb_cbor_done (&r, NULL));
      g_assert_true (cb_value_equal (&values[i], &back));
      for (guint k = 0; k < i; k++)
        g_assert_false (cb_value_equal (&values[i], &values[k]));
    }
  g_assert_cmpint (values[3].kind, ==, CB_VALUE_NONE);

  {
    g_autoptr (CbEntity) e = cb_entity_new (&uid, CB_KIND_MEMBER);
    CbRef ref = { desk_uid ('x'), 1 };
    CbRef ref2 = { desk_uid ('x'), 2 };
    CbUid got;
    guint n;

    cb_entity_write (e, CB_FIELD_PARENT, &ref, 1, &values[4]);
    cb_entity_write (e, 100, &ref, 1, &values[2]);
    got = cb_entity_parent (e);
    g_assert_true (cb_uid_equal (&got, &parent));
    g_assert_false (cb_entity_removed (e));
    cb_entity_set_local (e, 100, &values[3]);
    g_assert_null (cb_entity_text (e, 100));
    g_assert_nonnull (cb_entity_heads (e, 100, &n));   /* what the author saw is still there */
    cb_entity_set_local (e, CB_FIELD_REMOVED, &values[2]);
    g_assert_true (cb_entity_removed (e));
    g_assert_cmpuint (cb_entity_fields (e, &n)[0], ==, CB_FIELD_PARENT);
    g_assert_cmpuint (n, ==, 3);
    /* An identity fork has no winner that counts, a plain one does. */
    cb_entity_write (e, 103, &ref, 1, &values[0]);
    cb_entity_write (e, 103, &ref2, 2, &values[1]);
    cb_entity_write (e, 109, &ref, 1, &values[2]);
    cb_entity_write (e, 109, &ref2, 2, &values[3]);
    g_assert_null (cb_entity_certain (e, 103));
    g_assert_nonnull (cb_entity_value (e, 103));
    g_assert_true (cb_entity_forked (e, 109));
    g_assert_null (cb_entity_value (e, 109));
    cb_entity_set_local (e, 103, &values[1]);
    g_assert_nonnull (cb_entity_certain (e, 103));
  }
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    cb_value_clear (&values[i]);
}

/* A stored state has one form; nothing else is read. */
static void
test_strict (void)
{
  static const char *const bad[] = {
    "", "a0", "a3008001800280", "a200800180", "a30080018002a118ca80",                             /* a register without heads */
    "a30080018002a118ca818400010105",                                                           /* a desk that is not listed */
    "a3008250111111111111111111111111111111115011111111111111111111111111111111018002a0",         /* a desk twice */
    "a30080018002a000", "a30080018002a11a00010000818400010105",
  };
  CbUid uid = desk_uid ('e');

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      guint8 bytes[128];
      gsize len = strlen (bad[i]) / 2;

      for (gsize k = 0; k < len; k++)
        bytes[k] = (guint8) (g_ascii_xdigit_value (bad[i][2 * k]) << 4 | g_ascii_xdigit_value (bad[i][2 * k + 1]));
      g_assert_null (cb_entity_decode (&uid, CB_KIND_INCOME, bytes, len));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/entity/merge", test_merge);
  g_test_add_func ("/journal/entity/values", test_values);
  g_test_add_func ("/journal/entity/strict", test_strict);

  return g_test_run ();
}
