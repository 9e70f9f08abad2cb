/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-trend-chart.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <string.h>

#define MOST_SIDE 20000

typedef enum
{
  KIND_SVG,
  KIND_PDF,
  KIND_PNG,
  N_KINDS,
} Kind;

static cairo_status_t
append_bytes (void                *data,
              const unsigned char *bytes,
              unsigned int         length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
kind_of (const char *path,
         Kind       *kind,
         GError    **error)
{
  static const char *const endings[N_KINDS] = { ".svg", ".pdf", ".png" };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (Kind i = 0; i < N_KINDS; i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *kind = i;
        return TRUE;
      }
  g_set_error_literal (error, CB_REPORT_ERROR, CB_REPORT_ERROR_KIND, "a chart is written to a file ending in .svg, .pdf or .png");

  return FALSE;
}

static cairo_surface_t *
new_surface (Kind        kind,
             GByteArray *bytes,
             int         width,
             int         height)
{
  cairo_surface_t *surface;

  switch (kind)
    {
    case KIND_SVG:
      surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, width, height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    case KIND_PDF:
      return cairo_pdf_surface_create_for_stream (append_bytes, bytes, width, height);
    case KIND_PNG:
    default:
      return cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    }
}

/* What Cairo writes holds shapes of letters, no letters: the title and the summary are added, where browsers and screen readers look
 * for them. */
static void
add_words (GByteArray *svg,
           const char *title,
           const char *summary)
{
  g_autofree char *words = g_markup_printf_escaped ("<title>%s</title>\n<desc>%s</desc>\n", title, summary);
  g_autofree char *text = g_strndup ((const char *) svg->data, svg->len);
  char *root = strstr (text, "<svg");
  char *end = root == NULL ? NULL : strchr (root, '>');
  g_autofree char *tail = NULL;

  if (end == NULL)
    return;
  tail = g_strdup (end + 1);
  end[1] = '\0';
  g_byte_array_set_size (svg, 0);
  g_byte_array_append (svg, (const guint8 *) text, (guint) strlen (text));
  g_byte_array_append (svg, (const guint8 *) "\n", 1);
  g_byte_array_append (svg, (const guint8 *) words, (guint) strlen (words));
  g_byte_array_append (svg, (const guint8 *) tail, (guint) strlen (tail));
}

static cairo_status_t
draw (const CbTrend     *trend,
      const CbTrendLook *look,
      Kind               kind,
      GByteArray        *bytes,
      int                width,
      int                height)
{
  g_autoptr (CbTrendChart) chart = cb_trend_chart_new (trend, look, width, height);
  g_autofree char *summary = cb_trend_summary (trend, look->measure, look->area);
  cairo_surface_t *surface = new_surface (kind, bytes, width, height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  if (kind == KIND_PDF)
    {
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, cb_measure_title (look->measure));
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, summary);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Casebook " CB_VERSION);
    }
  cb_trend_chart_draw (chart, cr);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && kind == KIND_PNG)
    status = cairo_surface_write_to_png_stream (surface, append_bytes, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS && kind == KIND_SVG)
    add_words (bytes, cb_measure_title (look->measure), summary);

  return status;
}

gboolean
cb_trend_chart_write (const CbTrend     *trend,
                      const CbTrendLook *look,
                      const char        *path,
                      int                width,
                      int                height,
                      GError           **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  CbTrendLook print;
  cairo_status_t status;
  Kind kind;

  g_return_val_if_fail (trend != NULL && look != NULL && path != NULL, FALSE);

  if (!kind_of (path, &kind, error))
    return FALSE;
  if (width < CB_CHART_MIN_WIDTH || height < CB_CHART_MIN_HEIGHT || width > MOST_SIDE || height > MOST_SIDE)
    {
      g_set_error (error, CB_REPORT_ERROR, CB_REPORT_ERROR_SIZE, "a chart is between %d × %d and %d × %d",
                   CB_CHART_MIN_WIDTH, CB_CHART_MIN_HEIGHT, MOST_SIDE, MOST_SIDE);
      return FALSE;
    }
  print = *look;
  print.paper = CB_CHART_PRINT;
  status = draw (trend, &print, kind, bytes, width, height);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CB_REPORT_ERROR, CB_REPORT_ERROR_DRAWING, "the chart cannot be drawn: %s", cairo_status_to_string (status));
      return FALSE;
    }

  /* First under another name in the same folder, then renamed: never half a file. */
  return g_file_set_contents_full (path, (const char *) bytes->data, (gssize) bytes->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}
