/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Text of fields (names, addresses, numbers), not of prose: line breaks are blanks.  NULL is read
 * as "", bytes that are not UTF-8 become U+FFFD.  Any thread.
 */

/* Full-width ASCII and the ideographic blank become ASCII; NFC; control and zero-width characters
 * dropped; blanks trimmed and runs folded to one. */
char     *cb_text_clean     (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* For comparison and search: cleaned, lower case, all blanks and middle dots out. */
char     *cb_text_fold      (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean  cb_text_is_han    (gunichar c);

/* Pinyin by ICU (no tones, ü as u): "王秀兰" gives full "wangxiulan" and initials "wxl"; non-Han
 * characters stand as they are, folded.  A surname with an own reading (单 shan, 仇 qiu, 曾 zeng,
 * 解 xie, 区 ou, 查 zha, 朴 piao, 尉迟 yuchi …) gets it in first place.  Either out may be NULL.
 * Thread-safe; about a microsecond once a character has been met. */
void      cb_pinyin         (const char *name, char **full, char **initials);
/* Names in the order of the Chinese collation (Han by pinyin, then Latin); a sort key as bytes, for
 * memcmp. */
GBytes   *cb_text_sort_key  (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
