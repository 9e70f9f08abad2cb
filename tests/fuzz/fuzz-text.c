/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cb-base32.h"
#include "cb-date.h"
#include "cb-money.h"
#include "cb-passphrase.h"
#include "cb-resident-id.h"
#include "cb-text.h"
#include "cb-uid.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define CHECK(expr) do { if (!(expr)) abort (); } while (0)

static void
fuzz_numbers (const char *text)
{
  CbMoney money, money_back;
  CbDate date, date_back;
  CbMonth month, month_back;
  CbResidentId id, id_back;
  CbDisabilityCert cert;
  CbUid uid;
  g_autofree char *masked = cb_resident_id_mask (text);

  if (cb_money_parse (text, &money, NULL))
    {
      g_autofree char *plain = cb_money_plain (money);
      g_autofree char *capitals = cb_money_capitals (money);

      CHECK (cb_money_parse (plain, &money_back, NULL) && money_back == money);
      CHECK (g_utf8_validate (capitals, -1, NULL));
    }
  if (cb_date_parse (text, &date, NULL))
    {
      g_autofree char *again = cb_date_format (date);

      CHECK (cb_date_parse (again, &date_back, NULL) && date_back == date);
    }
  if (cb_month_parse (text, &month, NULL))
    {
      g_autofree char *again = cb_month_format (month);

      CHECK (cb_month_parse (again, &month_back, NULL) && month_back == month);
    }
  if (cb_resident_id_parse (text, CB_DATE_NONE, &id, NULL))
    {
      CHECK (cb_resident_id_parse (id.text, CB_DATE_NONE, &id_back, NULL));
      CHECK (strcmp (id.text, id_back.text) == 0 && id.birth == id_back.birth);
    }
  if (cb_disability_cert_parse (text, &cert, NULL))
    CHECK (cb_resident_id_parse (cert.id, CB_DATE_NONE, &id, NULL));
  cb_card_check (text);
  cb_uid_from_text (text, &uid);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *clean = cb_text_clean (text);
  g_autofree char *again = cb_text_clean (clean);
  g_autofree char *folded = cb_text_fold (text);
  g_autofree char *full = NULL, *initials = NULL;
  g_autoptr (GBytes) key = cb_text_sort_key (text);
  g_autoptr (CbSecret) secret = cb_secret_from (data, size);
  g_autoptr (CbSecret) code = cb_recovery_code_from_text (text, NULL);

  CHECK (g_utf8_validate (clean, -1, NULL) && strcmp (clean, again) == 0);
  CHECK (g_utf8_validate (folded, -1, NULL));
  cb_pinyin (text, &full, &initials);
  CHECK (g_utf8_validate (full, -1, NULL) && g_utf8_validate (initials, -1, NULL));
  fuzz_numbers (text);
  cb_passphrase_acceptable (secret, NULL);
  CHECK (cb_recovery_code_wrong_group (text) <= CB_BASE32_GROUPS);
  if (code != NULL)
    {
      g_autoptr (CbSecret) printed = cb_recovery_code_to_text (code);
      g_autoptr (CbSecret) back = cb_recovery_code_from_text ((const char *) cb_secret_bytes (printed), NULL);

      CHECK (back != NULL && cb_secret_equal (code, back));
    }

  return 0;
}
