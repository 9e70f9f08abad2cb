/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-text.h"

#include <string.h>
#include <uchar.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* The characters nearly all names are made of have a table; the rest a hash table. */
#define TABLE_FIRST 0x4e00
#define TABLE_LAST  0x9fff

/* Readings of surnames that differ from the character's usual one.  Two characters first. */
static const struct { const char *surname; const char *readings[2]; } surnames[] = {
  { "尉迟", { "yu", "chi" } },
  { "万俟", { "mo", "qi" } },
  { "澹台", { "tan", "tai" } },
  { "长孙", { "zhang", "sun" } },
  { "单于", { "chan", "yu" } },
  { "令狐", { "ling", "hu" } },
  { "皇甫", { "huang", "fu" } },
  { "鲜于", { "xian", "yu" } },
  { "亓官", { "qi", "guan" } },
  { "拓跋", { "tuo", "ba" } },
  { "颛孙", { "zhuan", "sun" } },
  { "宰父", { "zai", "fu" } },
  { "子车", { "zi", "ju" } },
  { "公冶", { "gong", "ye" } },
  { "夏侯", { "xia", "hou" } },
  { "上官", { "shang", "guan" } },
  { "欧阳", { "ou", "yang" } },
  { "诸葛", { "zhu", "ge" } },
  { "司马", { "si", "ma" } },
  { "单", { "shan" } },
  { "仇", { "qiu" } },
  { "曾", { "zeng" } },
  { "解", { "xie" } },
  { "区", { "ou" } },
  { "查", { "zha" } },
  { "朴", { "piao" } },
  { "盖", { "ge" } },
  { "任", { "ren" } },
  { "华", { "hua" } },
  { "乐", { "yue" } },
  { "覃", { "qin" } },
  { "翟", { "zhai" } },
  { "尉", { "wei" } },
  { "冼", { "xian" } },
  { "洗", { "xian" } },
  { "员", { "yun" } },
  { "缪", { "miao" } },
  { "折", { "she" } },
  { "逄", { "pang" } },
  { "种", { "chong" } },
  { "秘", { "bi" } },
  { "黑", { "he" } },
  { "隗", { "wei" } },
  { "能", { "nai" } },
  { "那", { "na" } },
  { "祭", { "zhai" } },
  { "繁", { "po" } },
  { "谌", { "chen" } },
  { "瞿", { "qu" } },
  { "车", { "che" } },
  { "石", { "shi" } },
  { "沈", { "shen" } },
  { "盛", { "sheng" } },
  { "柏", { "bai" } },
  { "晁", { "chao" } },
  { "郇", { "xun" } },
  { "炅", { "gui" } },
  { "阚", { "kan" } },
  { "撒", { "sa" } },
  { "宁", { "ning" } },
  { "都", { "du" } },
  { "贾", { "jia" } },
  { "葛", { "ge" } },
  { "俞", { "yu" } },
  { "句", { "gou" } },
  { "郗", { "xi" } },
  { "莘", { "shen" } },
  { "粘", { "nian" } },
  { "省", { "xing" } },
  { "卜", { "bu" } },
  { "应", { "ying" } },
  { "相", { "xiang" } },
  { "幺", { "yao" } },
  { "召", { "shao" } },
  { "哈", { "ha" } },
  { "纪", { "ji" } },
  { "曲", { "qu" } },
  { "臧", { "zang" } },
  { "牟", { "mou" } },
  { "尹", { "yin" } },
  { "佘", { "she" } },
  { "厍", { "she" } },
  { "乜", { "nie" } },
  { "仉", { "zhang" } },
  { "訾", { "zi" } },
};

static GMutex lock;
/* Read without the lock, never changed once set. */
static const char *table[TABLE_LAST - TABLE_FIRST + 1];
/* Character → reading; with the transliterator under the lock. */
static GHashTable *rare;
static UTransliterator *transliterator;

/* ICU's reading of one character, interned; "" when it has none. */
static const char *
transliterate_locked (gunichar c)
{
  static const char16_t id[] = u"Han-Latin; Latin-ASCII";
  UErrorCode status = U_ZERO_ERROR;
  UChar wide[64];
  char narrow[64];
  int32_t len = 0, limit;
  gsize n = 0;

  if (transliterator == NULL)
    transliterator = utrans_openU ((const UChar *) id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  if (transliterator == NULL || U_FAILURE (status))
    return "";

  if (c > 0xffff)
    {
      wide[len++] = (UChar) (0xd7c0 + (c >> 10));
      wide[len++] = (UChar) (0xdc00 + (c & 0x3ff));
    }
  else
    {
      wide[len++] = (UChar) c;
    }
  limit = len;
  utrans_transUChars (transliterator, wide, &len, G_N_ELEMENTS (wide), 0, &limit, &status);
  if (U_FAILURE (status))
    return "";
  for (int32_t i = 0; i < len && n + 1 < sizeof narrow; i++)
    if (wide[i] < 0x80 && g_ascii_isalpha ((char) wide[i]))
      narrow[n++] = g_ascii_tolower ((char) wide[i]);
  narrow[n] = '\0';

  return g_intern_string (narrow);
}

static const char *
reading_of (gunichar c)
{
  const char *reading;

  if (c >= TABLE_FIRST && c <= TABLE_LAST)
    {
      const char **slot = &table[c - TABLE_FIRST];

      reading = g_atomic_pointer_get (slot);
      if (G_UNLIKELY (reading == NULL))
        {
          g_mutex_lock (&lock);
          reading = transliterate_locked (c);
          g_mutex_unlock (&lock);
          g_atomic_pointer_set (slot, reading);
        }
      return reading;
    }

  g_mutex_lock (&lock);
  if (rare == NULL)
    rare = g_hash_table_new (NULL, NULL);
  reading = g_hash_table_lookup (rare, GUINT_TO_POINTER (c));
  if (reading == NULL)
    {
      reading = transliterate_locked (c);
      g_hash_table_insert (rare, GUINT_TO_POINTER (c), (char *) reading);
    }
  g_mutex_unlock (&lock);

  return reading;
}

/* The surname with an own reading that @name begins with, or -1. */
static int
find_surname (const char *name)
{
  /* A hash by the first character's low bits: most names end the search with one look. */
  static gsize once;
  static gint16 first[256];
  static gint16 next[G_N_ELEMENTS (surnames)];
  gunichar c = g_utf8_get_char (name);

  if (g_once_init_enter (&once))
    {
      memset (first, -1, sizeof first);
      for (int i = (int) G_N_ELEMENTS (surnames) - 1; i >= 0; i--)
        {
          guint slot = g_utf8_get_char (surnames[i].surname) & 255;

          next[i] = first[slot];
          first[slot] = (gint16) i;
        }
      g_once_init_leave (&once, 1);
    }
  for (int i = first[c & 255]; i >= 0; i = next[i])
    if (g_str_has_prefix (name, surnames[i].surname))
      return i;

  return -1;
}

void
cb_pinyin (const char *name,
           char      **full,
           char      **initials)
{
  g_autofree char *folded = cb_text_fold (name);
  GString *all = g_string_sized_new (32);
  GString *heads = g_string_sized_new (16);
  const char *at = folded;
  int surname = *at != '\0' ? find_surname (at) : -1;

  for (int i = 0; *at != '\0'; i++, at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      const char *reading = "";

      if (surname >= 0 && i < 2 && surnames[surname].readings[i] != NULL)
        reading = surnames[surname].readings[i];
      else if (cb_text_is_han (c))
        reading = reading_of (c);
      if (*reading != '\0')
        {
          g_string_append (all, reading);
          g_string_append_c (heads, *reading);
        }
      else
        {
          g_string_append_unichar (all, c);
          g_string_append_unichar (heads, c);
        }
    }
  if (full != NULL)
    *full = g_string_free (all, FALSE);
  else
    g_string_free (all, TRUE);
  if (initials != NULL)
    *initials = g_string_free (heads, FALSE);
  else
    g_string_free (heads, TRUE);
}
