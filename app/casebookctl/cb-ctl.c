/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* --- saying --- */

static void
say (FILE       *file,
     const char *format,
     va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);

  fputs (text, file);
}

/* One line, whatever is in it. */
static void
complain (const char *text)
{
  cb_ctl_progress_end ();
  fputs ("casebookctl: ", stderr);
  for (const char *p = text; *p != '\0'; p++)
    putc ((guchar) *p < 0x20 ? ' ' : *p, stderr);
  putc ('\n', stderr);
}

void
cb_ctl_print (const char *format,
              ...)
{
  va_list args;

  va_start (args, format);
  say (stdout, format, args);
  va_end (args);
}

void
cb_ctl_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  cb_ctl_print ("%s\n", text);
  g_object_unref (builder);
}

void
cb_ctl_print_quoted (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);

  cb_ctl_print ("%s", quoted);
}

int
cb_ctl_usage (CbCtl      *ctl,
              const char *format,
              ...)
{
  g_autofree char *what = NULL;
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  if (ctl != NULL && ctl->command != NULL)
    text = g_strdup_printf (_("%1$s; usage: casebookctl %2$s %3$s"), what, ctl->command->name, ctl->command->usage);
  else
    text = g_strdup_printf (_("%s; see casebookctl --help"), what);
  complain (text);
  return CB_CTL_USAGE;
}

int
cb_ctl_refuse (const char *format,
               ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  complain (text);
  return CB_CTL_REFUSED;
}

int
cb_ctl_fail (const char   *about,
             const GError *error)
{
  g_autofree char *sentence = cb_error_sentence (error);

  /* Where the message is the sentence itself it is not said twice. */
  if (strcmp (_(error->message), sentence) == 0)
    return cb_ctl_refuse ("%s%s%s", about != NULL ? about : "", about != NULL ? ": " : "", sentence);
  return cb_ctl_refuse ("%s%s%s [%s]", about != NULL ? about : "", about != NULL ? ": " : "", sentence, error->message);
}

static gboolean progressing;

void
cb_ctl_progress (const char *format,
                 ...)
{
  va_list args;

  if (!isatty (STDERR_FILENO))
    return;
  fputs ("\r\033[K", stderr);
  va_start (args, format);
  say (stderr, format, args);
  va_end (args);
  fflush (stderr);
  progressing = TRUE;
}

void
cb_ctl_progress_end (void)
{
  if (progressing)
    fputs ("\r\033[K", stderr);
  progressing = FALSE;
}

const char *
cb_ctl_language (void)
{
  const char *const *names = g_get_language_names ();

  return names[0] != NULL && g_str_has_prefix (names[0], "zh") ? "zh_CN" : NULL;
}

/* --- options --- */

static void
print_help (CbCtl          *ctl,
            GOptionContext *context)
{
  g_autofree char *options = g_option_context_get_help (context, TRUE, NULL);
  const char *list = strstr (options, "\n\n");

  cb_ctl_print (_("Usage: casebookctl %1$s %2$s\n%3$s\n"), ctl->command->name, ctl->command->usage, _(ctl->command->summary));
  /* GLib's own usage line knows nothing of the command's name. */
  cb_ctl_print ("%s", list != NULL ? list + 1 : options);
}

gboolean
cb_ctl_parse (CbCtl              *ctl,
              CbCtlNeeds          needs,
              const GOptionEntry *own,
              int                 least,
              int                 most)
{
  gboolean help = FALSE;
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, N_("Print one JSON document instead of text"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Print this help"), NULL },
    { NULL },
  };
  const GOptionEntry opens[] = {
    { "slot", 0, 0, G_OPTION_ARG_INT, &ctl->slot, N_("Whose passphrase opens the casebook: the number of the slot"), "N" },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &ctl->passphrase_file,
      N_("Read the passphrase from the first line of this file (-: standard input) instead of asking"), "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  if (own != NULL)
    g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);
  if (needs != CB_CTL_PLAIN)
    g_option_context_add_main_entries (context, opens, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &ctl->argc, &ctl->argv, &error))
    {
      cb_ctl_usage (ctl, "%s", error->message);
      return FALSE;
    }
  if (help)
    {
      print_help (ctl, context);
      ctl->helped = TRUE;
      return FALSE;
    }
  /* The first is the command's name; a "--" that ended the options may follow. */
  ctl->argc--;
  ctl->argv++;
  if (ctl->argc > 0 && strcmp (ctl->argv[0], "--") == 0)
    {
      ctl->argc--;
      ctl->argv++;
    }
  if (ctl->argc < least || ctl->argc > most)
    {
      cb_ctl_usage (ctl, "%s", ctl->argc < least ? _("too few arguments") : _("too many arguments"));
      return FALSE;
    }
  if (needs == CB_CTL_OPENS && ctl->slot == -1)
    {
      cb_ctl_usage (ctl, "%s", _("--slot N is needed"));
      return FALSE;
    }
  if (ctl->slot != -1 && (ctl->slot < 1 || ctl->slot > CB_VAULT_MAX_SLOTS))
    {
      cb_ctl_usage (ctl, _("a slot is a number from 1 to %d"), CB_VAULT_MAX_SLOTS);
      return FALSE;
    }
  return TRUE;
}

int
cb_ctl_parsed_code (CbCtl *ctl)
{
  return ctl->helped ? CB_CTL_DONE : CB_CTL_USAGE;
}

gboolean
cb_ctl_parse_date (CbCtl      *ctl,
                   const char *option,
                   const char *text,
                   CbDate     *date)
{
  if (text == NULL)
    *date = CB_DATE_NONE;
  else if (!g_utf8_validate (text, -1, NULL) || !cb_date_parse (text, date, NULL))
    {
      cb_ctl_usage (ctl, _("%s takes a date like 2026-09-01"), option);
      return FALSE;
    }
  return TRUE;
}

gboolean
cb_ctl_parse_month (CbCtl      *ctl,
                    const char *option,
                    const char *text,
                    CbMonth    *month)
{
  if (text == NULL)
    *month = CB_MONTH_NONE;
  else if (!g_utf8_validate (text, -1, NULL) || !cb_month_parse (text, month, NULL))
    {
      cb_ctl_usage (ctl, _("%s takes a month like 2026-09"), option);
      return FALSE;
    }
  return TRUE;
}
