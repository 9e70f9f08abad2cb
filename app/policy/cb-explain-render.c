/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-explain-private.h"

#include <string.h>

/* 620 × 3 − 585.00: formulas with their numbers. */

#define MAX_TERMS 12

/* @brief: what changes nothing is left out; @whose (may be NULL): the line is about them, which need not be said again. */
typedef struct { CbResult *r; const char *lang; gboolean zh; int depth; gboolean brief; const char *whose; } Render;

static void render (Render *w, GString *out, CbNode *node, int binding);

static int
strength (CbNode *node)
{
  if (node->pub.kind == CB_TRACE_COMPARISON)
    return 3;
  if (node->pub.kind != CB_TRACE_OPERATION || node->expr == NULL)
    return 9;
  switch ((CbExprOp) node->expr->op)
    {
    case CB_EX_OR: return 1;
    case CB_EX_AND: return 2;
    case CB_EX_ADD: case CB_EX_SUB: return 4;
    case CB_EX_MUL: case CB_EX_DIV: return 5;
    case CB_EX_NEG: return 6;
    default: return 9;
    }
}

static void
figure (Render  *w,
        GString *out,
        CbNode  *node)
{
  gboolean spoken = node->type.kind == CB_TYPE_NUMBER && (node->type.year == 1 || (node->type.month == 1 && node->type.money == 0) || node->type.day == 1);
  g_autofree char *text = cb_format_number (w->r->program->pack, node->type, node->number, w->lang, spoken ? CB_FORMAT_UNIT : CB_FORMAT_PLAIN);

  g_string_append (out, text);
}

char *
cb_explain_who (CbResult   *r,
                const char *entity,
                int         index,
                const char *lang)
{
  CbPack *pack = r->program->pack;
  CbEntityX *e = entity != NULL ? g_hash_table_lookup (pack->entity_names, entity) : NULL;
  const char *own = entity != NULL ? entity : "";
  int at = index;

  if (e == NULL || e->parent < 0)
    return g_strdup ("");
  for (CbEntityX *up = e; up->parent >= 0; up = CB_ENTITY (pack, up->parent))
    {
      const char *label = cb_facts_label (r->facts, up->pub.name, at);

      if (label != NULL)
        return g_strdup (label);
      at = cb_facts_parent (r->facts, up->pub.name, at);
    }
  return g_strdup_printf ("%s %d", cb_pack_title_of (pack, "entity", own, lang), index + 1);
}

/* Of a sum: who gives how much; of a count: who. */
static void
render_aggregate (Render  *w,
                  GString *out,
                  CbNode  *node)
{
  const CbExpr *e = node->expr;
  gboolean names = e->fn == CB_FN_COUNT || e->fn == CB_FN_ANY || e->fn == CB_FN_ALL;
  guint shown = 0, left = 0, n = e->fn == CB_FN_COUNT ? node->pub.n_children : node->n_main;

  if (e->fn == CB_FN_COUNT && e->args[1] == NULL)
    {
      figure (w, out, node);
      return;
    }
  if (e->fn == CB_FN_MAX || e->fn == CB_FN_MIN)
    g_string_append (out, e->fn == CB_FN_MAX ? (w->zh ? "取大：" : "largest of ") : (w->zh ? "取小：" : "smallest of "));
  for (guint i = 0; i < n; i++)
    {
      CbNode *child = (CbNode *) node->pub.children[i];
      g_autofree char *who = cb_explain_who (w->r, child->pub.entity, child->pub.index, w->lang);
      gboolean own;

      if (child->pub.known && (e->fn == CB_FN_SUM || e->fn == CB_FN_COUNT || e->fn == CB_FN_ANY) && child->number.num == 0)
        continue;
      if (shown == MAX_TERMS)
        {
          left++;
          continue;
        }
      if (shown++ > 0)
        g_string_append (out, names || e->fn != CB_FN_SUM ? (w->zh ? "、" : ", ") : " + ");
      own = !names && w->whose != NULL && strcmp (who, w->whose) == 0;
      if (!own)
        g_string_append (out, who);
      if (names)
        continue;
      if (*who != '\0' && !own)
        g_string_append_c (out, ' ');
      figure (w, out, child);
    }
  if (left > 0)
    g_string_append_printf (out, w->zh ? " 等另 %u 项" : " and %u more", left);
  if (shown == 0)
    figure (w, out, node);
}

static gboolean
is_nothing (CbNode *node)
{
  return node->pub.known && node->type.kind == CB_TYPE_NUMBER && node->number.num == 0;
}

/* A factor or divisor that changes nothing: all of it, or so many months of as many.  That a family is one person is worth saying. */
static gboolean
is_whole (CbNode *node)
{
  const gboolean counted = node->pub.kind <= CB_TRACE_VALUE && node->type.flavour != CB_FLAVOUR_RATIO;

  return node->pub.known && node->type.kind == CB_TYPE_NUMBER && node->type.money == 0 && node->type.month == 0 && node->type.year == 0 &&
         node->type.day == 0 && !counted && node->number.num == node->number.den;
}

/* What @node comes to without what changes nothing: the larger of nothing and more, a factor of all of it. */
static CbNode *
without_idle (CbNode *node)
{
  while (node->expr != NULL && node->pub.n_children == 2 && node->pub.kind == CB_TRACE_OPERATION)
    {
      CbNode *a = (CbNode *) node->pub.children[0], *b = (CbNode *) node->pub.children[1];
      const CbExprOp op = (CbExprOp) node->expr->op;

      if (op == CB_EX_CALL && node->expr->fn == CB_FN_MAX && a->pub.known && b->pub.known && a->pub.kind == CB_TRACE_CONSTANT && is_nothing (a)
          && b->number.num >= 0)
        node = b;
      else if (op == CB_EX_CALL && node->expr->fn == CB_FN_MAX && a->pub.known && b->pub.known && b->pub.kind == CB_TRACE_CONSTANT
               && is_nothing (b) && a->number.num >= 0)
        node = a;
      else if ((op == CB_EX_MUL || op == CB_EX_DIV) && is_whole (b))
        node = a;
      else if (op == CB_EX_MUL && is_whole (a))
        node = b;
      else
        break;
    }
  return node;
}

static void
render_call (Render  *w,
             GString *out,
             CbNode  *node)
{
  static const struct { CbFn fn; const char *en, *zh; } names[] = {
    { CB_FN_MAX, "larger of ", "取大" }, { CB_FN_MIN, "smaller of ", "取小" }, { CB_FN_CLAMP, "kept within ", "限于" },
    { CB_FN_ABS, "size of ", "绝对值" }, { CB_FN_AGE, "age ", "年龄" }, { CB_FN_MONTHS_BETWEEN, "months between ", "相隔月数" },
    { CB_FN_DAYS_BETWEEN, "days between ", "相隔天数" }, { CB_FN_KNOWN, "known ", "已填" },
  };
  const CbExpr *e = node->expr;
  CbNode *first = node->pub.n_children > 0 ? (CbNode *) node->pub.children[0] : NULL;
  const char *name = "";

  if (first != NULL && (e->fn == CB_FN_PER_MONTH || e->fn == CB_FN_PER_YEAR || e->fn == CB_FN_IN_MONTHS))
    {
      render (w, out, first, 5);
      g_string_append (out, e->fn == CB_FN_PER_MONTH ? " ÷ 12" : " × 12");
      return;
    }
  if (first != NULL && e->fn == CB_FN_NUMBER)
    {
      render (w, out, first, 5);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].fn == (CbFn) e->fn)
      name = w->zh ? names[i].zh : names[i].en;
  if (*name == '\0')
    {
      figure (w, out, node);
      return;
    }
  g_string_append_printf (out, "%s(", name);
  for (guint i = 0; i < node->pub.n_children; i++)
    {
      if (i > 0)
        g_string_append (out, w->zh ? "，" : ", ");
      render (w, out, (CbNode *) node->pub.children[i], 0);
    }
  g_string_append_c (out, ')');
}

static void
render_list (Render     *w,
             GString    *out,
             CbNode     *node,
             const char *sign)
{
  for (guint i = 0; i < node->pub.n_children; i++)
    {
      if (i > 0)
        g_string_append (out, sign);
      render (w, out, (CbNode *) node->pub.children[i], strength (node));
    }
}

/* Whether @node compares something that has a name with words: "在家居住 = 死亡" would say nothing. */
static gboolean
compares_words (CbNode *node)
{
  const CbNode *left = node->pub.n_children > 1 ? (CbNode *) node->pub.children[0] : NULL;

  return node->pub.kind == CB_TRACE_COMPARISON && node->expr->op >= CB_EX_EQ && left != NULL && left->pub.kind <= CB_TRACE_VALUE &&
         left->pub.name != NULL && (left->type.kind == CB_TYPE_CHOICE || node->expr->op == CB_EX_IN);
}

/* What it is says enough where it has a name; numbers are compared the other way round. */
static void
render_not (Render  *w,
            GString *out,
            CbNode  *inner,
            int      binding)
{
  static const char *const turned[][2] = { { "<", "≥" }, { "≤", ">" }, { ">", "≤" }, { "≥", "<" }, { "=", "≠" }, { "≠", "=" } };

  if (inner->pub.kind <= CB_TRACE_VALUE || compares_words (inner))
    {
      render (w, out, inner, binding);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (turned); i++)
    if (inner->pub.kind == CB_TRACE_COMPARISON && inner->expr->op != CB_EX_IN && strcmp (inner->pub.op, turned[i][0]) == 0)
      {
        render (w, out, (CbNode *) inner->pub.children[0], 4);
        g_string_append_printf (out, " %s ", turned[i][1]);
        render (w, out, (CbNode *) inner->pub.children[1], 4);
        return;
      }
  g_string_append (out, w->zh ? "非：" : "not ");
  render (w, out, inner, binding);
}

static void
render_operation (Render  *w,
                  GString *out,
                  CbNode  *node)
{
  CbTraceNode **c = node->pub.children;
  int own = strength (node);

  if (node->expr == NULL || node->pub.n_children == 0)
    {
      figure (w, out, node);
      return;
    }
  switch ((CbExprOp) node->expr->op)
    {
    case CB_EX_ADD: case CB_EX_SUB: case CB_EX_MUL: case CB_EX_DIV:
      /* Nothing added or taken away is not worth reading. */
      if (is_nothing ((CbNode *) c[1]) && (node->expr->op == CB_EX_ADD || node->expr->op == CB_EX_SUB))
        {
          render (w, out, (CbNode *) c[0], own);
          break;
        }
      if (is_nothing ((CbNode *) c[0]) && node->expr->op == CB_EX_ADD)
        {
          render (w, out, (CbNode *) c[1], own);
          break;
        }
      render (w, out, (CbNode *) c[0], own);
      g_string_append_printf (out, " %s ", node->pub.op);
      render (w, out, (CbNode *) c[1], own + 1);
      break;
    case CB_EX_NEG:
      g_string_append (out, "−");
      render (w, out, (CbNode *) c[0], own);
      break;
    case CB_EX_NOT:
      render_not (w, out, (CbNode *) c[0], own);
      break;
    case CB_EX_AND:
      render_list (w, out, node, w->zh ? "；" : " and ");
      break;
    case CB_EX_OR:
      render_list (w, out, node, w->zh ? " 或 " : " or ");
      break;
    case CB_EX_CALL:
      render_call (w, out, node);
      break;
    default:
      figure (w, out, node);
      break;
    }
}

/* The words that something is compared with, each once. */
static void
render_words (Render    *w,
              GString   *out,
              GPtrArray *comparisons)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; k < comparisons->len; k++)
    {
      const CbNode *node = comparisons->pdata[k];

      for (guint i = 1; i < node->pub.n_children; i++)
        {
          CbNode *side = (CbNode *) node->pub.children[i];
          char *word = cb_format_number (w->r->program->pack, side->type, side->number, w->lang, CB_FORMAT_PLAIN);

          if (g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
            g_free (word);
          else
            g_ptr_array_add (words, word);
        }
    }
  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (out, "%s%s", i == 0 ? "" : i + 1 < words->len ? (w->zh ? "、" : ", ") : w->zh ? "或" : " or ", (char *) words->pdata[i]);
}

/* "状态：在家居住", "状态：在家居住，不是死亡" */
static void
render_compared_words (Render    *w,
                       GString   *out,
                       GPtrArray *comparisons)
{
  CbNode *node = comparisons->pdata[0];
  CbNode *left = (CbNode *) node->pub.children[0];
  const gboolean same = (node->number.num != 0) != (node->expr->op == CB_EX_NE);

  g_string_append_printf (out, w->zh ? "%s：" : "%s: ", cb_trace_title (w->r, &left->pub, w->lang));
  figure (w, out, left);
  if (node->pub.known && same)
    return;
  g_string_append (out, node->pub.known ? (w->zh ? "，不是" : ", not ") : w->zh ? "；是否" : "; whether ");
  render_words (w, out, comparisons);
}

static void
render_comparison (Render  *w,
                   GString *out,
                   CbNode  *node)
{
  CbTraceNode **c = node->pub.children;

  if (compares_words (node))
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, node);
      render_compared_words (w, out, one);
      return;
    }
  if (node->expr->op == CB_EX_IN)
    {
      render (w, out, (CbNode *) c[0], 4);
      g_string_append (out, node->number.num ? " ∈ {" : " ∉ {");
      for (guint i = 1; i < node->pub.n_children; i++)
        {
          if (i > 1)
            g_string_append (out, w->zh ? "、" : ", ");
          render (w, out, (CbNode *) c[i], 0);
        }
      g_string_append_c (out, '}');
      return;
    }
  render (w, out, (CbNode *) c[0], 4);
  g_string_append_printf (out, " %s ", node->pub.op);
  render (w, out, (CbNode *) c[1], 4);
  /* What is worked out here stands on no other line. */
  if (w->brief && without_idle ((CbNode *) c[1])->pub.kind == CB_TRACE_OPERATION && c[1]->known)
    {
      g_string_append (out, " = ");
      figure (w, out, (CbNode *) c[1]);
    }
}

/* A truth with a name reads as its title, the rest as its number. */
static void
render_named (Render  *w,
              GString *out,
              CbNode  *node)
{
  if (node->type.kind == CB_TYPE_TRUTH)
    {
      const char *title = cb_trace_title (w->r, &node->pub, w->lang);

      g_string_append (out, title);
      if (w->brief && node->pub.known && node->number.num != 0)
        return;
      g_string_append (out, w->zh ? "：" : ": ");
    }
  figure (w, out, node);
}

static void
render (Render  *w,
        GString *out,
        CbNode  *node,
        int      binding)
{
  gboolean brackets;

  if (w->brief)
    node = without_idle (node);
  brackets = strength (node) < binding;
  if (++w->depth > 80 || out->len > 2000)
    {
      g_string_append (out, "…");
      w->depth--;
      return;
    }
  if (brackets)
    g_string_append_c (out, '(');
  switch (node->pub.kind)
    {
    case CB_TRACE_FACT: case CB_TRACE_VALUE:
      render_named (w, out, node);
      break;
    case CB_TRACE_COMPARISON:
      render_comparison (w, out, node);
      break;
    case CB_TRACE_AGGREGATE:
      render_aggregate (w, out, node);
      break;
    case CB_TRACE_BRANCH: case CB_TRACE_ROUNDING:
      if (node->n_main > 0)
        render (w, out, (CbNode *) node->pub.children[0], binding);
      else
        figure (w, out, node);
      break;
    case CB_TRACE_ROW:
      if (node->n_main > 0 && node->pub.children[0]->kind != CB_TRACE_CONSTANT)
        render (w, out, (CbNode *) node->pub.children[0], 0);
      /* The conditions matter where the row gives a word; beside a sum they would drown it. */
      for (guint i = node->n_main; i < node->pub.n_children; i++)
        {
          if (node->n_main > 0 && node->pub.children[0]->kind != CB_TRACE_CONSTANT)
            break;
          if (out->len > 0)
            g_string_append (out, w->zh ? "；" : "; ");
          render (w, out, (CbNode *) node->pub.children[i], 3);
        }
      break;
    case CB_TRACE_OPERATION:
      render_operation (w, out, node);
      break;
    case CB_TRACE_PARAM: case CB_TRACE_CONSTANT: default:
      figure (w, out, node);
      break;
    }
  if (brackets)
    g_string_append_c (out, ')');
  w->depth--;
}

static char *
working (Render *w,
         CbNode *node)
{
  GString *out = g_string_new (NULL);

  if (node->pub.kind == CB_TRACE_VALUE)
    {
      for (guint i = 0; i < node->n_main; i++)
        {
          if (i > 0)
            g_string_append (out, node->value->table != NULL && node->value->table->hit == CB_HIT_SUM ? " + " : w->zh ? "；" : "; ");
          render (w, out, (CbNode *) node->pub.children[i], 0);
        }
    }
  else
    render (w, out, node, 0);
  return g_string_free (out, FALSE);
}

char *
cb_explain_working (CbResult   *r,
                    CbNode     *node,
                    const char *lang)
{
  Render w = { .r = r, .lang = lang, .zh = cb_lang_is_zh (lang) };

  return working (&w, node);
}

char *
cb_explain_brief (CbResult   *r,
                  CbNode     *node,
                  const char *lang)
{
  g_autofree char *who = cb_explain_who (r, node->pub.entity, node->pub.index, lang);
  Render w = { r, lang, cb_lang_is_zh (lang), 0, TRUE, *who != '\0' ? who : NULL };

  return working (&w, node);
}

const char *
cb_explain_relation (CbNode     *comparison,
                     const char *lang)
{
  static const struct { const char *op; gboolean holds; const char *zh, *en; } words[] = {
    { "<", TRUE, "低于", "is below" }, { "<", FALSE, "不低于", "is not below" },
    { "≤", TRUE, "不超过", "is not above" }, { "≤", FALSE, "超过", "is above" },
    { ">", TRUE, "超过", "is above" }, { ">", FALSE, "不超过", "is not above" },
    { "≥", TRUE, "不低于", "is not below" }, { "≥", FALSE, "低于", "is below" },
    { "=", TRUE, "等于", "equals" }, { "=", FALSE, "不等于", "does not equal" },
    { "≠", TRUE, "不等于", "does not equal" }, { "≠", FALSE, "等于", "equals" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].op, comparison->pub.op) == 0 && words[i].holds == (comparison->number.num != 0))
      return cb_lang_is_zh (lang) ? words[i].zh : words[i].en;
  return comparison->pub.op;
}

/* The comparison that did not hold, or that held and must not. */
static CbNode *
compared_in (CbNode *cell)
{
  return cell->expr != NULL && cell->expr->op == CB_EX_NOT && cell->pub.n_children > 0 ? (CbNode *) cell->pub.children[0] : cell;
}

gboolean
cb_explain_alike (CbNode *a,
                  CbNode *b)
{
  CbNode *x = compared_in (a), *y = compared_in (b);
  const CbTraceNode *p, *q;

  if (!compares_words (x) || !compares_words (y) || !x->pub.known || !y->pub.known)
    return FALSE;
  p = x->pub.children[0];
  q = y->pub.children[0];
  return strcmp (p->name, q->name) == 0 && g_strcmp0 (p->entity, q->entity) == 0 && p->index == q->index &&
         x->number.num == 0 && y->number.num == 0 && x->expr->op != CB_EX_NE && y->expr->op != CB_EX_NE;
}

char *
cb_explain_refusal (CbResult   *r,
                    GPtrArray  *cells,
                    const char *lang)
{
  Render w = { .r = r, .lang = lang, .zh = cb_lang_is_zh (lang) };
  GString *out = g_string_new (NULL);
  g_autoptr (GPtrArray) compared = g_ptr_array_new ();
  CbNode *node;

  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (compared, compared_in (cells->pdata[i]));
  node = compared->pdata[0];
  if (compares_words (node))
    render_compared_words (&w, out, compared);
  else if (node->pub.kind == CB_TRACE_COMPARISON && node->pub.known && node->expr->op != CB_EX_IN && node->pub.n_children == 2)
    {
      const CbTraceNode *left = node->pub.children[0];

      if (left->kind <= CB_TRACE_VALUE && left->name != NULL)
        g_string_append_printf (out, "%s ", cb_trace_title (r, left, lang));
      render (&w, out, (CbNode *) left, 4);
      g_string_append_printf (out, w.zh ? "，%s " : " %s ", cb_explain_relation (node, lang));
      render (&w, out, (CbNode *) node->pub.children[1], 4);
    }
  else
    render (&w, out, cells->pdata[0], 0);
  return g_string_free (out, FALSE);
}

char *
cb_explain_rounding (const char *step,
                     const char *lang)
{
  static const struct { const char *step, *zh, *en; } texts[] = {
    { "ceil yuan", "见分进元", "rounded up to the yuan" }, { "ceil jiao", "见分进角", "rounded up to the jiao" },
    { "ceil fen", "进位到分", "rounded up to the fen" }, { "ceil one", "向上取整", "rounded up" },
    { "floor yuan", "舍去元以下", "rounded down to the yuan" }, { "floor jiao", "舍去角以下", "rounded down to the jiao" },
    { "floor fen", "舍去分以下", "rounded down to the fen" }, { "floor one", "向下取整", "rounded down" },
    { "half_up yuan", "四舍五入到元", "rounded to the yuan" }, { "half_up jiao", "四舍五入到角", "rounded to the jiao" },
    { "half_up fen", "四舍五入到分", "rounded to the fen" }, { "half_up one", "四舍五入", "rounded" },
    { "half_even yuan", "四舍六入五成双到元", "rounded to the yuan, halves to even" },
    { "half_even jiao", "四舍六入五成双到角", "rounded to the jiao, halves to even" },
    { "half_even fen", "四舍六入五成双到分", "rounded to the fen, halves to even" },
    { "half_even one", "四舍六入五成双", "rounded, halves to even" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].step, step) == 0)
      return g_strdup (cb_lang_is_zh (lang) ? texts[i].zh : texts[i].en);
  return g_strdup (step);
}

char *
cb_explain_distance (CbResult   *r,
                     CbNode     *node,
                     const char *lang,
                     gboolean    brief)
{
  CbNode *a, *b;
  CbRat difference;
  CbNumber x = { CB_STATE_KNOWN, 0, 1 };
  g_autofree char *text = NULL;
  gboolean zh = cb_lang_is_zh (lang);

  if (node->pub.kind != CB_TRACE_COMPARISON || !node->pub.known || node->pub.n_children != 2 || node->expr->op >= CB_EX_EQ)
    return NULL;
  a = (CbNode *) node->pub.children[0];
  b = (CbNode *) node->pub.children[1];
  if (a->type.kind != CB_TYPE_NUMBER || a->type.money != 1 || !a->pub.known || !b->pub.known ||
      !cb_rat_add ((CbRat) { a->number.num, a->number.den }, (CbRat) { -b->number.num, b->number.den }, &difference))
    return NULL;
  x.num = difference.num < 0 ? -difference.num : difference.num;
  x.den = difference.den;
  /* Whether there is any at all is no boundary. */
  if (b->pub.kind == CB_TRACE_CONSTANT && b->number.num == 0)
    return NULL;
  text = cb_format_number (r->program->pack, a->type, x, lang, brief ? CB_FORMAT_PLAIN : CB_FORMAT_UNIT | CB_FORMAT_CENTS);
  if (x.num == 0)
    return g_strdup (zh ? "恰好等于界限" : "exactly at the line");
  if (difference.num < 0)
    return g_strdup_printf (zh ? "低于界限 %s" : "%s below the line", text);
  return g_strdup_printf (zh ? "高于界限 %s" : "%s above the line", text);
}
