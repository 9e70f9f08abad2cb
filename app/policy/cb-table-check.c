/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pack-private.h"

#include <string.h>

/* Proves that a table covers everything and that at most one row of a `unique` table holds.  Each input is cut into the pieces
 * that its cells tell apart (words, yes and no, points and gaps of numbers); a row is then a box of pieces. */

#define LIMIT_PIECES 600
#define LIMIT_STEPS  200000

typedef struct {
  guint    n;              /* pieces */
  GArray  *points;         /* CbRat, rising: of numbers and dates */
  CbExpr  *input;
} Axis;

typedef struct {
  CbPack   *pack;
  CbTableX *table;
  CbFaults *faults;
  Axis     *axes;
  guint     n_rows;
  CbRowX  **rows;
  guint8  **sets;          /* [row * inputs + input][piece]: 0 no, 1 yes, 2 can not be told */
  guint     steps;
  guint    *choice;        /* piece chosen on each axis */
} Proof;

static gboolean
constant_of (CbExpr *e,
             CbRat  *out)
{
  if (e->op == CB_EX_NEG && constant_of (e->args[0], out))
    {
      out->num = -out->num;
      return TRUE;
    }
  if (e->op != CB_EX_CONST)
    return FALSE;
  *out = e->number;
  return TRUE;
}

static int
compare_rats (gconstpointer a,
              gconstpointer b)
{
  return cb_rat_compare (*(const CbRat *) a, *(const CbRat *) b);
}

/* The constants a cell compares @input with. */
static void
add_points (CbExpr *cell,
            CbExpr *input,
            GArray *points)
{
  CbRat rat;

  if (cell == NULL || cell == input)
    return;
  for (guint i = 0; i < cell->n; i++)
    if (cell->args[i] != input && constant_of (cell->args[i], &rat))
      g_array_append_val (points, rat);
    else if (cell->args[i]->op == CB_EX_GE || cell->args[i]->op == CB_EX_LT || cell->args[i]->op == CB_EX_IN || cell->args[i]->op == CB_EX_EQ)
      add_points (cell->args[i], input, points);
}

/* Piece 2k is the gap below point k, piece 2k + 1 the point itself. */
static int
against (Axis *axis,
         guint piece,
         CbRat point)
{
  for (guint k = 0; k < axis->points->len; k++)
    if (cb_rat_compare (g_array_index (axis->points, CbRat, k), point) == 0)
      return piece < 2 * k + 1 ? -1 : piece > 2 * k + 1;
  return 0;
}

/* Does @cell hold on @piece?  2: can not be told. */
static int
holds (Axis   *axis,
       CbExpr *cell,
       guint   piece)
{
  CbType type = axis->input->type;
  int a, b, sign;
  CbRat rat;

  if (cell == NULL)
    return 1;
  if (cell == axis->input)
    return type.kind == CB_TYPE_TRUTH ? piece == 1 : 2;
  switch ((CbExprOp) cell->op)
    {
    case CB_EX_NOT:
      a = holds (axis, cell->args[0], piece);
      return a == 2 ? 2 : !a;
    case CB_EX_AND:
      a = holds (axis, cell->args[0], piece);
      b = holds (axis, cell->args[1], piece);
      return a == 0 || b == 0 ? 0 : a == 2 || b == 2 ? 2 : 1;
    case CB_EX_IN: case CB_EX_EQ: case CB_EX_NE: case CB_EX_LT: case CB_EX_LE: case CB_EX_GT: case CB_EX_GE:
      if (cell->args[0] != axis->input)
        return 2;
      for (guint i = 1; i < cell->n; i++)
        {
          CbExpr *bound = cell->args[i];

          if (type.kind == CB_TYPE_CHOICE && bound->op == CB_EX_WORD)
            sign = (int) piece - bound->word;
          else if (type.kind == CB_TYPE_TRUTH && constant_of (bound, &rat))
            sign = (int) piece - (int) rat.num;
          else if ((type.kind == CB_TYPE_NUMBER || type.kind == CB_TYPE_DATE || type.kind == CB_TYPE_MONTH) && constant_of (bound, &rat))
            sign = against (axis, piece, rat);
          else
            return 2;
          switch ((CbExprOp) cell->op)
            {
            case CB_EX_IN: if (sign == 0) return 1; break;
            case CB_EX_EQ: return sign == 0;
            case CB_EX_NE: return sign != 0;
            case CB_EX_LT: return sign < 0;
            case CB_EX_LE: return sign <= 0;
            case CB_EX_GT: return sign > 0;
            default: return sign >= 0;
            }
        }
      return 0;
    default:
      return 2;
    }
}

static char *
piece_text (Proof *p,
            guint  input)
{
  Axis *axis = &p->axes[input];
  CbKey *in = g_hash_table_lookup (p->table->group->by_name, "in");
  g_auto (GStrv) names = g_strsplit (in->value, "|", -1);
  const char *name = input < g_strv_length (names) ? g_strstrip (names[input]) : "?";
  guint piece = p->choice[input], k = piece / 2;
  CbRat at = { 0, 1 }, next = { 0, 1 };

  if (axis->input->type.kind == CB_TYPE_TRUTH)
    return g_strdup_printf ("%s = %s", name, piece ? "yes" : "no");
  if (axis->input->type.kind == CB_TYPE_CHOICE)
    return g_strdup_printf ("%s = \"%s\"", name, CB_CHOICE (p->pack, axis->input->type.choice)->words[piece]);
  if (axis->points->len == 0)
    return g_strdup_printf ("any %s", name);
  if (k < axis->points->len)
    at = g_array_index (axis->points, CbRat, k);
  if (k > 0)
    next = g_array_index (axis->points, CbRat, k - 1);
  {
    gint64 unit = axis->input->type.money == 1 ? 100 : 1;
    g_autofree char *high = axis->input->type.kind == CB_TYPE_DATE ? cb_date_format ((CbDate) at.num) :
                            axis->input->type.kind == CB_TYPE_MONTH ? cb_month_format ((CbMonth) at.num) :
                            at.den * unit == 1 ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) at.num) :
                            g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, (gint64) at.num, (gint64) at.den * unit);
    g_autofree char *low = axis->input->type.kind == CB_TYPE_DATE ? cb_date_format ((CbDate) next.num) :
                           axis->input->type.kind == CB_TYPE_MONTH ? cb_month_format ((CbMonth) next.num) :
                           next.den * unit == 1 ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) next.num) :
                           g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, (gint64) next.num, (gint64) next.den * unit);

    if (piece % 2 == 1)
      return g_strdup_printf ("%s = %s", name, high);
    if (k == axis->points->len)
      return g_strdup_printf ("%s > %s", name, low);
    if (k == 0)
      return g_strdup_printf ("%s < %s", name, high);
    return g_strdup_printf ("%s < %s < %s", low, name, high);
  }
}

static char *
example (Proof *p)
{
  GString *s = g_string_new (NULL);

  for (guint i = 0; i < p->table->n_inputs; i++)
    {
      g_autofree char *part = piece_text (p, i);

      g_string_append_printf (s, "%s%s", i > 0 ? ", " : "", part);
    }
  return g_string_free (s, FALSE);
}

/* Looks for pieces that none of @left rows takes.  TRUE: found, in p->choice. */
static gboolean
uncovered (Proof       *p,
           guint        input,
           const guint *left,
           guint        n_left)
{
  g_autofree guint *next = NULL;

  if (++p->steps > LIMIT_STEPS)
    return FALSE;
  if (n_left == 0)
    {
      for (guint i = input; i < p->table->n_inputs; i++)
        p->choice[i] = 0;
      return TRUE;
    }
  if (input == p->table->n_inputs)
    return FALSE;
  next = g_new (guint, n_left);
  for (guint piece = 0; piece < p->axes[input].n; piece++)
    {
      guint n = 0;
      gboolean same = piece > 0;

      for (guint i = 0; i < n_left; i++)
        {
          const guint8 *set = p->sets[left[i] * p->table->n_inputs + input];

          if (set[piece] == 1)
            next[n++] = left[i];
          same = same && set[piece] == set[piece - 1];
        }
      if (same)
        continue;
      p->choice[input] = piece;
      if (uncovered (p, input + 1, next, n))
        return TRUE;
    }
  return FALSE;
}

static void
prove_cover (Proof *p)
{
  g_autofree guint *all = g_new (guint, p->n_rows + 1);

  for (guint i = 0; i < p->n_rows; i++)
    all[i] = i;
  if (uncovered (p, 0, all, p->n_rows))
    {
      g_autofree char *text = example (p);

      cb_faults_add (p->faults, p->table->group->file, p->table->group->line, 0, "[table %s] has no row for: %s", p->table->name, text);
    }
  else if (p->steps > LIMIT_STEPS)
    cb_faults_add (p->faults, p->table->group->file, p->table->group->line, 0, "[table %s] is too large to prove complete: give it a default",
                   p->table->name);
}

static void
prove_unique (Proof *p)
{
  for (guint a = 0; a < p->n_rows; a++)
    for (guint b = a + 1; b < p->n_rows; b++)
      {
        gboolean meet = TRUE;

        for (guint i = 0; i < p->table->n_inputs && meet; i++)
          {
            const guint8 *x = p->sets[a * p->table->n_inputs + i], *y = p->sets[b * p->table->n_inputs + i];
            gboolean found = FALSE;

            for (guint piece = 0; piece < p->axes[i].n && !found; piece++)
              if (x[piece] == 1 && y[piece] == 1)
                {
                  p->choice[i] = piece;
                  found = TRUE;
                }
            meet = found;
          }
        if (meet)
          {
            g_autofree char *text = example (p);

            cb_faults_add (p->faults, p->rows[b]->key->file, p->rows[b]->key->line, 0, "rows %s and %s of [table %s] both hold for: %s",
                           p->rows[a]->id, p->rows[b]->id, p->table->name, text);
          }
      }
}

static gboolean
prepare (Proof *p)
{
  guint n = p->table->n_inputs;

  for (guint i = 0; i < n; i++)
    {
      Axis *axis = &p->axes[i];

      axis->input = p->table->inputs[i];
      axis->points = g_array_new (FALSE, FALSE, sizeof (CbRat));
      if (axis->input->type.kind == CB_TYPE_TRUTH)
        axis->n = 2;
      else if (axis->input->type.kind == CB_TYPE_CHOICE)
        axis->n = CB_CHOICE (p->pack, axis->input->type.choice)->n;
      else
        {
          for (guint r = 0; r < p->n_rows; r++)
            add_points (p->rows[r]->cells[i], axis->input, axis->points);
          g_array_sort (axis->points, compare_rats);
          for (guint k = axis->points->len; k > 1; k--)
            if (cb_rat_compare (g_array_index (axis->points, CbRat, k - 1), g_array_index (axis->points, CbRat, k - 2)) == 0)
              g_array_remove_index (axis->points, k - 1);
          axis->n = 2 * axis->points->len + 1;
        }
      if (axis->n > LIMIT_PIECES)
        return FALSE;
      for (guint r = 0; r < p->n_rows; r++)
        {
          guint8 *set = p->sets[r * n + i] = g_new (guint8, axis->n);

          for (guint piece = 0; piece < axis->n; piece++)
            set[piece] = (guint8) holds (axis, p->rows[r]->cells[i], piece);
        }
    }
  return TRUE;
}

static void
prove (CbPack   *pack,
       CbTableX *table,
       CbDate    on,
       CbFaults *faults)
{
  Proof p = { .pack = pack, .table = table, .faults = faults };
  guint n = table->n_inputs;

  p.rows = g_new0 (CbRowX *, table->rows->len + 1);
  for (guint i = 0; i < table->rows->len; i++)
    {
      CbRowX *row = table->rows->pdata[i];

      if (cb_in_force (row->from, row->until, on))
        p.rows[p.n_rows++] = row;
    }
  p.axes = g_new0 (Axis, n);
  p.sets = g_new0 (guint8 *, p.n_rows * n + 1);
  p.choice = g_new0 (guint, n);
  if (!prepare (&p))
    {
      if (table->otherwise == NULL)
        cb_faults_add (faults, table->group->file, table->group->line, 0, "[table %s] is too large to prove complete: give it a default", table->name);
    }
  else
    {
      if (table->otherwise == NULL && table->hit <= CB_HIT_UNIQUE)
        prove_cover (&p);
      if (table->hit == CB_HIT_UNIQUE)
        prove_unique (&p);
    }
  for (guint i = 0; i < n; i++)
    if (p.axes[i].points != NULL)
      g_array_unref (p.axes[i].points);
  for (guint i = 0; i < p.n_rows * n; i++)
    g_free (p.sets[i]);
  g_free (p.axes);
  g_free (p.sets);
  g_free (p.rows);
  g_free (p.choice);
}

/* Once for every set of rows that was ever in force together. */
void
cb_pack_check_table (CbPack   *pack,
                     CbTableX *table,
                     CbFaults *faults)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (CbDate));

  g_array_append_val (days, pack->from);
  for (guint i = 0; i < table->rows->len && days->len < 60; i++)
    {
      CbRowX *row = table->rows->pdata[i];
      CbDate ends = row->until != CB_DATE_NONE ? row->until + 1 : CB_DATE_NONE;

      if (row->from != CB_DATE_NONE && row->from > pack->from)
        g_array_append_val (days, row->from);
      if (ends != CB_DATE_NONE && ends > pack->from)
        g_array_append_val (days, ends);
    }
  for (guint i = 0; i < days->len && !cb_faults_full (faults); i++)
    {
      CbDate on = g_array_index (days, CbDate, i);
      gboolean seen = FALSE;

      for (guint k = 0; k < i; k++)
        seen |= g_array_index (days, CbDate, k) == on;
      if (!seen)
        prove (pack, table, on, faults);
    }
}
