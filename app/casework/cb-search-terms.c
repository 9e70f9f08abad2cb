/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-search-private.h"

#include <string.h>

#include "cb-text.h"

#define DIGITS_LEAST 4   /* fewer digits are looked for in the village ("3组") */
#define SYLLABLES_MOST 12

void
cb_term_clear (CbTerm *term)
{
  g_clear_pointer (&term->text, g_free);
}

static gboolean
is_id_char (char c)
{
  return g_ascii_isdigit (c) || c == 'x';
}

static CbTermKind
kind_of (const char *text)
{
  gsize n = 0;
  gboolean digits = TRUE, letters = TRUE;

  for (const char *p = text; *p != '\0'; p++, n++)
    {
      /* X stands only at the end of an ID number. */
      digits = digits && is_id_char (*p) && (*p != 'x' || (p[1] == '\0' && n >= 3));
      letters = letters && (g_ascii_isalpha (*p) || *p == '\'');
    }
  if (digits && n >= DIGITS_LEAST)
    return CB_TERM_DIGITS;
  return letters ? CB_TERM_LATIN : CB_TERM_HAN;
}

static gboolean
says_anything (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)) || cb_text_is_han (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static void
add_term (GArray     *terms,
          const char *text,
          gsize       len)
{
  CbTerm term = { .text = g_strndup (text, len) };

  term.kind = kind_of (term.text);
  if (term.kind == CB_TERM_DIGITS)
    {
      char *upper = g_ascii_strup (term.text, -1);

      g_free (term.text);
      term.text = upper;
    }
  else if (term.kind == CB_TERM_LATIN)   /* xi'an */
    {
      char *to = term.text;

      for (const char *p = term.text; *p != '\0'; p++)
        if (*p != '\'')
          *to++ = *p;
      *to = '\0';
    }
  if (!says_anything (term.text))
    cb_term_clear (&term);
  else
    g_array_append_val (terms, term);
}

GArray *
cb_search_terms (const char *typed)
{
  GArray *terms = g_array_new (FALSE, TRUE, sizeof (CbTerm));
  g_autofree char *clean = cb_text_clean (typed != NULL ? typed : "");
  g_auto (GStrv) words = g_strsplit_set (clean, " ,;", -1);

  g_array_set_clear_func (terms, (GDestroyNotify) cb_term_clear);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *folded = cb_text_fold (words[i]);
      const char *from = folded, *p;
      gboolean han = FALSE;

      /* "王xl" is two words; "3组" is one. */
      for (p = folded; *p != '\0'; p = g_utf8_next_char (p))
        {
          gboolean now = !g_ascii_isalpha (*p) && *p != '\'';

          if (p > from && now != han && !(g_ascii_isdigit (*p) && !han) && !(*p == 'x' && g_ascii_isdigit (p[-1])))
            {
              add_term (terms, from, (gsize) (p - from));
              from = p;
            }
          han = now;
        }
      add_term (terms, from, (gsize) (p - from));
    }
  return terms;
}

/* One token for each Han character, and for each run of anything else that is a letter or digit. */
void
cb_search_put_han (GString    *han,
                   const char *text)
{
  g_autofree char *folded = cb_text_fold (text != NULL ? text : "");
  gboolean inside = FALSE;

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean plain = g_unichar_isalnum (c) && !cb_text_is_han (c);

      if ((!plain || !inside) && !(han->len > 0 && han->str[han->len - 1] == ' '))
        g_string_append_c (han, ' ');
      if (plain || cb_text_is_han (c))
        g_string_append_unichar (han, c);
      inside = plain;
    }
}

/* The readings of @name from each of its characters on: "wangxiulan xiulan lan wxl xl l". */
static guint
readings (const char *name,
          char       *full[SYLLABLES_MOST],
          char       *initials[SYLLABLES_MOST])
{
  guint n = 0;

  for (const char *p = name; *p != '\0' && n < SYLLABLES_MOST; p = g_utf8_next_char (p))
    {
      if (n == 0)
        cb_pinyin (p, &full[n], &initials[n]);
      else
        {
          /* Only in first place a character is read as a surname: a letter before it takes that place. */
          g_autofree char *shifted = g_strconcat ("a", p, NULL);
          char *f, *i;

          cb_pinyin (shifted, &f, &i);
          full[n] = g_strdup (*f != '\0' ? f + 1 : f);
          initials[n] = g_strdup (*i != '\0' ? i + 1 : i);
          g_free (f);
          g_free (i);
        }
      n++;
    }
  return n;
}

static void
put_word (GString    *to,
          const char *word)
{
  g_string_append_c (to, ' ');
  for (const char *p = word; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (to, g_ascii_tolower (*p));
}

void
cb_search_put_latin (GString    *latin,
                     const char *name)
{
  g_autofree char *folded = cb_text_fold (name != NULL ? name : "");
  char *full[SYLLABLES_MOST], *initials[SYLLABLES_MOST];
  guint n = readings (folded, full, initials);

  for (guint i = 0; i < n; i++)
    {
      put_word (latin, full[i]);
      if (strcmp (full[i], initials[i]) != 0)
        put_word (latin, initials[i]);
      g_free (full[i]);
      g_free (initials[i]);
    }
}

/* Four characters of an ID number as one: a Han character stands for each of the 11⁴ groups, so that the prefix lists stay short. */
static gunichar
group_of (const char *four)
{
  guint value = 0;

  for (guint i = 0; i < 4; i++)
    value = value * 11 + (four[i] == 'X' ? 10 : (guint) (four[i] - '0'));
  return 0x4e00 + value;
}

void
cb_search_put_ident (GString    *ident,
                     const char *id_number)
{
  gsize len = id_number != NULL ? strlen (id_number) : 0;

  for (gsize i = 0; i + 4 <= len; i++)
    {
      g_string_append_c (ident, ' ');
      g_string_append_unichar (ident, group_of (id_number + i));
    }
  g_string_append (ident, " 0");   /* two numbers never make one phrase */
}

void
cb_term_put_match (const CbTerm *term,
                   gboolean      whole,
                   GString      *match)
{
  g_autoptr (GString) tokens = g_string_new (NULL);

  switch (term->kind)
    {
    case CB_TERM_HAN:
      cb_search_put_han (tokens, term->text);
      g_string_append_printf (match, "{han} : \"%s\"", tokens->str);
      break;
    case CB_TERM_LATIN:
      g_string_append_printf (match, "{latin} : \"%s\"%s", term->text, whole ? "" : " *");
      break;
    case CB_TERM_DIGITS:
      for (gsize i = 0; i + 4 <= strlen (term->text); i++)
        {
          g_string_append_c (tokens, ' ');
          g_string_append_unichar (tokens, group_of (term->text + i));
        }
      g_string_append_printf (match, "{ident} : \"%s\"", tokens->str);
      break;
    default:
      g_assert_not_reached ();
    }
}

gboolean
cb_term_in_latin (const CbTerm *term,
                  const char   *latin)
{
  gsize len = strlen (term->text);

  if (term->kind != CB_TERM_LATIN || latin == NULL)
    return FALSE;
  for (const char *p = strchr (latin, ' '); p != NULL; p = strchr (p + 1, ' '))
    if (strncmp (p + 1, term->text, len) == 0)
      return TRUE;
  return FALSE;
}

gboolean
cb_term_in_name (const CbTerm *term,
                 const char   *name)
{
  if (name == NULL || term->kind == CB_TERM_DIGITS)
    return FALSE;
  if (term->kind == CB_TERM_LATIN)
    {
      g_autoptr (GString) words = g_string_new (NULL);

      cb_search_put_latin (words, name);
      return cb_term_in_latin (term, words->str);
    }
  else
    {
      g_autoptr (GString) tokens = g_string_new (NULL);
      g_autoptr (GString) wanted = g_string_new (NULL);

      cb_search_put_han (tokens, name);
      cb_search_put_han (wanted, term->text);
      if (g_str_has_suffix (wanted->str, " "))
        g_string_truncate (wanted, wanted->len - 1);
      g_string_append_c (tokens, ' ');
      g_string_append_c (wanted, ' ');
      return wanted->len > 1 && strstr (tokens->str, wanted->str) != NULL;
    }
}

gboolean
cb_term_in_id (const CbTerm *term,
               const char   *id_number)
{
  return term->kind == CB_TERM_DIGITS && id_number != NULL && strstr (id_number, term->text) != NULL;
}
