/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-base"

#include "config.h"

#include "cb-passphrase.h"

#include "cb-error.h"

#include <sodium.h>
#include <string.h>

/* 256 syllables: each is eight bits. */
static const char syllables[256][8] = {
  "ba", "bai", "ban", "bang", "bao", "bei", "ben", "bin", "bo", "bu", "pai", "pan", "pang",
  "pei", "pen", "peng", "pian", "piao", "pin", "po", "pu", "ma", "mai", "man", "mang", "mei",
  "men", "meng", "mi", "mian", "miao", "min", "mo", "mu", "fa", "fan", "fang", "fei", "feng",
  "fu", "dai", "dan", "dang", "dao", "di", "dian", "diao", "ding", "dong", "dou", "duan", "dui",
  "dun", "duo", "ta", "tai", "tan", "tao", "teng", "ti", "tian", "tiao", "ting", "tou", "tu",
  "tuan", "tui", "tun", "tuo", "nai", "nan", "nao", "neng", "ni", "nian", "niu", "nong", "nu",
  "nuan", "nuo", "la", "lai", "lang", "lao", "lei", "leng", "li", "lian", "liao", "lin", "ling",
  "liu", "long", "lou", "luan", "lun", "luo", "gai", "gan", "gang", "ge", "gen", "geng", "gong",
  "gu", "gua", "guan", "gun", "guo", "ka", "kai", "kan", "kang", "ke", "ken", "kong", "kou",
  "kuai", "kuan", "kun", "kuo", "ha", "hai", "han", "hang", "he", "heng", "hong", "hou", "hu",
  "hua", "huai", "huang", "hui", "hun", "huo", "ji", "jia", "jiang", "jiao", "jie", "jin",
  "jing", "jiu", "juan", "jue", "jun", "qi", "qian", "qiang", "qin", "qing", "qiu", "qu", "quan",
  "que", "xi", "xian", "xiang", "xiao", "xie", "xin", "xing", "xiu", "xu", "xuan", "xue", "xun",
  "sha", "shang", "shao", "she", "shen", "sheng", "shu", "shui", "shun", "ran", "rang", "rao",
  "ren", "reng", "rou", "ru", "ruan", "rui", "run", "ruo", "sang", "sao", "song", "su", "sun",
  "suo", "wai", "wan", "wang", "wei", "wen", "weng", "wu", "ya", "yan", "yang", "yao", "ye",
  "yi", "ying", "yong", "you", "yu", "yuan", "yue", "zai", "zan", "zang", "zao", "ze", "zeng",
  "zou", "zu", "zuan", "zun", "zuo", "cai", "cang", "cao", "ce", "ceng", "cong", "cu", "cui",
  "cuo", "chai", "chan", "chang", "chao", "che", "cheng", "chi", "chong", "chou", "chu", "chuan",
  "chun", "zha", "zhan", "zhang", "zhao", "zhe", "zheng", "zhi", "zhong", "zhou", "zhu", "zhuan",
};

#define WORDS 4

#define CODE_BYTES 20
#define GROUP       4
#define DIGITS     32          /* of the code */
#define CHECK      GROUP       /* digits of the checksum */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

CbSecret *
cb_passphrase_generate (void)
{
  g_autoptr (CbSecret) room = cb_secret_new (WORDS * 2 * 7);
  g_autoptr (CbSecret) random = cb_secret_random (WORDS * 2);
  char *at = (char *) cb_secret_data (room);

  for (guint i = 0; i < WORDS * 2; i++)
    {
      if (i > 0 && i % 2 == 0)
        *at++ = '-';
      at = g_stpcpy (at, syllables[cb_secret_bytes (random)[i]]);
    }

  return cb_secret_from (cb_secret_bytes (room), at - (char *) cb_secret_data (room));
}

/* The digit of @value in five bits from bit @index * 5 on, most significant first. */
static guint
digit_at (const guint8 *bytes,
          guint         index)
{
  guint bit = index * 5;
  guint two = bytes[bit / 8] << 8 | (bit / 8 + 1 < CODE_BYTES ? bytes[bit / 8 + 1] : 0);

  return two >> (11 - bit % 8) & 31;
}

static void
checksum (const guint8 *code,
          guint8        digits[CHECK])
{
  static const guint8 key[] = "casebook recovery code";
  guint8 hash[CODE_BYTES];

  crypto_generichash (hash, sizeof hash, code, CODE_BYTES, key, sizeof key - 1);
  for (guint i = 0; i < CHECK; i++)
    digits[i] = digit_at (hash, i);
  sodium_memzero (hash, sizeof hash);
}

CbSecret *
cb_recovery_code_to_text (const CbSecret *code)
{
  CbSecret *text;
  guint8 check[CHECK];
  char *at;

  g_return_val_if_fail (cb_secret_len (code) == CODE_BYTES, NULL);

  text = cb_secret_new (DIGITS + CHECK + (DIGITS + CHECK) / GROUP - 1);
  at = (char *) cb_secret_data (text);
  checksum (cb_secret_bytes (code), check);
  for (guint i = 0; i < DIGITS + CHECK; i++)
    {
      if (i > 0 && i % GROUP == 0)
        *at++ = '-';
      *at++ = alphabet[i < DIGITS ? digit_at (cb_secret_bytes (code), i) : check[i - DIGITS]];
    }

  return text;
}

/* -1: a character that is skipped; -2: one that is never in a code. */
static int
digit_of (gunichar c)
{
  const char *found;

  if (c >= 0xff01 && c <= 0xff5e)
    c -= 0xff01 - '!';
  if (g_unichar_isspace (c) || c == '-' || c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2014)
    return -1;
  if (c >= 0x80)
    return -2;
  c = g_ascii_toupper ((char) c);
  if (c == 'O')
    c = '0';
  else if (c == 'I' || c == 'L')
    c = '1';
  found = c == 0 ? NULL : strchr (alphabet, (int) c);

  return found == NULL ? -2 : (int) (found - alphabet);
}

CbSecret *
cb_recovery_code_from_text (const char *text,
                            GError    **error)
{
  g_autoptr (CbSecret) code = cb_secret_new (CODE_BYTES);
  guint8 *bytes = cb_secret_data (code);
  guint8 given[CHECK], check[CHECK];
  guint n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID, "the code is not text");
      return NULL;
    }
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int digit = digit_of (g_utf8_get_char (p));

      if (digit == -1)
        continue;
      if (digit < 0 || n == DIGITS + CHECK)
        {
          g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID,
                               "the code is too long or holds a character that no code has");
          return NULL;
        }
      if (n >= DIGITS)
        given[n - DIGITS] = (guint8) digit;
      else
        for (guint b = 0; b < 5; b++)
          if (digit >> (4 - b) & 1)
            bytes[(n * 5 + b) / 8] |= (guint8) (0x80 >> (n * 5 + b) % 8);
      n++;
    }
  if (n != DIGITS + CHECK)
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_INVALID, "the code is too short");
      return NULL;
    }
  checksum (bytes, check);
  if (memcmp (given, check, CHECK) != 0)
    {
      g_set_error_literal (error, CB_BASE_ERROR, CB_BASE_ERROR_CHECKSUM,
                           "the checksum of the code does not fit");
      return NULL;
    }

  return g_steal_pointer (&code);
}
