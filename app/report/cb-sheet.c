/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-report"

#include "config.h"

#include "cb-sheet.h"

#include "cb-error.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <string.h>

#define MARGIN 52

typedef struct
{
  cairo_t *cr;
  double   left, width;   /* of the text */
  double   y;             /* where the next thing goes */
} Pen;

static double
write_text (Pen        *pen,
            const char *text,
            const char *font,
            double      x,
            double      width,
            gboolean    centred)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (pen->cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  /* Chinese glyph forms whatever the locale. */
  pango_context_set_language (pango_layout_get_context (layout), pango_language_from_string ("zh-cn"));
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, 1.25f);
  if (centred)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  cairo_move_to (pen->cr, x, pen->y);
  pango_cairo_show_layout (pen->cr, layout);
  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

static void
paragraph (Pen        *pen,
           const char *text,
           const char *font,
           double      after)
{
  pen->y += write_text (pen, text, font, pen->left, pen->width, FALSE) + after;
}

static void
pair (Pen        *pen,
      const char *name,
      const char *value)
{
  double height;

  if (value == NULL || value[0] == '\0')
    return;
  height = write_text (pen, name, "Sans 10", pen->left, 110, FALSE);
  height = MAX (height, write_text (pen, value, "Sans Bold 11", pen->left + 116, pen->width - 116, FALSE));
  pen->y += height + 6;
}

static void
rule (Pen *pen)
{
  cairo_set_line_width (pen->cr, 0.6);
  cairo_move_to (pen->cr, pen->left, pen->y);
  cairo_line_to (pen->cr, pen->left + pen->width, pen->y);
  cairo_stroke (pen->cr);
  pen->y += 14;
}

/* Black squares on the white paper, with the quiet zone of four modules that readers ask for. */
static void
draw_qr (Pen        *pen,
         const char *text,
         double      x,
         double      size)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  double module;

  if (code == NULL)
    return;
  module = size / (code->width + 8);
  for (int row = 0; row < code->width; row++)
    for (int column = 0; column < code->width; column++)
      if (code->data[row * code->width + column] & 1)
        cairo_rectangle (pen->cr, x + (column + 4) * module, pen->y + (row + 4) * module, module, module);
  cairo_set_antialias (pen->cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (pen->cr);
  cairo_set_antialias (pen->cr, CAIRO_ANTIALIAS_DEFAULT);
  memset (code->data, 0, (gsize) code->width * code->width);
  QRcode_free (code);
}

/* Groups of four in three rows of three, to be read out and ticked off. */
static double
draw_groups (Pen        *pen,
             const char *text,
             double      width)
{
  double top = pen->y, column = width / 3;

  for (guint i = 0; *text != '\0'; i++)
    {
      gsize len = strcspn (text, "-");
      char group[16] = "";

      memcpy (group, text, MIN (len, sizeof group - 1));
      pen->y = top + (i / 3) * 46;
      write_text (pen, group, "Monospace Bold 22", pen->left + (i % 3) * column, column, FALSE);
      explicit_bzero (group, sizeof group);
      text += len;
      if (*text == '-')
        text++;
    }
  pen->y = top;

  return 3 * 46;
}

static void
draw_recovery (Pen           *pen,
               const CbSheet *sheet)
{
  const char *code = (const char *) cb_secret_bytes (sheet->secret);
  g_autofree char *date = cb_date_format (sheet->date);
  double qr = 150;

  paragraph (pen, _("Recovery sheet"), "Sans Bold 24", 4);
  paragraph (pen, _("Whoever holds this sheet and a copy of the casebook can open everything in it."), "Sans 10", 16);
  rule (pen);
  pair (pen, _("County"), sheet->county);
  pair (pen, _("Desk"), sheet->desk);
  pair (pen, _("Printed on"), date);
  pen->y += 10;
  rule (pen);
  paragraph (pen, _("Recovery code"), "Sans Bold 12", 12);
  draw_groups (pen, code, pen->width - qr - 20);
  draw_qr (pen, code, pen->left + pen->width - qr, qr);
  pen->y += qr + 6;
  rule (pen);
  paragraph (pen, _("Keep it"), "Sans Bold 12", 6);
  paragraph (pen, _("In a sealed envelope, signed across the flap by two people, in the safe of the bureau; never beside the "
                    "computer, never as a photograph or a file."), "Sans 10", 12);
  paragraph (pen, _("When all passphrases are lost"), "Sans Bold 12", 6);
  paragraph (pen, _("1. Start Casebook and choose “Use the recovery sheet”.\n"
                    "2. Type the nine groups; capitals and hyphens do not matter.\n"
                    "3. Set a new passphrase, print a new sheet, and destroy this one."), "Sans 10", 12);
  paragraph (pen, _("When the computer is lost"), "Sans Bold 12", 6);
  paragraph (pen, _("Restore the latest backup on another computer with this code. It becomes a new desk, which the "
                    "authority enrols."), "Sans 10", 26);
  pair (pen, _("Sealed by"), "____________________    ____________________");
  pair (pen, _("Date"), "____________________");
}

static void
draw_person (Pen           *pen,
             const CbSheet *sheet)
{
  g_autofree char *date = cb_date_format (sheet->date);
  g_autofree char *number = g_strdup_printf ("%02u", sheet->number);
  double top;

  paragraph (pen, _("Access slip"), "Sans Bold 20", 10);
  rule (pen);
  pair (pen, _("For"), sheet->person);
  pair (pen, _("Roles"), sheet->roles);
  pair (pen, _("Area"), sheet->area);
  pair (pen, _("County"), sheet->county);
  pair (pen, _("Desk"), sheet->desk);
  pair (pen, _("Printed on"), date);
  pen->y += 8;
  rule (pen);
  top = pen->y;
  paragraph (pen, _("Number"), "Sans 10", 4);
  write_text (pen, number, "Monospace Bold 22", pen->left, 100, FALSE);
  pen->y = top;
  pen->left += 116;
  pen->width -= 116;
  paragraph (pen, _("Passphrase"), "Sans 10", 4);
  paragraph (pen, (const char *) cb_secret_bytes (sheet->secret), "Monospace Bold 18", 16);
  pen->left -= 116;
  pen->width += 116;
  rule (pen);
  paragraph (pen, _("Only for the person named. Change the passphrase under Settings when you first unlock, then destroy this "
                    "slip. Nobody else, not even the authority, can look it up again."), "Sans 11", 0);
}

void
cb_sheet_draw (cairo_t       *cr,
               double         width,
               double         height,
               const CbSheet *sheet)
{
  Pen pen = { cr, MARGIN, width - 2 * MARGIN, MARGIN };

  g_return_if_fail (sheet != NULL && sheet->secret != NULL);

  cairo_save (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (sheet->kind == CB_SHEET_RECOVERY)
    draw_recovery (&pen, sheet);
  else
    draw_person (&pen, sheet);
  cairo_restore (cr);
}

gboolean
cb_sheet_write_pdf (const CbSheet *sheet,
                    const char    *path,
                    GError       **error)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (path, 595, 842);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cb_sheet_draw (cr, 595, 842, sheet);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CB_BASE_ERROR, CB_BASE_ERROR_SYSTEM, "the page cannot be written: %s",
                   cairo_status_to_string (status));
      return FALSE;
    }

  return TRUE;
}
