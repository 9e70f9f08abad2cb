/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-worksheet-print.h"

#include "cb-paper.h"
#include "cb-pen-private.h"

#include <string.h>

#define MARGIN   CB_PEN_MARGIN
#define INDENT  14.0
#define GAP     10.0
#define FOOT     9.0   /* size of the page number */
#define FIGURE 110.0   /* width of the column of figures */

const char *
cb_worksheet_sign (CbCheck check)
{
  switch (check)
    {
    case CB_CHECK_OK:
      return "✓";
    case CB_CHECK_NOT:
      return "✗";
    case CB_CHECK_UNKNOWN:
      return "?";
    case CB_CHECK_NONE:
    default:
      return "";
    }
}

static void
join (GString    *text,
      const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, "  ·  ");
  g_string_append (text, part);
}

char *
cb_worksheet_under (const CbWorkLine *line)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (line != NULL, NULL);

  join (text, line->working);
  join (text, line->note);
  join (text, line->cite);
  return g_string_free (text, FALSE);
}

static char *
figure_of (const CbWorkLine *line)
{
  if (line->figure != NULL && *line->figure != '\0')
    return g_strdup (line->figure);
  return g_strdup (cb_worksheet_sign (line->check));
}

/* --- as text --- */

char *
cb_worksheet_print_text (const CbWorksheetPrint *sheet)
{
  GString *text = g_string_new (NULL);
  const char *head[] = { sheet->title, sheet->subject, sheet->result, sheet->basis };

  for (guint i = 0; i < G_N_ELEMENTS (head); i++)
    if (head[i] != NULL && *head[i] != '\0')
      g_string_append_printf (text, "%s\n", head[i]);
  g_string_append_c (text, '\n');
  for (guint i = 0; sheet->lines != NULL && i < sheet->lines->len; i++)
    {
      const CbWorkLine *line = g_ptr_array_index (sheet->lines, i);
      g_autofree char *under = NULL;

      if (line->detail && !sheet->details)
        continue;
      under = cb_worksheet_under (line);
      for (int n = 0; n < line->indent; n++)
        g_string_append (text, "    ");
      g_string_append (text, line->text);
      if (line->figure != NULL && *line->figure != '\0')
        g_string_append_printf (text, "\t%s%s%s", line->figure, line->unit != NULL && *line->unit != '\0' ? " " : "",
                                line->unit != NULL ? line->unit : "");
      if (line->check != CB_CHECK_NONE)
        g_string_append_printf (text, "\t%s", cb_worksheet_sign (line->check));
      if (*under != '\0')
        g_string_append_printf (text, "\t[%s]", under);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* --- on paper --- */

static void
put_head (CbPen                   *pen,
          const CbWorksheetPrint *sheet)
{
  const double width = pen->width - 2 * MARGIN;

  pen->y = MARGIN;
  pen->y += cb_pen_put (pen, sheet->title, MARGIN, width, 16, TRUE, 0, PANGO_ALIGN_LEFT);
  pen->y += 4 + cb_pen_put (pen, sheet->subject, MARGIN, width, 11, FALSE, 0, PANGO_ALIGN_LEFT);
  pen->y += 2 + cb_pen_put (pen, sheet->result, MARGIN, width, 13, TRUE, 0, PANGO_ALIGN_LEFT);
  pen->y += 2 + cb_pen_put (pen, sheet->basis, MARGIN, width, 9, FALSE, 0.35, PANGO_ALIGN_LEFT);
  pen->y += GAP;
}

static void
put_line (CbPen             *pen,
          const CbWorkLine *line)
{
  const double left = MARGIN + INDENT * line->indent;
  const double width = pen->width - MARGIN - left - FIGURE;
  const gboolean bold = line->indent == 0;
  g_autofree char *under = cb_worksheet_under (line);
  g_autofree char *figure = figure_of (line);
  double text_height, figure_height;

  text_height = cb_pen_put (pen, line->text, left, width, 11, bold, 0, PANGO_ALIGN_LEFT);
  figure_height = cb_pen_put (pen, figure, pen->width - MARGIN - FIGURE, FIGURE, 11, bold, 0, PANGO_ALIGN_RIGHT);
  pen->y += MAX (text_height, figure_height);
  pen->y += cb_pen_put (pen, under, left, width, 8.5, FALSE, 0.35, PANGO_ALIGN_LEFT);
  pen->y += 2;
  if (pen->draw)
    {
      cairo_set_source_rgb (pen->cr, 0.8, 0.8, 0.8);
      cairo_set_line_width (pen->cr, 0.5);
      cairo_move_to (pen->cr, left, pen->y);
      cairo_line_to (pen->cr, pen->width - MARGIN, pen->y);
      cairo_stroke (pen->cr);
    }
  pen->y += 4;
}

/* Goes through all pages; draws only @wanted.  Gives the number of pages. */
static guint
walk (const CbWorksheetPrint *sheet,
      cairo_t                *cr,
      double                  width,
      double                  height,
      guint                   wanted)
{
  const double bottom = height - CB_PEN_FOOT (FOOT);
  CbPen pen = { cr, width, 0, wanted == 0 };
  guint page = 0;

  put_head (&pen, sheet);
  for (guint i = 0; sheet->lines != NULL && i < sheet->lines->len; i++)
    {
      const CbWorkLine *line = g_ptr_array_index (sheet->lines, i);
      CbPen probe = pen;

      if (line->detail && !sheet->details)
        continue;
      probe.draw = FALSE;
      put_line (&probe, line);
      if (probe.y > bottom && pen.y > MARGIN)
        {
          page++;
          pen.y = MARGIN;
          pen.draw = page == wanted;
        }
      put_line (&pen, line);
    }
  return page + 1;
}

guint
cb_worksheet_print_pages (const CbWorksheetPrint *sheet,
                          cairo_t                *cr,
                          double                  width,
                          double                  height)
{
  g_return_val_if_fail (sheet != NULL && cr != NULL, 0);

  return walk (sheet, cr, width, height, G_MAXUINT);
}

void
cb_worksheet_print_draw (const CbWorksheetPrint *sheet,
                         cairo_t                *cr,
                         double                  width,
                         double                  height,
                         guint                   page)
{
  guint pages;

  g_return_if_fail (sheet != NULL && cr != NULL);

  pages = walk (sheet, cr, width, height, page);
  cb_pen_put_foot (cr, width, height, page, pages, FOOT, sheet->lang);
}
