/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-policy-chart.h"

#include "cb-tier-style.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

static const CbColor inks[] = { { 0.13, 0.13, 0.14 }, { 0.95, 0.95, 0.96 }, { 0, 0, 0 } };
static const CbColor dims[] = { { 0.36, 0.36, 0.38 }, { 0.75, 0.75, 0.77 }, { 0.25, 0.25, 0.25 } };
static const CbColor rules[] = { { 0.87, 0.87, 0.89 }, { 0.30, 0.30, 0.32 }, { 0.82, 0.82, 0.82 } };
static const CbColor nows[] = { { 0.55, 0.57, 0.60 }, { 0.58, 0.60, 0.63 }, { 0.55, 0.55, 0.55 } };
static const CbColor thens[] = { { 0.00, 0.35, 0.62 }, { 0.40, 0.70, 0.95 }, { 0.10, 0.10, 0.10 } };

static void
set_color (cairo_t       *cr,
           const CbColor *color)
{
  cairo_set_source_rgb (cr, color->r, color->g, color->b);
}

static PangoLayout *
layout_of (cairo_t    *cr,
           const char *text,
           double      size,
           gboolean    bold)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* Writes @text with its top at @y; @align 0 from @x, 0.5 around it, 1 up to it.  @draw FALSE: only measures.  Gives the width. */
static double
write_text (cairo_t       *cr,
            const char    *text,
            double         x,
            double         y,
            double         align,
            double         size,
            gboolean       bold,
            const CbColor *color,
            gboolean       draw)
{
  g_autoptr (PangoLayout) layout = layout_of (cr, text, size, bold);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (draw)
    {
      set_color (cr, color);
      cairo_move_to (cr, x - align * width, y);
      pango_cairo_show_layout (cr, layout);
    }
  return width;
}

static double
text_width (cairo_t    *cr,
            const char *text,
            double      size)
{
  return write_text (cr, text, 0, 0, 0, size, FALSE, NULL, FALSE);
}

/* Writes @text around @middle within @width: in two lines when it needs them, and never more than it has room for. */
static void
write_within (cairo_t       *cr,
              const char    *text,
              double         x,
              double         middle,
              double         width,
              double         size,
              const CbColor *color)
{
  g_autoptr (PangoLayout) layout = layout_of (cr, text, size, FALSE);
  int height;

  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, -2);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, NULL, &height);
  set_color (cr, color);
  cairo_move_to (cr, x, middle - height / 2.0);
  pango_cairo_show_layout (cr, layout);
}

/* --- the history of a parameter --- */

typedef struct {
  CbDate   from, until;    /* until: the day before the next one or the end; CB_DATE_NONE: open */
  double   value;          /* for the height only; what is written is exact */
  char    *text;
} Step;

typedef struct {
  const char *title;       /* NULL: the only one */
  GArray     *steps;
} Line;

struct _CbStepChart {
  CbPack    *pack;
  GPtrArray *lines;
  char      *unit;
  CbDate     first, last, today;
  double     most;
};

static void
step_clear (gpointer data)
{
  g_free (((Step *) data)->text);
}

static void
line_free (gpointer data)
{
  Line *line = data;

  g_array_unref (line->steps);
  g_free (line);
}

static void
add_line (CbStepChart       *chart,
          const CbPackParam *param,
          const char        *word,
          const char        *lang)
{
  Line *line = g_new0 (Line, 1);

  line->title = word == NULL ? NULL : cb_pack_word_title (chart->pack, param->by, word, lang);
  line->steps = g_array_new (FALSE, TRUE, sizeof (Step));
  g_array_set_clear_func (line->steps, step_clear);
  for (guint i = 0; i < param->n_versions; i++)
    {
      const CbPackVersion *version = cb_pack_param_version (chart->pack, param, i);
      gint64 num, den;
      Step step = { version->from, version->until, 0, NULL };

      if (version->ends || !cb_pack_param_value (chart->pack, param->name, word, version->from, &num, &den))
        continue;
      step.value = (double) num / (double) den;
      step.text = cb_pack_param_text (chart->pack, param, word, version->from, lang);
      if (g_str_has_suffix (step.text, chart->unit))
        step.text[strlen (step.text) - strlen (chart->unit)] = '\0';
      g_strchomp (step.text);
      chart->most = MAX (chart->most, step.value);
      chart->first = chart->first == CB_DATE_NONE ? step.from : MIN (chart->first, step.from);
      chart->last = MAX (chart->last, step.from);
      g_array_append_val (line->steps, step);
    }
  if (line->steps->len > 0)
    g_ptr_array_add (chart->lines, line);
  else
    line_free (line);
}

CbStepChart *
cb_step_chart_new (CbPack            *pack,
                   const CbPackParam *param,
                   CbDate             today,
                   const char        *lang)
{
  CbStepChart *chart;
  const char *const *words = param->by == NULL ? NULL : cb_pack_words (pack, param->by);

  if (param->kind != CB_TYPE_NUMBER || param->bands)
    return NULL;
  chart = g_new0 (CbStepChart, 1);
  chart->pack = cb_pack_ref (pack);
  chart->lines = g_ptr_array_new_with_free_func (line_free);
  chart->unit = g_strdup (cb_pack_unit_text (param->unit, lang));
  chart->today = today;
  chart->first = CB_DATE_NONE;
  chart->last = today;
  if (words == NULL)
    add_line (chart, param, NULL, lang);
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    add_line (chart, param, words[i], lang);
  if (chart->lines->len == 0)
    {
      cb_step_chart_free (chart);
      return NULL;
    }
  return chart;
}

void
cb_step_chart_free (CbStepChart *chart)
{
  if (chart == NULL)
    return;
  g_ptr_array_unref (chart->lines);
  g_free (chart->unit);
  cb_pack_unref (chart->pack);
  g_free (chart);
}

char *
cb_step_chart_words (const CbStepChart *chart)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < chart->lines->len; i++)
    {
      const Line *line = chart->lines->pdata[i];

      if (words->len > 0)
        g_string_append (words, " · ");
      if (line->title != NULL)
        g_string_append_printf (words, "%s: ", line->title);
      for (guint k = 0; k < line->steps->len; k++)
        {
          const Step *step = &g_array_index (line->steps, Step, k);
          g_autofree char *from = cb_date_format (step->from);

          /* TRANSLATORS: a number and the day from which it holds. */
          g_string_append_printf (words, "%s", k == 0 ? "" : "; ");
          g_string_append_printf (words, _("%s from %s"), step->text, from);
        }
    }
  if (chart->unit[0] != '\0')
    g_string_append_printf (words, " (%s)", chart->unit);
  return g_string_free (words, FALSE);
}

typedef struct { double left, right, top, bottom; double from, to; double most; } Plot;

static double
plot_x (const Plot *plot,
        CbDate      day)
{
  return plot->left + (plot->right - plot->left) * ((double) day - plot->from) / (plot->to - plot->from);
}

static double
plot_y (const Plot *plot,
        double      value)
{
  return plot->bottom - (plot->bottom - plot->top) * value / plot->most;
}

static void
draw_years (const Plot   *plot,
            cairo_t      *cr,
            CbChartPaper  paper,
            double        size)
{
  double edge = plot->left - size;
  int first, last;

  cb_date_split ((CbDate) plot->from, &first, NULL, NULL);
  cb_date_split ((CbDate) plot->to, &last, NULL, NULL);
  for (int year = first; year <= last; year++)
    {
      g_autofree char *text = g_strdup_printf ("%d", year);
      double x = plot_x (plot, cb_date_new (year, 1, 1)), width = text_width (cr, text, size);

      if (x < plot->left || x - width / 2 < edge || x + width / 2 > plot->right + size)
        continue;
      set_color (cr, &rules[paper]);
      cairo_move_to (cr, floor (x) + 0.5, plot->top);
      cairo_line_to (cr, floor (x) + 0.5, plot->bottom);
      cairo_stroke (cr);
      write_text (cr, text, x, plot->bottom + size * 0.3, 0.5, size, FALSE, &dims[paper], TRUE);
      edge = x + width / 2 + size;
    }
  set_color (cr, &dims[paper]);
  cairo_move_to (cr, plot->left, floor (plot->bottom) + 0.5);
  cairo_line_to (cr, plot->right, floor (plot->bottom) + 0.5);
  cairo_stroke (cr);
}

static void
draw_steps (const CbStepChart *chart,
            const Line        *line,
            guint              index,
            const Plot        *plot,
            cairo_t           *cr,
            CbChartPaper       paper,
            double             size)
{
  static const double dashes[][2] = { { 0, 0 }, { 7, 3 }, { 2, 3 }, { 10, 3 } };
  const double *dash = dashes[index % G_N_ELEMENTS (dashes)];
  double edge = -1;

  for (guint k = 0; k < line->steps->len; k++)
    {
      const Step *step = &g_array_index (line->steps, Step, k);
      CbDate until = step->until == CB_DATE_NONE ? (CbDate) plot->to : step->until + 1;
      gboolean now = step->from <= chart->today && (step->until == CB_DATE_NONE || chart->today <= step->until);
      double x = plot_x (plot, step->from), end = plot_x (plot, MIN (until, (CbDate) plot->to)), y = plot_y (plot, step->value);

      set_color (cr, now ? &thens[paper] : &dims[paper]);
      cairo_set_line_width (cr, now ? 3 : 2);
      cairo_set_dash (cr, dash, dash[0] > 0 ? 2 : 0, 0);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, end, y);
      if (k + 1 < line->steps->len && g_array_index (line->steps, Step, k + 1).from == until)
        cairo_line_to (cr, end, plot_y (plot, g_array_index (line->steps, Step, k + 1).value));
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      cairo_arc (cr, x, y, 2.5, 0, 2 * G_PI);
      cairo_fill (cr);
      if (x >= edge || now)
        edge = x + write_text (cr, step->text, x + 2, y - size * 1.5, 0, size, now, now ? &thens[paper] : &inks[paper], TRUE) + size * 0.5;
    }
}

/* The names of the lines, at their right ends and never on top of each other. */
static void
draw_names (const CbStepChart *chart,
            const Plot        *plot,
            cairo_t           *cr,
            CbChartPaper       paper,
            double             size)
{
  g_autofree double *places = g_new0 (double, chart->lines->len);

  for (guint i = 0; i < chart->lines->len; i++)
    {
      const Line *line = chart->lines->pdata[i];
      const Step *last = &g_array_index (line->steps, Step, line->steps->len - 1);
      double y = plot_y (plot, last->value) - size * 0.7;

      for (guint round = 0; round < chart->lines->len; round++)
        for (guint k = 0; k < i; k++)
          if (fabs (places[k] - y) < size * 1.3)
            y = places[k] + size * 1.3;
      places[i] = y;
      if (line->title != NULL)
        write_text (cr, line->title, plot->right + size * 0.6, y, 0, size, FALSE, &inks[paper], TRUE);
    }
}

void
cb_step_chart_draw (const CbStepChart *chart,
                    cairo_t           *cr,
                    CbChartPaper       paper,
                    double             width,
                    double             height,
                    double             size)
{
  double names = size;
  g_autofree char *day = cb_date_format (chart->today);
  g_autofree char *unit = g_strdup_printf (_("unit: %s"), chart->unit);
  Plot plot;

  for (guint i = 0; i < chart->lines->len; i++)
    {
      const Line *line = chart->lines->pdata[i];

      if (line->title != NULL)
        names = MAX (names, text_width (cr, line->title, size) + size * 1.2);
    }
  plot = (Plot) { size, width - names, size * 3.4, height - size * 2, chart->first - 30, chart->last + 366,
                  chart->most > 0 ? chart->most * 1.08 : 1 };
  if (plot.right - plot.left < size * 4 || plot.bottom - plot.top < size)
    return;
  cairo_set_line_width (cr, 1);
  draw_years (&plot, cr, paper, size);
  if (chart->today >= plot.from)
    {
      double x = plot_x (&plot, chart->today);
      /* TRANSLATORS: the mark of today in the history of a parameter. */
      g_autofree char *text = g_strdup_printf (_("today %s"), day);

      set_color (cr, &thens[paper]);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, floor (x) + 0.5, size * 1.6);
      cairo_line_to (cr, floor (x) + 0.5, plot.bottom);
      cairo_stroke (cr);
      write_text (cr, text, MIN (x, width - text_width (cr, text, size) / 2), 0, 0.5, size, FALSE, &thens[paper], TRUE);
    }
  if (chart->unit[0] != '\0')
    write_text (cr, unit, size * 0.5, 0, 0, size, FALSE, &dims[paper], TRUE);
  for (guint i = 0; i < chart->lines->len; i++)
    draw_steps (chart, chart->lines->pdata[i], i, &plot, cr, paper, size);
  draw_names (chart, &plot, cr, paper, size);
}

/* --- now and then --- */

guint
cb_pair_chart_draw (const CbPairBar *bars,
                    guint            n,
                    const char      *heading,
                    cairo_t         *cr,
                    CbChartPaper     paper,
                    double           width,
                    double           height,
                    double           size)
{
  const double bar = size * 1.05, share = bar * 2 + size * 0.9, top = size * 2;
  const char *const sides[] = { _("now"), _("then") };
  const CbColor *colors[] = { &nows[paper], &thens[paper] };
  double titles = size * 4, figures = size * 3, x = size * 0.5, right;
  gint64 most = 1;
  guint drawn = (guint) CLAMP ((height - top) / share, 0, n);

  for (guint i = 0; i < drawn; i++)
    {
      titles = MAX (titles, text_width (cr, bars[i].title, size));
      for (guint t = 0; t < 2; t++)
        {
          most = MAX (most, bars[i].value[t]);
          figures = MAX (figures, text_width (cr, bars[i].text[t], size));
        }
    }
  titles = MIN (titles, width * 0.36);
  right = width - figures - size * 1.5;
  x += write_text (cr, heading, x, 0, 0, size, TRUE, &inks[paper], TRUE) + size;
  for (guint t = 0; t < 2; t++)
    {
      set_color (cr, colors[t]);
      cairo_rectangle (cr, x, size * 0.3, size * 0.8, size * 0.8);
      cairo_fill (cr);
      x += size * 1.1;
      x += write_text (cr, sides[t], x, 0, 0, size, FALSE, &dims[paper], TRUE) + size;
    }
  for (guint i = 0; i < drawn; i++)
    {
      double y = top + i * share, left = titles + size * 1.2;

      write_within (cr, bars[i].title, size * 0.5, y + bar, titles + size * 0.4, size, &inks[paper]);
      for (guint t = 0; t < 2; t++)
        {
          double length = (right - left) * (double) MAX (bars[i].value[t], 0) / (double) most;

          set_color (cr, colors[t]);
          cairo_rectangle (cr, left, y + t * bar, MAX (length, 1), bar - 2);
          cairo_fill (cr);
          write_text (cr, bars[i].text[t], left + length + size * 0.5, y + t * bar - size * 0.22, 0, size * 0.95, t == 1, &inks[paper], TRUE);
        }
    }
  return drawn;
}
