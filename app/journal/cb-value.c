/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-journal"

#include "config.h"

#include "cb-value.h"

CbValue
cb_value_int (gint64 i)
{
  return (CbValue) { .kind = CB_VALUE_INT, .i = i };
}

CbValue
cb_value_text (const char *text)
{
  if (text == NULL || *text == '\0')
    return CB_VALUE_INIT;

  return (CbValue) { .kind = CB_VALUE_TEXT, .text = g_strdup (text) };
}

CbValue
cb_value_uid (const CbUid *uid)
{
  if (uid == NULL || cb_uid_is_none (uid))
    return CB_VALUE_INIT;

  return (CbValue) { .kind = CB_VALUE_UID, .uid = *uid };
}

void
cb_value_clear (CbValue *value)
{
  g_free (value->text);
  *value = CB_VALUE_INIT;
}

void
cb_value_copy (const CbValue *from,
               CbValue       *to)
{
  *to = *from;
  to->text = g_strdup (from->text);
}

gboolean
cb_value_equal (const CbValue *a,
                const CbValue *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch (a->kind)
    {
    case CB_VALUE_INT:
      return a->i == b->i;
    case CB_VALUE_TEXT:
      return g_str_equal (a->text, b->text);
    case CB_VALUE_UID:
      return cb_uid_equal (&a->uid, &b->uid);
    case CB_VALUE_NONE:
    default:
      return TRUE;
    }
}

/* null, an integer, a text, or a byte string of 16: the type tells them apart. */
void
cb_value_encode (const CbValue *value,
                 CbCborWriter  *w)
{
  switch (value->kind)
    {
    case CB_VALUE_INT:
      cb_cbor_put_int (w, value->i);
      break;
    case CB_VALUE_TEXT:
      cb_cbor_put_text (w, value->text);
      break;
    case CB_VALUE_UID:
      cb_cbor_put_bytes (w, value->uid.b, sizeof value->uid.b);
      break;
    case CB_VALUE_NONE:
    default:
      cb_cbor_put_null (w);
      break;
    }
}

/* @value is overwritten on success only.  The empty text and the uid of zeros are faults: both are written as null. */
gboolean
cb_value_decode (CbCborReader *r,
                 CbValue      *value)
{
  CbValue v = CB_VALUE_INIT;

  switch (cb_cbor_peek (r))
    {
    case CB_CBOR_NULL:
      if (!cb_cbor_get_null (r))
        return FALSE;
      break;
    case CB_CBOR_INT:
      if (!cb_cbor_get_int (r, &v.i))
        return FALSE;
      v.kind = CB_VALUE_INT;
      break;
    case CB_CBOR_TEXT:
      v.text = cb_cbor_dup_text (r);
      if (v.text == NULL)
        return FALSE;
      if (*v.text == '\0')
        {
          g_free (v.text);
          r->bad = TRUE;
          return FALSE;
        }
      v.kind = CB_VALUE_TEXT;
      break;
    case CB_CBOR_BYTES:
      if (!cb_cbor_get_fixed (r, v.uid.b, sizeof v.uid.b))
        return FALSE;
      if (cb_uid_is_none (&v.uid))
        {
          r->bad = TRUE;
          return FALSE;
        }
      v.kind = CB_VALUE_UID;
      break;
    case CB_CBOR_ARRAY:
    case CB_CBOR_MAP:
    case CB_CBOR_BOOL:
    case CB_CBOR_END:
    case CB_CBOR_BAD:
    default:
      r->bad = TRUE;
      return FALSE;
    }
  *value = v;

  return TRUE;
}
