/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>
#include <string.h>

#include "county.h"

/*
 * Casebooks with wrong clocks that exchange parts of what they have, twice and in any order, with a restored copy of one of them
 * writing on, and people and desks revoked while records are under way.  The same records must give the same state, forks and
 * judgement everywhere, and those that a small model, written without looking at the product, says.
 */

#define QUICK 2000
#define SLOW  20000

#define ENTITIES 2
#define MAX_WRITES 60

typedef struct
{
  CbRef   ref;
  guint8  hash[32];
  guint   entity, field;    /* field 0: an event */
  gint64  value;
  CbHlc   hlc;
  GArray *pred;             /* of CbRef */
  guint64 saw;              /* bit per write: what counted where this was written */
  gboolean applied;
} Write;

typedef struct
{
  County *county;
  GRand  *rand;
  guint   n;                /* casebooks; the last may be the copy of another desk */
  guint   desk_of[MAX_DESKS];
  gint64  skew[MAX_DESKS];
  gint64  now;
  CbUid   entities[ENTITIES];
  Write   writes[MAX_WRITES];
  guint   n_writes;
  gboolean copied, revoked;
} World;

static const guint fields[] = { 201, 202, 204 };

static void
set_clock (World *w,
           guint  casebook)
{
  cb_clock_set (w->now + w->skew[casebook]);
}

/* ------- doing things ------- */

static guint64
applied_at (World *w,
            guint  casebook)
{
  CbDb *db = w->county->desks[casebook].db;
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT hash FROM record WHERE status = 0", NULL);
  guint64 bits = 0;

  while (cb_stmt_step (s, NULL) == 1)
    {
      gsize len;
      const guint8 *hash = cb_stmt_get_blob (s, 0, &len);

      for (guint i = 0; i < w->n_writes; i++)
        if (memcmp (w->writes[i].hash, hash, 32) == 0)
          bits |= G_GUINT64_CONSTANT (1) << i;
    }

  return bits;
}

static void
find_hash (CbDb        *db,
           const CbRef *ref,
           guint8      *hash)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT r.hash FROM record r JOIN desk d ON d.no = r.desk WHERE d.uid = ?1 AND r.seq = ?2", NULL);
  gsize len;

  cb_stmt_bind_uid (s, 1, &ref->desk);
  cb_stmt_bind_int (s, 2, (gint64) ref->seq);
  g_assert_cmpint (cb_stmt_step (s, NULL), ==, 1);
  memcpy (hash, cb_stmt_get_blob (s, 0, &len), 32);
}

static void
do_write (World *w,
          guint  casebook)
{
  County *c = w->county;
  CbDb *db = c->desks[casebook].db;
  CbActor actor = county_actor (c, w->desk_of[casebook], g_rand_boolean (w->rand) ? WORKER : WORKER_B);
  g_autoptr (CbChange) change = cb_change_new (&actor);
  g_autoptr (GError) error = NULL;
  g_autoptr (CbEntity) before = NULL;
  Write write = { .entity = (guint) g_rand_int_range (w->rand, 0, ENTITIES) };
  guint n = 0;

  if (w->n_writes == MAX_WRITES)
    return;
  set_clock (w, casebook);
  write.saw = applied_at (w, casebook);
  write.pred = g_array_new (FALSE, FALSE, sizeof (CbRef));
  if (g_rand_int_range (w->rand, 0, 8) == 0)
    {
      cb_change_event (change, &w->entities[write.entity], CB_KIND_INCOME, CB_EVENT_NOTE, NULL, 0, NULL, 0, NULL);
    }
  else
    {
      g_auto (CbValue) value = CB_VALUE_INIT;
      const CbHead *heads;

      write.field = fields[g_rand_int_range (w->rand, 0, G_N_ELEMENTS (fields))];
      write.value = g_rand_int_range (w->rand, 0, 4);
      if (write.field == 202)
        {
          value = cb_value_int (write.value);
        }
      else
        {
          char text[2] = { (char) ('a' + write.value), '\0' };

          value = cb_value_text (text);
        }
      before = cb_journal_entity (db, &w->entities[write.entity], NULL);
      heads = before != NULL ? cb_entity_heads (before, write.field, &n) : NULL;
      for (guint i = 0; i < n; i++)
        g_array_append_val (write.pred, heads[i].ref);
      cb_change_set (change, &w->entities[write.entity], CB_KIND_INCOME, write.field, &value, NULL, 0, TRUE);
    }
  if (!cb_change_commit (change, db, &write.ref, NULL, &error))
    {
      /* Somebody or some desk that has heard of its own revocation, or a desk that has met its copy. */
      g_assert_true (g_error_matches (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_NOT_ENTITLED)
                     || g_error_matches (error, CB_JOURNAL_ERROR, CB_JOURNAL_ERROR_CLONE));
      g_array_unref (write.pred);
      return;
    }
  find_hash (db, &write.ref, write.hash);
  cb_journal_author (db, &write.ref, NULL, &write.hlc, NULL);
  w->writes[w->n_writes++] = write;
}

static void
shuffle (GRand     *rand,
         GPtrArray *packets)
{
  for (guint i = packets->len; i > 1; i--)
    {
      guint k = (guint) g_rand_int_range (rand, 0, (gint) i);
      gpointer p = packets->pdata[i - 1];

      packets->pdata[i - 1] = packets->pdata[k];
      packets->pdata[k] = p;
    }
}

static void
append_export (GPtrArray   *packets,
               CbDb        *db,
               const CbUid *desk,
               guint64      from)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) some = cb_journal_export (db, desk, from, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < some->len; i++)
    g_ptr_array_add (packets, g_bytes_ref (some->pdata[i]));
}

static void
hand_over (World     *w,
           guint      to,
           GPtrArray *packets)
{
  g_autoptr (GError) error = NULL;

  set_clock (w, to);
  cb_journal_apply (w->county->desks[to].db, (GBytes **) packets->pdata, packets->len, NULL, &error);
  g_assert_no_error (error);
}

static void
do_send (World *w,
         guint  from,
         guint  to,
         gboolean all)
{
  g_autoptr (GPtrArray) packets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  County *c = w->county;

  if (all || g_rand_boolean (w->rand))
    {
      append_export (packets, c->desks[from].db, NULL, 0);
      hand_over (w, to, packets);
      g_ptr_array_set_size (packets, 0);
    }
  for (guint i = 0; i < c->n_desks; i++)
    if (all || g_rand_int_range (w->rand, 0, 4) > 0)
      append_export (packets, c->desks[from].db, &c->desks[i].uid, all ? 1 : (guint64) g_rand_int_range (w->rand, 1, 6));
  /* A part of it, some of it twice, in any order. */
  if (!all && packets->len > 0)
    {
      if (g_rand_boolean (w->rand))
        g_ptr_array_add (packets, g_bytes_ref (packets->pdata[0]));
      shuffle (w->rand, packets);
      if (g_rand_boolean (w->rand))
        g_ptr_array_set_size (packets, g_rand_int_range (w->rand, 0, (gint) packets->len + 1));
    }
  hand_over (w, to, packets);
}

/* The last casebook takes over the identity of another with what that has now: a backup restored without enrolling it anew. */
static void
do_copy (World *w)
{
  guint of = (guint) g_rand_int_range (w->rand, 0, (gint) w->n - 1);

  if (w->copied)
    return;
  do_send (w, of, w->n - 1, TRUE);
  w->desk_of[w->n - 1] = of;
  w->copied = TRUE;
}

static void
do_revoke (World *w)
{
  County *c = w->county;
  CbDb *db = c->desks[0].db;
  CbIssuer issuer = county_issuer (c);
  g_autoptr (GError) error = NULL;
  CbUid whom = c->people[WORKER_B].uid;
  guint8 hash[32];
  guint64 seq = 0;
  gboolean desk = w->n > 2 && g_rand_boolean (w->rand);

  if (w->revoked)
    return;
  w->revoked = TRUE;
  set_clock (w, 0);
  if (desk)
    {
      g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT r.seq, r.hash FROM record r JOIN desk d ON d.no = r.desk WHERE d.uid = ?1"
                                            " ORDER BY random () LIMIT 1", NULL);
      gsize len;

      whom = c->desks[1].uid;
      cb_stmt_bind_uid (s, 1, &whom);
      if (cb_stmt_step (s, NULL) == 1)
        {
          seq = (guint64) cb_stmt_get_int (s, 0);
          memcpy (hash, cb_stmt_get_blob (s, 1, &len), 32);
        }
    }
  cb_authority_revoke (db, &whom, seq, seq > 0 ? hash : NULL, "test", &issuer, &error);
  g_assert_no_error (error);
}

/* ------- the model ------- */

static Write *
version (World       *w,
         const CbRef *ref,
         guint       *from)
{
  for (; *from < w->n_writes; (*from)++)
    if (memcmp (&w->writes[*from].ref, ref, sizeof *ref) == 0)
      return &w->writes[(*from)++];

  return NULL;
}

/* Everything that @write replaces, through those that do not count. */
static void
overrule (World       *w,
      const Write *write,
      gboolean    *dead)
{
  for (guint i = 0; i < write->pred->len; i++)
    {
      const CbRef *ref = &g_array_index (write->pred, CbRef, i);
      gboolean counted = FALSE;
      guint from = 0;
      Write *v;

      while ((v = version (w, ref, &from)) != NULL)
        {
          dead[v - w->writes] = TRUE;
          counted |= v->applied;
        }
      from = 0;
      while (!counted && (v = version (w, ref, &from)) != NULL)
        if (v->field == write->field)
          overrule (w, v, dead);
    }
}

static gboolean
later (const Write *a,
       const Write *b)
{
  int c;

  if (a->hlc != b->hlc)
    return a->hlc > b->hlc;
  c = cb_uid_compare (&a->ref.desk, &b->ref.desk);

  return c != 0 ? c > 0 : a->ref.seq > b->ref.seq;
}

static void
check_register (World *w,
                guint  entity,
                guint  field)
{
  g_autoptr (CbEntity) e = cb_journal_entity (w->county->desks[0].db, &w->entities[entity], NULL);
  gboolean dead[MAX_WRITES] = { FALSE };
  const Write *winner = NULL;
  const CbHead *heads;
  guint n = 0, live = 0;
  gboolean forked = FALSE;

  heads = e != NULL ? cb_entity_heads (e, field, &n) : NULL;
  for (guint i = 0; i < w->n_writes; i++)
    if (w->writes[i].applied && w->writes[i].entity == entity && w->writes[i].field == field)
      overrule (w, &w->writes[i], dead);
  for (guint i = 0; i < w->n_writes; i++)
    {
      const Write *a = &w->writes[i];
      gboolean found = FALSE;

      if (!a->applied || a->entity != entity || a->field != field || dead[i])
        continue;
      live++;
      for (guint k = 0; k < n; k++)
        found |= memcmp (&heads[k].ref, &a->ref, sizeof a->ref) == 0;
      g_assert_true (found);
      forked |= winner != NULL && winner->value != a->value;
      if (winner == NULL || later (a, winner))
        winner = a;
      /* Nobody who saw it has written since. */
      for (guint k = 0; k < w->n_writes; k++)
        {
          const Write *b = &w->writes[k];

          g_assert_false (b->applied && b->entity == entity && b->field == field && (b->saw >> i & 1));
        }
    }
  g_assert_cmpuint (live, ==, n);
  if (winner != NULL)
    {
      g_assert_cmpmem (&heads[0].ref, sizeof (CbRef), &winner->ref, sizeof (CbRef));
      g_assert_cmpint (cb_entity_forked (e, field), ==, forked);
      if (field == 202)
        g_assert_cmpint (cb_entity_certain (e, field) == NULL, ==, forked);
    }
}

static char *
describe (CbDb *db)
{
  g_autoptr (CbStmt) s = cb_db_prepare (db, "SELECT hex (d.uid) || r.seq || hex (r.hash) || ' ' || r.status || ' ' || r.why"
                                        " FROM record r JOIN desk d ON d.no = r.desk ORDER BY d.uid, r.seq, r.hash", NULL);
  GString *text = g_string_new (NULL);

  while (cb_stmt_step (s, NULL) == 1)
    g_string_append_printf (text, "%s\n", cb_stmt_get_text (s, 0));

  return g_string_free (text, FALSE);
}

static void
check (World *w)
{
  g_autofree char *first = NULL;
  guint8 digest[32], other[32];
  guint64 applied;
  gint64 count;

  for (guint i = 0; i < w->n; i++)
    {
      CbDb *db = w->county->desks[i].db;
      g_autofree char *text = describe (db);

      cb_journal_digest (db, i == 0 ? digest : other, NULL);
      if (i > 0)
        {
          g_assert_cmpstr (text, ==, first);
          g_assert_cmpmem (digest, 32, other, 32);
        }
      else
        {
          first = g_steal_pointer (&text);
        }
      g_assert_true (cb_db_get_int (db, "SELECT count (*) FROM pending", &count, NULL));
      g_assert_cmpint (count, ==, 0);
      g_assert_true (cb_db_get_int (db, "SELECT count (*) FROM record", &count, NULL));
      g_assert_cmpint (count, ==, w->n_writes);
    }
  applied = applied_at (w, 0);
  for (guint i = 0; i < w->n_writes; i++)
    w->writes[i].applied = applied >> i & 1;
  for (guint e = 0; e < ENTITIES; e++)
    for (guint f = 0; f < G_N_ELEMENTS (fields); f++)
      check_register (w, e, fields[f]);
}

/* ------- one schedule ------- */

static guint held_total;

static void
run (County *c,
     guint   seed)
{
  static const gint64 skews[] = { 0, 0, 0, -3600, 86400 * 30, -86400 * 400, G_GINT64_CONSTANT (86400) * 365 * 70 };
  World w = { .county = c, .rand = g_rand_new_with_seed (seed), .n = c->n_desks, .now = G_GINT64_CONSTANT (1700000000000) };
  guint steps = (guint) g_rand_int_range (w.rand, 5, 28);
  gint64 held;

  for (guint i = 0; i < w.n; i++)
    {
      w.desk_of[i] = i;
      w.skew[i] = skews[g_rand_int_range (w.rand, 0, G_N_ELEMENTS (skews))] * 1000;
      g_assert_true (cb_db_begin (c->desks[i].db, NULL));
    }
  for (guint i = 0; i < ENTITIES; i++)
    w.entities[i] = cb_uid_derive ("entity", &i, sizeof i);
  while (steps-- > 0)
    {
      guint a = (guint) g_rand_int_range (w.rand, 0, (gint) w.n), b = (guint) g_rand_int_range (w.rand, 0, (gint) w.n);
      guint what = (guint) g_rand_int_range (w.rand, 0, 100);

      w.now += g_rand_int_range (w.rand, 1, 86400) * 1000;
      if (what < 55)
        do_write (&w, a);
      else if (what < 92 && a != b)
        do_send (&w, a, b, FALSE);
      else if (what < 96 && w.n > 2)
        do_copy (&w);
      else if (what >= 96)
        do_revoke (&w);
    }
  for (guint a = 1; a < w.n; a++)
    do_send (&w, a, 0, TRUE);
  for (guint a = 1; a < w.n; a++)
    do_send (&w, 0, a, TRUE);
  check (&w);
  if (seed % 50 == 0)
    {
      set_clock (&w, 0);
      county_verify (c->desks[seed / 50 % w.n].db, TRUE, NULL);
    }
  g_assert_true (cb_db_get_int (c->desks[0].db, "SELECT count (*) FROM record WHERE status <> 0", &held, NULL));
  held_total += held > 0;
  for (guint i = 0; i < w.n; i++)
    cb_db_rollback (c->desks[i].db);
  for (guint i = 0; i < w.n_writes; i++)
    g_array_unref (w.writes[i].pred);
  g_rand_free (w.rand);
  cb_clock_set (-1);
}

static void
test_schedules (void)
{
  guint n = g_test_slow () ? SLOW : QUICK;
  County *counties[] = { county_new (2, 1), county_new (3, 2), county_new (4, 3) };

  for (guint seed = 0; seed < n; seed++)
    run (counties[seed % G_N_ELEMENTS (counties)], seed);
  g_test_message ("%u schedules, %u of them with records held back", n, held_total);
  g_assert_cmpuint (held_total, >, n / 50);
  for (guint i = 0; i < G_N_ELEMENTS (counties); i++)
    county_free (counties[i]);
}

/* ------- the same bytes of chance in every run ------- */

static guint64 chance = 88172645463325252u;

static guint32
chance_word (void)
{
  chance ^= chance << 13;
  chance ^= chance >> 7;
  chance ^= chance << 17;

  return (guint32) (chance >> 16);
}

static void
chance_bytes (void *const bytes,
              const size_t len)
{
  for (gsize i = 0; i < len; i++)
    ((guint8 *) bytes)[i] = (guint8) chance_word ();
}

static const char *
chance_name (void)
{
  return "test";
}

int
main (int   argc,
      char *argv[])
{
  static struct randombytes_implementation source = { .implementation_name = chance_name, .random = chance_word, .buf = chance_bytes };

  randombytes_set_implementation (&source);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/converge/schedules", test_schedules);

  return g_test_run ();
}
