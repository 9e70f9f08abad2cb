/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-paper-print.h"

#include "cb-error.h"
#include "cb-pen-private.h"

#include <cairo-pdf.h>

#define A4_WIDTH  595.0
#define A4_HEIGHT 842.0
#define EDGE       42.0   /* white around a page of a file; a printer has its own */

/* How a kind of line looks: at the ordinary size, and large. */
typedef struct
{
  double   size[2];
  gboolean bold;
  double   grey;
  double   before;     /* white above it, in its own size */
  double   indent;
} Look;

static const Look looks[] = {
  [CB_PAPER_TITLE]   = { { 16, 26 }, TRUE, 0, 0, 0 },
  [CB_PAPER_MARK]    = { { 10.5, 18 }, TRUE, 0, 0.3, 0 },
  [CB_PAPER_SUBJECT] = { { 11, 20 }, FALSE, 0, 0.4, 0 },
  [CB_PAPER_RESULT]  = { { 13, 26 }, TRUE, 0, 0.3, 0 },
  [CB_PAPER_HEADING] = { { 11.5, 21 }, TRUE, 0, 0.8, 0 },
  [CB_PAPER_TEXT]    = { { 10.5, 18 }, FALSE, 0, 0.3, 0 },
  [CB_PAPER_ITEM]    = { { 10.5, 18 }, FALSE, 0, 0.3, 1 },
  [CB_PAPER_NOTE]    = { { 9, 18 }, FALSE, 0.25, 0.8, 0 },
};

static const double foot_sizes[] = { [CB_PAPER_ORDINARY] = 9, [CB_PAPER_LARGE] = 18 };

/* One line of the paper, which may go on over the end of a page. */
static void
put_line (CbPen             *pen,
          const CbPaperLine *line,
          CbPaperSize        large,
          double             bottom,
          guint             *page,
          guint              wanted)
{
  const Look *look = &looks[line->kind];
  const double size = look->size[large];
  const double left = CB_PEN_MARGIN + look->indent * size;
  const double width = pen->width - CB_PEN_MARGIN - left;
  double height;
  guint n, put = 0;

  if (*line->text == '\0')
    return;
  n = cb_pen_lines (pen, line->text, width, size, look->bold, &height);
  if (pen->y > CB_PEN_MARGIN)
    pen->y += look->before * size;
  while (put < n)
    {
      /* A heading never stands alone at the foot of a page. */
      const double needed = line->kind == CB_PAPER_HEADING ? height * (n + 1.5) : height;
      guint fits;

      if (pen->y + needed > bottom && pen->y > CB_PEN_MARGIN)
        {
          (*page)++;
          pen->y = CB_PEN_MARGIN;
          pen->draw = *page == wanted;
        }
      fits = (guint) MAX (1, (bottom - pen->y) / height);
      fits = MIN (fits, n - put);
      if (put == 0 && line->kind == CB_PAPER_ITEM)
        cb_pen_put (pen, "·", CB_PEN_MARGIN, look->indent * size, size, TRUE, 0, PANGO_ALIGN_LEFT);
      cb_pen_put_part (pen, line->text, left, width, size, look->bold, look->grey, put, fits);
      pen->y += fits * height;
      put += fits;
    }
}

/* Goes through all pages; draws only @wanted.  Gives the number of pages. */
static guint
walk (GPtrArray  *lines,
      CbPaperSize size,
      cairo_t    *cr,
      double      width,
      double      height,
      guint       wanted)
{
  CbPen pen = { cr, width, CB_PEN_MARGIN, wanted == 0 };
  guint page = 0;

  for (guint i = 0; i < lines->len; i++)
    put_line (&pen, lines->pdata[i], size, height - CB_PEN_FOOT (foot_sizes[size]), &page, wanted);
  return page + 1;
}

guint
cb_paper_print_pages (GPtrArray  *lines,
                      CbPaperSize size,
                      cairo_t    *cr,
                      double      width,
                      double      height)
{
  g_return_val_if_fail (lines != NULL && cr != NULL, 0);

  return walk (lines, size, cr, width, height, G_MAXUINT);
}

void
cb_paper_print_draw (GPtrArray  *lines,
                     CbPaperSize size,
                     cairo_t    *cr,
                     double      width,
                     double      height,
                     guint       page,
                     const char *lang)
{
  guint pages;

  g_return_if_fail (lines != NULL && cr != NULL);

  pages = walk (lines, size, cr, width, height, page);
  cb_pen_put_foot (cr, width, height, page, pages, foot_sizes[size], lang);
}

gboolean
cb_paper_write_pdf (GPtrArray  *lines,
                    CbPaperSize size,
                    const char *lang,
                    const char *path,
                    GError    **error)
{
  const double width = A4_WIDTH - 2 * EDGE, height = A4_HEIGHT - 2 * EDGE;
  cairo_surface_t *surface = cairo_pdf_surface_create (path, A4_WIDTH, A4_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  const guint pages = cb_paper_print_pages (lines, size, cr, width, height);
  cairo_status_t status;

  for (guint i = 0; i < pages; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, EDGE, EDGE);
      cb_paper_print_draw (lines, size, cr, width, height, i, lang);
      cairo_restore (cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CB_BASE_ERROR, CB_BASE_ERROR_SYSTEM, "the page cannot be written: %s", cairo_status_to_string (status));
      return FALSE;
    }
  return TRUE;
}
