/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSPHRASE_MOST 1024

void
cb_ctl_options_clear (CbCtlOptions *o)
{
  g_clear_pointer (&o->passphrase_file, g_free);
}

static int
say (int         code,
     const char *format,
     va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);

  for (char *p = text; *p != '\0'; p++)
    if (*p == '\n' || *p == '\r')
      *p = ' ';
  g_printerr ("casebookctl: %s\n", text);
  return code;
}

int
cb_ctl_usage (const char *format,
              ...)
{
  va_list args;
  int code;

  va_start (args, format);
  code = say (CB_CTL_USAGE, format, args);
  va_end (args);
  return code;
}

int
cb_ctl_refuse (const char *format,
               ...)
{
  va_list args;
  int code;

  va_start (args, format);
  code = say (CB_CTL_REFUSED, format, args);
  va_end (args);
  return code;
}

int
cb_ctl_fail (const GError *error)
{
  g_autofree char *sentence = cb_error_sentence (error);

  /* The diagnostic names no person, number or amount; IT staff need it. */
  return cb_ctl_refuse ("%s [%s]", sentence, error->message);
}

gboolean
cb_ctl_parse (int                *argc,
              char             ***argv,
              const GOptionEntry *own,
              CbCtlOptions       *shared,
              int                 least,
              int                 most)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  if (own != NULL)
    g_option_context_add_main_entries (context, own, NULL);
  if (shared != NULL)
    {
      const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &shared->json, NULL, NULL },
        { "slot", 0, 0, G_OPTION_ARG_INT, &shared->slot, NULL, NULL },
        { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &shared->passphrase_file, NULL, NULL },
        { NULL },
      };

      g_option_context_add_main_entries (context, entries, NULL);
    }
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      cb_ctl_usage ("%s", error->message);
      return FALSE;
    }
  if (*argc - 1 < least || *argc - 1 > most)
    {
      cb_ctl_usage (*argc - 1 < least ? _("too few arguments; see casebookctl --help") : _("too many arguments; see casebookctl --help"));
      return FALSE;
    }
  if (shared != NULL && shared->slot == 0)
    shared->slot = 1;
  if (shared != NULL && (shared->slot < 1 || shared->slot > CB_VAULT_MAX_SLOTS))
    {
      cb_ctl_usage (_("a slot is a number from 1 to 16"));
      return FALSE;
    }
  return TRUE;
}

/* One line of @fd, without its end. */
static CbSecret *
read_line (int fd)
{
  g_autoptr (CbSecret) buffer = cb_secret_new (PASSPHRASE_MOST);
  guint8 *bytes = cb_secret_data (buffer);
  gsize len = 0;

  while (len < PASSPHRASE_MOST)
    {
      gssize n = read (fd, bytes + len, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || bytes[len] == '\n' || bytes[len] == '\r')
        break;
      len++;
    }
  return cb_secret_from (bytes, len);
}

static CbSecret *
ask_terminal (const char *prompt)
{
  int tty = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios was, silent;
  CbSecret *secret = NULL;

  if (tty < 0)
    return NULL;
  if (tcgetattr (tty, &was) == 0)
    {
      silent = was;
      silent.c_lflag &= ~(tcflag_t) (ECHO | ECHONL);
      if (write (tty, prompt, strlen (prompt)) >= 0 && tcsetattr (tty, TCSAFLUSH, &silent) == 0)
        {
          secret = read_line (tty);
          tcsetattr (tty, TCSAFLUSH, &was);
          if (write (tty, "\n", 1) < 0)
            errno = 0;
        }
    }
  close (tty);
  return secret;
}

CbSecret *
cb_ctl_passphrase (const char *file,
                   const char *prompt,
                   GError    **error)
{
  CbSecret *secret;
  int fd;

  if (file == NULL)
    {
      secret = ask_terminal (prompt);
      if (secret == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no terminal to ask for the passphrase; use --passphrase-file");
      return secret;
    }
  fd = open (file, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "the passphrase file: %s", g_strerror (code));
      return NULL;
    }
  secret = read_line (fd);
  close (fd);
  return secret;
}

CbDesk *
cb_ctl_unlock (const char         *dir,
               const CbCtlOptions *o,
               GError            **error)
{
  g_autoptr (CbSecret) passphrase = cb_ctl_passphrase (o->passphrase_file, _("Passphrase: "), error);

  return passphrase != NULL ? cb_desk_unlock (dir, (guint) o->slot, passphrase, NULL, error) : NULL;
}

const char *
cb_ctl_language (void)
{
  const char *const *names = g_get_language_names ();

  return names[0] != NULL && g_str_has_prefix (names[0], "zh") ? "zh_CN" : NULL;
}

void
cb_ctl_put_json_string (GString    *json,
                        const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    switch (*p)
      {
      case '"':
      case '\\':
        g_string_append_printf (json, "\\%c", *p);
        break;
      default:
        if ((guchar) *p < 0x20)
          g_string_append_printf (json, "\\u%04x", (guint) *p);
        else
          g_string_append_c (json, *p);
      }
  g_string_append_c (json, '"');
}
