/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-pen-private.h"

#include "cb-paper.h"

/* Written as outlines, not as text: cairo 1.16 leaves single characters of Noto Sans CJK out of a PDF, and so off the paper ("如" of the regular
 * weight), without a word. */

static PangoLayout *
layout_new (CbPen         *pen,
            const char    *text,
            double         width,
            double         size,
            gboolean       bold,
            PangoAlignment align)
{
  PangoLayout *layout = pango_cairo_create_layout (pen->cr);
  PangoFontDescription *font = pango_font_description_from_string ("Noto Sans CJK SC, Sans");
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_context_set_language (pango_layout_get_context (layout), pango_language_from_string ("zh-cn"));
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, align);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

double
cb_pen_put (CbPen         *pen,
            const char    *text,
            double         x,
            double         width,
            double         size,
            gboolean       bold,
            double         grey,
            PangoAlignment align)
{
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  if (text == NULL || *text == '\0')
    return 0;
  layout = layout_new (pen, text, width, size, bold, align);
  pango_layout_get_size (layout, NULL, &height);
  if (pen->draw)
    {
      cairo_set_source_rgb (pen->cr, grey, grey, grey);
      cairo_move_to (pen->cr, x, pen->y);
      pango_cairo_layout_path (pen->cr, layout);
      cairo_fill (pen->cr);
    }
  return (double) height / PANGO_SCALE;
}

guint
cb_pen_lines (CbPen      *pen,
              const char *text,
              double      width,
              double      size,
              gboolean    bold,
              double     *height)
{
  g_autoptr (PangoLayout) layout = layout_new (pen, text, width, size, bold, PANGO_ALIGN_LEFT);
  const guint n = (guint) pango_layout_get_line_count (layout);
  int whole;

  pango_layout_get_size (layout, NULL, &whole);
  *height = (double) whole / PANGO_SCALE / n;
  return n;
}

void
cb_pen_put_part (CbPen      *pen,
                 const char *text,
                 double      x,
                 double      width,
                 double      size,
                 gboolean    bold,
                 double      grey,
                 guint       first,
                 guint       n)
{
  g_autoptr (PangoLayout) layout = NULL;
  double height, y = pen->y;

  if (!pen->draw)
    return;
  cb_pen_lines (pen, text, width, size, bold, &height);
  layout = layout_new (pen, text, width, size, bold, PANGO_ALIGN_LEFT);
  cairo_set_source_rgb (pen->cr, grey, grey, grey);
  for (guint i = first; i < first + n; i++, y += height)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int) i);

      if (line == NULL)
        break;
      cairo_move_to (pen->cr, x, y + height * 0.8);
      pango_cairo_layout_line_path (pen->cr, line);
      cairo_fill (pen->cr);
    }
}

void
cb_pen_put_foot (cairo_t    *cr,
                 double      width,
                 double      height,
                 guint       page,
                 guint       pages,
                 double      size,
                 const char *lang)
{
  CbPen pen = { cr, width, height - size * 1.6, TRUE };
  g_autofree char *text = NULL;

  if (page >= pages)
    return;
  text = cb_paper_page_text (page + 1, pages, lang);
  cb_pen_put (&pen, text, CB_PEN_MARGIN, width - 2 * CB_PEN_MARGIN, size, FALSE, 0.35, PANGO_ALIGN_CENTER);
}
