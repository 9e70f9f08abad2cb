/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk.h"

/* An office in which a standard is published. */
void    office_day       (int year, int month, int day);   /* ten in the morning of it */
/* With everybody, founded before the standard of July 2026 was known. */
Office *office_new_early (void) G_GNUC_WARN_UNUSED_RESULT;
/* @who comes to the desk, signed in. */
void    office_come      (Office *office, Who who);
/* A rural family of two with an income of @yuan a year, granted the minimum living allowance; gives the case. */
CbUid   office_grant     (Office *office, const char *head, const char *yuan);
/* The rural standard becomes @rural yuan a month from @from on: published by @officer, countersigned by APPROVER. */
void    office_publish   (Office *office, Who officer, CbDate from, const char *rural);
