/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSPHRASE_MOST 1024
#define CTRL_C 3

/* The first line of @fd, without its end; NULL when it is not to be had (then errno says why) or was interrupted (EINTR). */
static CbSecret *
read_line (int fd)
{
  g_autoptr (CbSecret) line = cb_secret_new (PASSPHRASE_MOST);
  char *text = (char *) cb_secret_data (line);
  gsize len = 0;

  for (;;)
    {
      gssize n = read (fd, text + len, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0 || text[len] == '\n' || text[len] == '\r')
        break;
      if (text[len] == CTRL_C)
        {
          errno = EINTR;
          return NULL;
        }
      if (++len == PASSPHRASE_MOST)
        {
          errno = EFBIG;
          return NULL;
        }
    }
  return cb_secret_from (text, len);
}

static void
put (int         fd,
     const char *text)
{
  if (write (fd, text, strlen (text)) < 0)
    return;   /* a prompt that nobody sees keeps nobody from typing */
}

/* Without signals from the keyboard, so that an interrupted question does not leave the terminal mute. */
static CbSecret *
ask (const char *prompt)
{
  int tty = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  struct termios was, mute;
  CbSecret *secret = NULL;
  int code = ENOTTY;

  if (tty < 0 || tcgetattr (tty, &was) != 0)
    {
      if (tty >= 0)
        close (tty);
      errno = ENOTTY;
      return NULL;
    }
  mute = was;
  mute.c_lflag &= ~(tcflag_t) (ECHO | ECHONL | ISIG);
  /* Unsigned, Ctrl+C is a character like any other, and would wait for the line's end: let it end the line. */
  mute.c_cc[VEOL] = CTRL_C;
  if (tcsetattr (tty, TCSAFLUSH, &mute) == 0)
    {
      put (tty, prompt);
      secret = read_line (tty);
      code = errno;
      tcsetattr (tty, TCSAFLUSH, &was);
      put (tty, "\n");
    }
  close (tty);
  errno = code;
  return secret;
}

CbSecret *
cb_ctl_passphrase (CbCtl      *ctl,
                   const char *prompt,
                   int        *code)
{
  const char *file = ctl->passphrase_file;
  CbSecret *secret;
  int fd;

  if (file == NULL)
    {
      secret = ask (prompt);
      if (secret == NULL)
        *code = errno == EINTR ? cb_ctl_refuse ("%s", _("interrupted"))
                               : cb_ctl_usage (ctl, "%s", _("there is no terminal to ask at; give --passphrase-file FILE"));
      return secret;
    }
  fd = strcmp (file, "-") == 0 ? STDIN_FILENO : open (file, O_RDONLY | O_CLOEXEC);
  secret = fd >= 0 ? read_line (fd) : NULL;
  if (secret == NULL)
    *code = cb_ctl_refuse (_("%1$s: the passphrase cannot be read: %2$s"), file, g_strerror (errno));
  if (fd > STDIN_FILENO)
    close (fd);
  return secret;
}

CbSecret *
cb_ctl_casebook_passphrase (CbCtl      *ctl,
                            const char *dir,
                            int        *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) slots = cb_vault_read_slots (dir, &error);

  if (slots == NULL)
    {
      *code = cb_ctl_fail (dir, error);
      return NULL;
    }
  return cb_ctl_passphrase (ctl, _("Passphrase: "), code);
}

CbDesk *
cb_ctl_open (CbCtl      *ctl,
             const char *dir,
             int        *code)
{
  g_autoptr (CbSecret) passphrase = cb_ctl_casebook_passphrase (ctl, dir, code);
  g_autoptr (GError) error = NULL;
  CbDesk *desk;

  if (passphrase == NULL)
    return NULL;
  desk = cb_desk_unlock (dir, (guint) ctl->slot, passphrase, NULL, &error);
  if (desk == NULL)
    *code = cb_ctl_fail (dir, error);
  return desk;
}

int
cb_ctl_close (CbDesk     *desk,
              const char *dir,
              int         code)
{
  g_autoptr (GError) error = NULL;

  if (!cb_desk_lock (desk, &error))
    code = cb_ctl_fail (dir, error);
  g_object_unref (desk);
  return code;
}
