/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-money.h"
#include "cb-proof-private.h"

/* Families to try a pack on: the numbers that its rules compare with, one less and one more, and some of no meaning. */

#define POOL_MOST 400

static gint64
clamp_to (const CbFactX *fact,
          gint64         v)
{
  return CLAMP (v, fact->pub.min, fact->pub.max);
}

/* The numbers a pack speaks of, by what they are. */
typedef struct { GArray *money, *counts, *ratios, *dates; } Constants;

static void
add_number (GArray *list,
            gint64  v)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, gint64, i) == v)
      return;
  if (list->len < POOL_MOST)
    g_array_append_val (list, v);
}

static void
add_constant (Constants *c,
              CbType     type,
              CbRat      rat)
{
  if (rat.num > CB_FACT_LIMIT || rat.num < -CB_FACT_LIMIT)
    return;
  if (type.kind == CB_TYPE_DATE)
    add_number (c->dates, (gint64) rat.num);
  else if (type.kind != CB_TYPE_NUMBER)
    return;
  else if (type.money == 1)
    add_number (c->money, (gint64) (rat.num / rat.den));
  else if (rat.den > 1 || type.flavour == CB_FLAVOUR_RATIO)
    add_number (c->ratios, (gint64) (rat.num * 10000 / rat.den));
  else
    add_number (c->counts, (gint64) rat.num);
}

void
cb_expr_each (CbExpr  *e,
              void   (*each) (CbExpr *e, gpointer data),
              gpointer data)
{
  if (e == NULL)
    return;
  each (e, data);
  for (guint i = 0; i < e->n; i++)
    cb_expr_each (e->args[i], each, data);
}

static void
add_expr (CbExpr   *e,
          gpointer  data)
{
  if (e->op == CB_EX_CONST)
    add_constant (data, e->type, e->number);
}

static void
collect (CbPack    *pack,
         CbDate     on,
         Constants *c)
{
  for (guint i = 0; i < pack->params->len; i++)
    {
      CbParamX *param = pack->params->pdata[i];
      CbParamVersionX *version = cb_param_at (param, on);

      for (guint k = 0; version != NULL && k < version->n; k++)
        {
          if (version->has[k])
            add_constant (c, param->type, version->values[k]);
          if (param->pub.bands)
            add_constant (c, param->band_type, version->bounds[k]);
        }
    }
  for (guint i = 0; i < pack->values->len; i++)
    {
      CbFormulaVersion *version = cb_value_at (pack->values->pdata[i], on);

      if (version != NULL)
        cb_expr_each (version->expr, add_expr, c);
    }
  for (guint i = 0; i < pack->tables->len; i++)
    {
      CbTableX *table = pack->tables->pdata[i];

      for (guint r = 0; r < table->rows->len; r++)
        {
          CbRowX *row = table->rows->pdata[r];

          for (guint k = 0; k < table->n_inputs; k++)
            cb_expr_each (row->cells[k], add_expr, c);
        }
      for (guint k = 0; k < table->n_inputs; k++)
        cb_expr_each (table->inputs[k], add_expr, c);
    }
  for (guint i = 0; i < pack->programmes->len; i++)
    {
      CbProgrammeX *p = pack->programmes->pdata[i];

      cb_expr_each (p->eligible, add_expr, c);
      cb_expr_each (p->amount, add_expr, c);
      for (guint k = 0; k < p->judges->len; k++)
        cb_expr_each (g_array_index (p->judges, CbJudgeX, k).when, add_expr, c);
    }
  for (guint i = 0; i < pack->exceptions->len; i++)
    cb_expr_each (((CbExceptionX *) pack->exceptions->pdata[i])->when, add_expr, c);
}

static void
around (GArray        *pool,
        const CbFactX *fact,
        gint64         v)
{
  for (int d = -1; d <= 1; d++)
    add_number (pool, clamp_to (fact, v + d));
}

static void
fill_pool (CbFamilyMaker   *maker,
           const CbFactX   *fact,
           const Constants *c,
           CbDate           on,
           GArray          *pool)
{
  static const int spans[] = { 1, 12, 24 };

  add_number (pool, clamp_to (fact, 0));
  if (fact->type.kind == CB_TYPE_DATE)
    {
      for (guint i = 0; i < c->dates->len; i++)
        around (pool, fact, g_array_index (c->dates, gint64, i));
      for (guint i = 0; i < c->counts->len; i++)
        if (g_array_index (c->counts, gint64, i) > 0 && g_array_index (c->counts, gint64, i) < 120)
          {
            CbDate then = cb_date_add_months (on, -12 * (int) g_array_index (c->counts, gint64, i));

            around (pool, fact, then);
            add_number (pool, clamp_to (fact, then - 400));
            add_number (pool, clamp_to (fact, then + 400));
          }
      around (pool, fact, on);
      return;
    }
  if (fact->type.money == 1)
    {
      for (guint i = 0; i < c->money->len; i++)
        for (guint k = 0; k < G_N_ELEMENTS (spans); k++)
          around (pool, fact, g_array_index (c->money, gint64, i) * spans[k]);
      return;
    }
  if (fact->pub.decimals > 0)
    {
      gint64 unit = 1;

      for (int i = 0; i < fact->pub.decimals; i++)
        unit *= 10;
      for (guint i = 0; i < c->ratios->len; i++)
        {
          CbWide v = (CbWide) g_array_index (c->ratios, gint64, i) * unit / 10000;

          around (pool, fact, (gint64) CLAMP (v, fact->pub.min, fact->pub.max));
        }
      add_number (pool, clamp_to (fact, unit));
      return;
    }
  for (guint i = 0; i < c->counts->len; i++)
    around (pool, fact, g_array_index (c->counts, gint64, i));
  for (gint64 v = 1; v <= 4; v++)
    add_number (pool, clamp_to (fact, v));
  if (fact->pub.max - fact->pub.min <= 12)
    for (gint64 v = fact->pub.min; v <= fact->pub.max; v++)
      add_number (pool, v);
}

CbFamilyMaker *
cb_family_maker_new (CbPack *pack,
                     CbDate  on)
{
  CbFamilyMaker *maker = g_new0 (CbFamilyMaker, 1);
  Constants c;

  maker->pack = pack;
  maker->arena = cb_arena_new ();
  maker->members = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  maker->rand = g_rand_new_with_seed ((guint32) on);
  maker->pools = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  c.money = g_array_new (FALSE, FALSE, sizeof (gint64));
  c.counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  c.ratios = g_array_new (FALSE, FALSE, sizeof (gint64));
  c.dates = g_array_new (FALSE, FALSE, sizeof (gint64));
  collect (pack, on, &c);
  for (guint i = 0; i < pack->facts->len; i++)
    {
      CbFactX *fact = pack->facts->pdata[i];
      GArray *pool = g_array_new (FALSE, FALSE, sizeof (gint64));

      if (fact->type.kind != CB_TYPE_TEXT && !cb_fact_is_eight (fact))
        fill_pool (maker, fact, &c, on, pool);
      g_ptr_array_add (maker->pools, pool);
    }
  g_array_unref (c.money);
  g_array_unref (c.counts);
  g_array_unref (c.ratios);
  g_array_unref (c.dates);
  return maker;
}

void
cb_family_maker_free (CbFamilyMaker *maker)
{
  cb_arena_free (maker->arena);
  g_rand_free (maker->rand);
  g_ptr_array_unref (maker->pools);
  g_ptr_array_unref (maker->members);
  g_free (maker);
}

/* --- One family --- */

static GArray *
new_members (CbFamilyMaker *maker)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (CbMember));

  g_ptr_array_add (maker->members, members);
  return members;
}

static guint
below (CbFamilyMaker *maker,
       guint          n)
{
  return (guint) g_rand_int_range (maker->rand, 0, (gint32) n);
}

static gint64
pick (CbFamilyMaker *maker,
      const CbFactX *fact)
{
  GArray *pool = maker->pools->pdata[fact->pub.index];

  if (fact->type.kind == CB_TYPE_TRUTH)
    return below (maker, 2);
  if (fact->type.kind == CB_TYPE_CHOICE)
    return below (maker, CB_CHOICE (maker->pack, fact->type.choice)->n);
  if (fact->type.kind == CB_TYPE_NUMBER && fact->type.money == 0 && fact->pub.decimals == 0 && below (maker, 2) == 0)
    return clamp_to (fact, below (maker, 3));
  if (fact->type.kind == CB_TYPE_DATE && below (maker, 3) == 0)
    return clamp_to (fact, fact->pub.min + below (maker, (guint) MIN (fact->pub.max - fact->pub.min, 100000) + 1));
  if (fact->type.money == 1 && below (maker, 3) == 0)
    return clamp_to (fact, 0);
  if (fact->type.money == 1 && below (maker, 3) != 0)
    {
      /* As likely small as large; one family's amounts are of one size. */
      gint64 most = G_GINT64_CONSTANT (100) << maker->size;

      return clamp_to (fact, (gint64) (((guint64) g_rand_int (maker->rand)) % (guint64) most));
    }
  return g_array_index (pool, gint64, below (maker, pool->len));
}

static void
add_member (CbFamilyMaker *maker,
            CbFamily      *family,
            int            entity,
            int            parent,
            gboolean       holes,
            gboolean       plain)
{
  GPtrArray *facts = CB_ENTITY (maker->pack, entity)->facts;
  CbMember m = { entity, parent, cb_arena_new0 (maker->arena, gint64, facts->len + 1), cb_arena_new0 (maker->arena, guint8, facts->len + 1) };

  for (guint i = 0; i < facts->len; i++)
    {
      CbFactX *fact = facts->pdata[i];

      m.known[i] = fact->type.kind != CB_TYPE_TEXT && !(holes && below (maker, 4) == 0);
      if (m.known[i])
        m.values[i] = fact->pub.has_default && (plain || below (maker, 2) == 0) ? fact->pub.default_value : pick (maker, fact);
    }
  g_array_append_val (family->members, m);
}

CbFamily *
cb_family_new (CbFamilyMaker *maker,
               guint          number)
{
  CbFamily *family = cb_arena_new0 (maker->arena, CbFamily, 1);
  gboolean holes = number % 4 == 3, plain = number % 2 == 0;
  guint most = number % 8 < 4 ? 2 : 4;

  maker->size = below (maker, 18);
  family->members = new_members (maker);
  add_member (maker, family, 0, -1, holes, plain);
  for (guint e = 1; e < maker->pack->entities->len; e++)
    {
      CbEntityX *entity = CB_ENTITY (maker->pack, e);
      guint n = family->members->len;

      for (guint i = 0; i < n; i++)
        if (g_array_index (family->members, CbMember, i).entity == entity->parent)
          for (guint k = MIN (below (maker, entity->depth > 1 ? 3 : most), entity->pub.most); k > 0; k--)
            add_member (maker, family, (int) e, (int) i, holes, plain);
    }
  return family;
}

CbFamily *
cb_family_copy (CbFamilyMaker  *maker,
                const CbFamily *family)
{
  return cb_family_without (maker, family, G_MAXUINT);
}

CbFamily *
cb_family_with (CbFamilyMaker  *maker,
                const CbFamily *family,
                guint           member,
                guint           fact,
                gint64          value)
{
  CbFamily *copy = cb_family_copy (maker, family);
  CbMember *m = &g_array_index (copy->members, CbMember, member);

  if (fact == G_MAXUINT)
    return copy;
  m->values[fact] = value;
  m->known[fact] = TRUE;
  return copy;
}

CbFamily *
cb_family_without (CbFamilyMaker  *maker,
                   const CbFamily *family,
                   guint           member)
{
  CbFamily *copy = cb_arena_new0 (maker->arena, CbFamily, 1);
  g_autofree int *place = g_new (int, family->members->len);

  copy->members = new_members (maker);
  for (guint i = 0; i < family->members->len; i++)
    {
      CbMember m = g_array_index (family->members, CbMember, i);
      guint n = CB_ENTITY (maker->pack, m.entity)->facts->len;
      gint64 *values = cb_arena_new0 (maker->arena, gint64, n + 1);
      guint8 *known = cb_arena_new0 (maker->arena, guint8, n + 1);

      place[i] = -1;
      if (i == member || (m.parent >= 0 && place[m.parent] < 0))
        continue;
      for (guint k = 0; k < n; k++)
        {
          values[k] = m.values[k];
          known[k] = m.known[k];
        }
      m.values = values;
      m.known = known;
      m.parent = m.parent >= 0 ? place[m.parent] : -1;
      place[i] = (int) copy->members->len;
      g_array_append_val (copy->members, m);
    }
  return copy;
}

static char *
value_text (CbPack        *pack,
            const CbFactX *fact,
            gint64         v)
{
  switch (fact->type.kind)
    {
    case CB_TYPE_TRUTH:
      return g_strdup (v ? "yes" : "no");
    case CB_TYPE_CHOICE:
      return g_strdup (CB_CHOICE (pack, fact->type.choice)->words[v]);
    case CB_TYPE_DATE:
      return cb_date_format ((CbDate) v);
    case CB_TYPE_MONTH:
      return cb_month_format ((CbMonth) v);
    default:
      if (fact->type.money == 1)
        return cb_money_plain (v);
      if (fact->pub.decimals > 0)
        {
          gint64 unit = 1;

          for (int i = 0; i < fact->pub.decimals; i++)
            unit *= 10;
          return g_strdup_printf ("%" G_GINT64_FORMAT ".%0*" G_GINT64_FORMAT, v / unit, fact->pub.decimals, v % unit);
        }
      return g_strdup_printf ("%" G_GINT64_FORMAT, v);
    }
}

/* What differs from the default, so that it can be read. */
char *
cb_family_text (CbPack         *pack,
                const CbFamily *family)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < family->members->len; i++)
    {
      const CbMember *m = &g_array_index (family->members, CbMember, i);
      CbEntityX *entity = CB_ENTITY (pack, m->entity);
      gboolean first = TRUE;

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", entity->pub.name);
      if (i > 0)
        g_string_append_printf (text, " %u", i);
      if (m->parent > 0)
        g_string_append_printf (text, " (of %d)", m->parent);
      for (guint k = 0; k < entity->facts->len; k++)
        {
          CbFactX *fact = entity->facts->pdata[k];
          g_autofree char *value = NULL;

          if (!m->known[k] || (fact->pub.has_default && m->values[k] == fact->pub.default_value))
            continue;
          value = value_text (pack, fact, m->values[k]);
          g_string_append_printf (text, "%s%s %s", first ? ": " : ", ", fact->pub.field, value);
          first = FALSE;
        }
    }
  return g_string_free (text, FALSE);
}

CbBlock *
cb_family_block (CbPack    *pack,
                 GPtrArray *families)
{
  CbBlock *block = cb_block_new (pack);
  g_autoptr (GArray) parents = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 64);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64)), known = g_array_new (FALSE, FALSE, 1);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint total = 0;
  g_autofree guint *first = g_new0 (guint, families->len + 1);
  g_autofree guint32 *place = NULL;

  for (guint f = 0; f < families->len; f++)
    {
      first[f] = total;
      total += ((CbFamily *) families->pdata[f])->members->len;
    }
  place = g_new0 (guint32, total + 1);
  for (guint e = 0; e < pack->entities->len; e++)
    {
      CbEntityX *entity = CB_ENTITY (pack, e);

      g_array_set_size (parents, 0);
      g_ptr_array_set_size (rows, 0);
      for (guint f = 0; f < families->len; f++)
        {
          CbFamily *family = families->pdata[f];

          for (guint i = 0; i < family->members->len; i++)
            {
              CbMember *m = &g_array_index (family->members, CbMember, i);

              if (m->entity != (int) e)
                continue;
              place[first[f] + i] = rows->len;
              if (m->parent >= 0)
                g_array_append_val (parents, place[first[f] + (guint) m->parent]);
              g_ptr_array_add (rows, m);
            }
        }
      if (!cb_block_add_rows (block, entity->pub.name, e > 0 ? (const guint32 *) (void *) parents->data : NULL, rows->len, NULL))
        g_return_val_if_reached (block);
      for (guint k = 0; k < entity->facts->len; k++)
        {
          CbFactX *fact = entity->facts->pdata[k];

          if (fact->type.kind == CB_TYPE_TEXT)
            continue;
          g_array_set_size (values, rows->len);
          g_array_set_size (known, rows->len);
          for (guint r = 0; r < rows->len; r++)
            {
              g_array_index (values, gint64, r) = ((CbMember *) rows->pdata[r])->values[k];
              g_array_index (known, guint8, r) = ((CbMember *) rows->pdata[r])->known[k];
            }
          if (!cb_block_set_column (block, fact->pub.name, (const gint64 *) (void *) values->data, (const guint8 *) known->data, rows->len, NULL))
            g_return_val_if_reached (block);
        }
    }
  return block;
}
