/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-explain-private.h"

#include "cb-money.h"

#include <string.h>

/* The list of articles: the same trace as the worksheet, ordered by what it stands on. */

typedef struct
{
  CbResult   *r;
  const char *lang;
  GPtrArray  *out;       /* CbCitation */
  GHashTable *by_name;   /* "document article" → CbCitation */
} List;

static void
param_free (gpointer data)
{
  CbCitedParam *param = data;

  g_free (param->title);
  g_free (param->value);
  g_free (param);
}

static void
citation_free (gpointer data)
{
  CbCitation *citation = data;

  g_free (citation->document);
  g_free (citation->article);
  g_ptr_array_unref (citation->params);
  g_ptr_array_unref (citation->lines);
  g_ptr_array_unref (citation->examined);
  g_free (citation);
}

/* --- what a citation says --- */

/* "第八条、第二十三条": each begins with 第; "（三）（四）" stays together. */
static void
each_article (const char *document,
              const char *articles,
              CbCiteFunc  take,
              gpointer    data)
{
  const char *and = "、第";
  const char *next;

  while ((next = strstr (articles, and)) != NULL)
    {
      g_autofree char *one = g_strndup (articles, (gsize) (next - articles));

      take (document, one, data);
      articles = next + strlen ("、");
    }
  take (document, articles, data);
}

void
cb_cite_foreach (const char *cite,
                 CbCiteFunc  take,
                 gpointer    data)
{
  g_auto (GStrv) parts = g_strsplit (cite == NULL ? "" : cite, "；", -1);
  g_autofree char *document = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      char *space = strchr (part, ' ');

      if (*part == '\0' || strcmp (part, "-") == 0)
        continue;
      /* "；第九条" goes on in the document before. */
      if (space == NULL && document != NULL && g_str_has_prefix (part, "第"))
        {
          each_article (document, part, take, data);
          continue;
        }
      g_free (document);
      document = space == NULL ? g_strdup (part) : g_strndup (part, (gsize) (space - part));
      each_article (document, space == NULL ? "" : g_strchug (space), take, data);
    }
}

/* --- gathering --- */

static CbCitation *
citation_of (List       *list,
             const char *document,
             const char *article)
{
  g_autofree char *name = g_strdup_printf ("%s %s", document, article);
  CbCitation *citation = g_hash_table_lookup (list->by_name, name);

  if (citation != NULL)
    return citation;
  citation = g_new0 (CbCitation, 1);
  citation->document = g_strdup (document);
  citation->article = g_strdup (article);
  citation->from = cb_pack_document_from (list->r->program->pack, document);
  citation->params = g_ptr_array_new_with_free_func (param_free);
  citation->lines = g_ptr_array_new_with_free_func (g_free);
  citation->examined = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (list->out, citation);
  g_hash_table_insert (list->by_name, g_steal_pointer (&name), citation);
  return citation;
}

static void
add_once (GPtrArray  *texts,
          const char *text)
{
  for (guint i = 0; i < texts->len; i++)
    if (strcmp (texts->pdata[i], text) == 0)
      return;
  g_ptr_array_add (texts, g_strdup (text));
}

typedef struct { List *list; const char *text; gboolean examined; } Use;

static void
use_cb (const char *document,
        const char *article,
        gpointer    data)
{
  const Use *use = data;
  CbCitation *citation = citation_of (use->list, document, article);

  if (*use->text != '\0')
    add_once (use->examined ? citation->examined : citation->lines, use->text);
}

static void
use (List       *list,
     const char *cite,
     const char *text,
     gboolean    examined)
{
  Use u = { list, text, examined };

  cb_cite_foreach (cite, use_cb, &u);
}

typedef struct { List *list; CbNode *node; } ParamUse;

static void
param_cb (const char *document,
          const char *article,
          gpointer    data)
{
  const ParamUse *u = data;
  CbCitation *citation = citation_of (u->list, document, article);
  const char *title = cb_trace_title (u->list->r, &u->node->pub, u->list->lang);
  g_autofree char *value = cb_trace_format_value (u->list->r, &u->node->pub, u->list->lang);
  CbCitedParam *param;

  for (guint i = 0; i < citation->params->len; i++)
    {
      const CbCitedParam *other = citation->params->pdata[i];

      if (other->since == u->node->pub.since && strcmp (other->title, title) == 0 && strcmp (other->value, value) == 0)
        return;
    }
  param = g_new0 (CbCitedParam, 1);
  param->title = g_strdup (title);
  param->value = g_steal_pointer (&value);
  param->since = u->node->pub.since;
  g_ptr_array_add (citation->params, param);
}

static void
use_param (List       *list,
           CbNode     *node,
           const char *line)
{
  ParamUse u = { list, node };
  const char *cite = node->pub.cite;

  if (cite == NULL || *cite == '\0' || strcmp (cite, "-") == 0)
    {
      param_cb ("", "", &u);
      add_once (citation_of (list, "", "")->lines, line);
      return;
    }
  cb_cite_foreach (cite, param_cb, &u);
  use (list, cite, line, FALSE);
}

/* What stands in the formula of one value, down to the next named one; @line: as the worksheet calls it. */
static void
walk_formula (List       *list,
              CbNode     *node,
              const char *line,
              const char *title,
              GHashTable *seen,
              gboolean    examined,
              int         depth)
{
  if (depth > 200 || !g_hash_table_add (seen, node))
    return;
  if (depth > 0 && node->pub.kind == CB_TRACE_VALUE)
    return;
  if (node->pub.kind == CB_TRACE_ROW)
    examined = examined || (node->pub.known && !node->decisive);
  if (node->pub.kind == CB_TRACE_PARAM)
    use_param (list, node, line);
  else
    use (list, node->pub.cite, examined ? title : line, examined);
  for (guint i = 0; i < node->pub.n_children; i++)
    walk_formula (list, (CbNode *) node->pub.children[i], line, title, seen, examined, depth + 1);
}

static char *
line_of (List   *list,
         CbNode *node)
{
  g_autofree char *name = cb_explain_name (list->r, node, list->lang);
  g_autofree char *figure = cb_explain_figure (list->r, node, list->lang);
  const gboolean zh = cb_lang_is_zh (list->lang);

  if (!node->pub.known)
    return g_strdup_printf ("%s ?", name);
  if (node->type.kind == CB_TYPE_TRUTH)
    return g_strdup_printf ("%s %s", name, node->number.num ? (zh ? "是" : "yes") : zh ? "否" : "no");
  return g_strdup_printf ("%s %s", name, figure);
}

static void
walk (List   *list,
      CbNode *node)
{
  if (node->epoch == list->r->epoch)
    return;
  node->epoch = list->r->epoch;
  for (guint i = 0; i < node->pub.n_children; i++)
    walk (list, (CbNode *) node->pub.children[i]);
  if (node->pub.kind == CB_TRACE_VALUE)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
      g_autofree char *line = line_of (list, node), *name = cb_explain_name (list->r, node, list->lang);

      walk_formula (list, node, line, name, seen, FALSE, 0);
    }
}

static void
use_reasons (List   *list,
             GArray *reasons)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const CbReason *reason = &g_array_index (reasons, CbReason, i);
      g_autofree char *text = cb_result_reason_text (list->r, reason, list->lang);

      use (list, reason->cite, text, FALSE);
    }
}

GPtrArray *
cb_explain_articles (CbResult   *r,
                     const char *programme,
                     const char *lang)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  List list = { r, lang, g_ptr_array_new_with_free_func (citation_free), by_name };
  CbNode *root = cb_explain_root (r, programme);
  const CbOutcome *o = cb_result_find (r, programme);

  if (root == NULL)
    return list.out;
  r->epoch++;
  walk (&list, root);
  for (guint i = 0; i < o->lines->len; i++)
    {
      const CbLine *l = &g_array_index (o->lines, CbLine, i);
      g_autofree char *who = cb_explain_who (r, l->entity, l->index, lang), *money = cb_money_format (l->fen, TRUE);
      g_autofree char *text = g_strdup_printf ("%s%s%s %s", who, *who != '\0' ? " · " : "",
                                               cb_pack_title_of (r->program->pack, "value", l->value, lang), money);

      use (&list, l->cite, text, FALSE);
    }
  use_reasons (&list, o->reasons);
  use_reasons (&list, o->judgements);
  use (&list, o->cite, cb_pack_title_of (r->program->pack, "programme", programme, lang), FALSE);
  return list.out;
}
