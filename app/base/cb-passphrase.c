/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-passphrase.h"

#include "cb-date.h"
#include "cb-fold-private.h"

#include <sodium.h>
#include <string.h>

#define WORDS     4
#define SYLLABLES 2

/* What must be left of a passphrase when its number is taken out. */
#define LEFT_MIN  CB_PASSPHRASE_MIN

/*
 * Syllables as they are typed.  None begins with a vowel, so that two of them in a row can be read
 * in one way only and every choice gives another text; none has ü, which is typed in several ways.
 */
static const char syllables[][7] = {
  "ba", "bai", "ban", "bang", "bao", "bei", "ben", "beng", "bian", "biao", "bie", "bin", "bing",
  "bo", "bu", "ca", "cai", "can", "cang", "ce", "cen", "ceng", "cha", "chai", "chan", "chang",
  "chao", "che", "chen", "cheng", "chi", "chong", "chou", "chu", "chuai", "chuan", "chuang",
  "chui", "chun", "chuo", "ci", "cong", "cou", "cu", "cuan", "cui", "cun", "cuo", "da", "dai",
  "dan", "dang", "dao", "de", "dei", "deng", "di", "dian", "die", "ding", "diu", "dong", "dou",
  "du", "duan", "dui", "dun", "duo", "fa", "fan", "fang", "fei", "fen", "feng", "fo", "fou", "fu",
  "gai", "gan", "gang", "gao", "ge", "gei", "gen", "geng", "gong", "gou", "gu", "gua", "guai",
  "guan", "guang", "gui", "gun", "guo", "ha", "hai", "han", "hang", "hao", "he", "hei", "hen",
  "heng", "hong", "hou", "hu", "hua", "huai", "huan", "huang", "hui", "hun", "huo", "ji", "jia",
  "jian", "jiang", "jiao", "jie", "jin", "jing", "jiong", "jiu", "ju", "juan", "jue", "jun", "ka",
  "kai", "kan", "kang", "kao", "ke", "ken", "keng", "kong", "kou", "ku", "kua", "kuai", "kuan",
  "kuang", "kui", "kun", "kuo", "la", "lai", "lan", "lang", "lao", "le", "lei", "leng", "li",
  "lia", "lian", "liang", "liao", "lie", "lin", "ling", "liu", "long", "lou", "lu", "luan", "lun",
  "luo", "ma", "mai", "man", "mang", "mao", "mei", "men", "meng", "mi", "mian", "miao", "mie",
  "min", "ming", "mo", "mou", "mu", "na", "nai", "nan", "nang", "nao", "nei", "nen", "neng", "ni",
  "nian", "niang", "niao", "nie", "nin", "ning", "niu", "nong", "nu", "nuan", "nuo", "pa", "pai",
  "pan", "pang", "pao", "pei", "pen", "peng", "pian", "piao", "pie", "pin", "ping", "po", "pou",
  "pu", "qi", "qia", "qian", "qiang", "qiao", "qie", "qin", "qing", "qiong", "qiu", "qu", "quan",
  "que", "qun", "ran", "rang", "rao", "re", "ren", "reng", "rong", "rou", "ru", "ruan", "rui",
  "run", "ruo", "sa", "sai", "san", "sang", "sao", "se", "sen", "seng", "sha", "shai", "shan",
  "shang", "shao", "she", "shen", "sheng", "shi", "shou", "shu", "shua", "shuai", "shuan",
  "shuang", "shui", "shun", "shuo", "song", "sou", "su", "suan", "sui", "sun", "suo", "ta", "tai",
  "tan", "tang", "tao", "te", "teng", "ti", "tian", "tiao", "tie", "ting", "tong", "tou", "tu",
  "tuan", "tui", "tun", "tuo", "wa", "wai", "wan", "wang", "wei", "wen", "wo", "wu", "xi", "xia",
  "xian", "xiang", "xiao", "xie", "xin", "xing", "xiong", "xiu", "xu", "xuan", "xue", "xun", "ya",
  "yan", "yang", "yao", "ye", "yi", "yin", "ying", "yong", "you", "yu", "yuan", "yue", "yun",
  "za", "zai", "zan", "zang", "zao", "ze", "zen", "zeng", "zha", "zhai", "zhan", "zhang", "zhao",
  "zhe", "zhen", "zheng", "zhi", "zhong", "zhou", "zhu", "zhua", "zhuai", "zhuan", "zhuang",
  "zhui", "zhun", "zhuo", "zi", "zong", "zou", "zu", "zuan", "zui", "zun", "zuo",
};

/* log2 (370) is 8.53, eight of them 68.2 bits. */
G_STATIC_ASSERT (G_N_ELEMENTS (syllables) >= 370);

G_DEFINE_QUARK (cb-passphrase-error-quark, cb_passphrase_error)

CbSecret *
cb_passphrase_generate (void)
{
  g_autoptr (CbSecret) room = cb_secret_new (WORDS * (SYLLABLES * sizeof syllables[0] + 1));
  char *start = (char *) cb_secret_data (room);
  char *at = start;

  for (guint word = 0; word < WORDS; word++)
    {
      if (word > 0)
        *at++ = '-';
      for (guint i = 0; i < SYLLABLES; i++)
        at = stpcpy (at, syllables[randombytes_uniform (G_N_ELEMENTS (syllables))]);
    }

  return cb_secret_from (start, (gsize) (at - start));
}

static gboolean
refuse (GError            **error,
        CbPassphraseError   code,
        const char         *message)
{
  g_set_error_literal (error, CB_PASSPHRASE_ERROR, code, message);

  return FALSE;
}

static gboolean
is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

/* Folds to ASCII and lower case; -1 when it is not text.  @out has room for every byte. */
static gssize
fold (const char *text,
      gsize       len,
      gunichar   *out)
{
  const char *at = text;
  gssize n = 0;
  gunichar c;

  while ((c = cb_fold_next (&at)) != 0)
    {
      if (c == (gunichar) -1 || g_unichar_iscntrl (c))
        return -1;
      out[n++] = g_unichar_tolower (c);
    }

  /* A NUL before the end is not text. */
  return at == text + len ? n : -1;
}

static int
number_at (const gunichar *text,
           gsize           digits)
{
  int n = 0;

  for (gsize i = 0; i < digits; i++)
    n = n * 10 + (int) (text[i] - '0');

  return n;
}

static gboolean
is_year (int year)
{
  return year >= 1900 && year <= 2099;
}

/* 19650315, 650315, 03151965 */
static gboolean
is_compact_date (const gunichar *text,
                 gsize           digits)
{
  if (digits == 6)
    return cb_date_valid (2000 + number_at (text, 2),
                          number_at (text + 2, 2),
                          number_at (text + 4, 2));
  if (digits != 8)
    return FALSE;

  return (is_year (number_at (text, 4))
          && cb_date_valid (number_at (text, 4), number_at (text + 4, 2), number_at (text + 6, 2)))
         || (is_year (number_at (text + 4, 4))
             && cb_date_valid (number_at (text + 4, 4),
                               number_at (text, 2),
                               number_at (text + 2, 2)));
}

static gsize
digits_at (const gunichar *text,
           gsize           len)
{
  gsize n = 0;

  while (n < len && is_digit (text[n]))
    n++;

  return n;
}

/* The length of a date with signs between, 1965-3-15 or 1965年3月15日, at @text; 0: none. */
static gsize
signed_date_at (const gunichar *text,
                gsize           len)
{
  int part[3];
  gsize at = 0;

  for (int i = 0; i < 3; i++)
    {
      gsize n = digits_at (text + at, len - at);

      if (n == 0 || n > 4)
        return 0;
      part[i] = number_at (text + at, n);
      at += n;
      /* Letters part a date only in Chinese: 年, 月. */
      if (i < 2
          && (at >= len
              || (g_unichar_isalpha (text[at]) && text[at] != 0x5e74 && text[at] != 0x6708)))
        return 0;
      if (i < 2)
        at++;
    }

  return is_year (part[0]) && cb_date_valid (part[0], part[1], part[2]) ? at : 0;
}

/* What the longest number of a kind leaves of the passphrase; @len when there is none. */
static void
without_numbers (const gunichar *text,
                 gsize           len,
                 gsize          *without_id,
                 gsize          *without_date)
{
  gsize at = 0;

  *without_id = *without_date = len;
  while (at < len)
    {
      gsize run = digits_at (text + at, len - at);
      gsize date = run > 0 ? signed_date_at (text + at, len - at) : 0;

      if (run == 0)
        {
          at++;
          continue;
        }
      if (run == 17 && at + run < len && text[at + run] == 'x')
        run++;
      if (run == 15 || run == 18)
        *without_id = MIN (*without_id, len - run);
      if (is_compact_date (text + at, run))
        date = MAX (date, run);
      *without_date = MIN (*without_date, len - date);
      at += run;
    }
}

static gboolean
is_repeated (const gunichar *text,
             gsize           len)
{
  for (gsize unit = 1; unit <= len / 2; unit++)
    {
      gsize i = unit;

      while (i < len && text[i] == text[i - unit])
        i++;
      /* The last repetition may be cut short. */
      if (i == len)
        return TRUE;
    }

  return FALSE;
}

static gboolean
are_neighbours (gunichar a,
                gunichar b)
{
  static const char *const rows[] = { "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm" };

  if (a == b || a + 1 == b || b + 1 == a)
    return TRUE;
  if (a >= 0x80 || b >= 0x80)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *at = strchr (rows[i], (int) a);

      if (at != NULL && ((at > rows[i] && at[-1] == (char) b) || at[1] == (char) b))
        return TRUE;
    }

  return FALSE;
}

/* Characters that do not merely go on from the one before. */
static gsize
count_turns (const gunichar *text,
             gsize           len)
{
  gsize turns = 1;

  for (gsize i = 1; i < len; i++)
    turns += !are_neighbours (text[i - 1], text[i]);

  return turns;
}

static gsize
count_distinct (const gunichar *text,
                gsize           len)
{
  gsize n = 0;

  for (gsize i = 0; i < len; i++)
    {
      gsize k = 0;

      while (k < i && text[k] != text[i])
        k++;
      n += k == i;
    }

  return n;
}

gboolean
cb_passphrase_acceptable (const CbSecret *passphrase,
                          GError        **error)
{
  g_autoptr (CbSecret) room = NULL;
  gunichar *text;
  gssize read;
  gsize len, digits = 0, without_id, without_date;

  g_return_val_if_fail (passphrase != NULL, FALSE);

  /* A character has six bytes at most. */
  if (cb_secret_len (passphrase) > CB_PASSPHRASE_MAX * 6)
    return refuse (error, CB_PASSPHRASE_ERROR_TOO_LONG, "passphrase too long");
  room = cb_secret_new ((cb_secret_len (passphrase) + 1) * sizeof (gunichar));
  text = (gunichar *) cb_secret_data (room);
  read = fold ((const char *) cb_secret_bytes (passphrase), cb_secret_len (passphrase), text);
  if (read < 0)
    return refuse (error, CB_PASSPHRASE_ERROR_NOT_TEXT, "passphrase is not text");

  len = (gsize) read;
  for (gsize i = 0; i < len; i++)
    digits += !g_unichar_isalpha (text[i]);
  if (len > 0 && digits == len)
    return refuse (error, CB_PASSPHRASE_ERROR_DIGITS_ONLY, "passphrase has no letters");
  if (len < CB_PASSPHRASE_MIN)
    return refuse (error, CB_PASSPHRASE_ERROR_TOO_SHORT, "passphrase too short");
  if (len > CB_PASSPHRASE_MAX)
    return refuse (error, CB_PASSPHRASE_ERROR_TOO_LONG, "passphrase too long");
  without_numbers (text, len, &without_id, &without_date);
  if (without_id < len && without_id < LEFT_MIN)
    return refuse (error, CB_PASSPHRASE_ERROR_ID_LIKE, "passphrase is like an identity number");
  if (without_date < len && without_date < LEFT_MIN)
    return refuse (error, CB_PASSPHRASE_ERROR_BIRTHDAY_LIKE, "passphrase is like a date");
  if (is_repeated (text, len) || count_turns (text, len) < CB_PASSPHRASE_DISTINCT)
    return refuse (error, CB_PASSPHRASE_ERROR_PATTERN, "passphrase is a simple pattern");
  if (count_distinct (text, len) < CB_PASSPHRASE_DISTINCT)
    return refuse (error, CB_PASSPHRASE_ERROR_FEW_DISTINCT,
                   "passphrase has few different characters");

  return TRUE;
}
