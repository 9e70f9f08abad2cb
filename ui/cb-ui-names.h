/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

/*
 * Names of what UI tests press and read, as accessible names in the C locale.  The window uses them through _(), so that a name cannot
 * change in one place only.  GTK shows a mnemonic's underscore in no name: tests match without it.
 */
#define CB_NAME_UNLOCK_NUMBER        N_("Number of the person")
#define CB_NAME_UNLOCK_PASSPHRASE    N_("Passphrase")
#define CB_NAME_UNLOCK_BUTTON        N_("_Unlock")
#define CB_NAME_UNLOCK_OTHER         N_("Other casebook…")
#define CB_NAME_UNLOCK_FOUND         N_("Found a new county…")
#define CB_NAME_UNLOCK_RESTORE       N_("Restore a backup…")
#define CB_NAME_RESTORE_FILE         N_("File of the backup")
#define CB_NAME_RESTORE_CHOOSE       N_("_Choose the Backup…")
#define CB_NAME_RESTORE_FOLDER       N_("Folder of the restored casebook")
#define CB_NAME_RESTORE_SECRET       N_("Recovery code or passphrase")
#define CB_NAME_RESTORE_BUTTON       N_("_Restore")
#define CB_NAME_UNLOCK_RECOVER       N_("Use the recovery sheet…")

#define CB_NAME_FOUND_SEARCH         N_("Search areas")
#define CB_NAME_FOUND_COUNTY         N_("Name of the county")
#define CB_NAME_FOUND_DESK           N_("Name of this desk")
#define CB_NAME_FOUND_FOLDER         N_("Folder of the casebook")
#define CB_NAME_FOUND_AUTHORITY      N_("Name of the authority person")
#define CB_NAME_FOUND_PASSPHRASE     N_("Generated passphrase")
#define CB_NAME_FOUND_RETYPE         N_("Retype the passphrase")
#define CB_NAME_FOUND_CODE           N_("Recovery code")
#define CB_NAME_FOUND_CODE_RETYPE    N_("Retype the last group of the recovery code")
#define CB_NAME_FOUND_BACK           N_("_Back")
#define CB_NAME_FOUND_NEXT           N_("_Next")
#define CB_NAME_FOUND_CREATE         N_("_Found the County")
#define CB_NAME_FOUND_OPEN           N_("_Open the Casebook")

#define CB_NAME_PERSON_NAME          N_("Name of the person")
#define CB_NAME_PERSON_AREA          N_("Area of the person")
#define CB_NAME_PERSON_LIMIT         N_("Highest amount decided alone (yuan)")
#define CB_NAME_PERSON_ENROL         N_("_Enrol")

#define CB_NAME_SIGN_PASSPHRASE      N_("Your passphrase")
#define CB_NAME_SIGN_BUTTON          N_("_Sign")

#define CB_NAME_WINDOW_SEARCH        N_("Search households")
#define CB_NAME_WINDOW_RESULTS       N_("Households found")
#define CB_NAME_WINDOW_NEW           N_("New Household")
#define CB_NAME_WINDOW_MENU          N_("Main menu")
#define CB_NAME_WINDOW_LOCK          N_("Lock")
#define CB_NAME_LOOK_REASON          N_("Reason for opening")
#define CB_NAME_LOOK_NUMBER          N_("Number of the case")
#define CB_NAME_LOOK_TEXT            N_("Remark on the reason")
#define CB_NAME_PRINT_BUTTON         N_("_Print…")
#define CB_NAME_LOOK_SHOW            N_("_Open the File")
#define CB_NAME_SETTINGS_SHEET       N_("_Make a New Sheet…")
#define CB_NAME_NOTICE_DESK          N_("Name of the new desk")
#define CB_NAME_NOTICE_RENEW         N_("_Make It a New Desk…")
#define CB_NAME_WINDOW_PLACES        N_("Places")

#define CB_NAME_HOUSEHOLDS_TABLE     N_("Households")
#define CB_NAME_HOUSEHOLDS_FILTER    N_("Name, pinyin, ID or village")

#define CB_NAME_TRENDS_PERIOD        N_("Period of the trend")
#define CB_NAME_TRENDS_AREA          N_("Area of the trend")
#define CB_NAME_TRENDS_TABLE         N_("Figures of the trend")
#define CB_NAME_TRENDS_AS_TABLE      N_("_Table")
#define CB_NAME_TRENDS_SAVE          N_("Save the _Chart…")

#define CB_NAME_POLICY_PARTS         N_("Parts of the rules")
#define CB_NAME_POLICY_FILTER        N_("Find in the rules")
#define CB_NAME_POLICY_READ          N_("_Read")
#define CB_NAME_POLICY_TRY           N_("_Try a Value")
#define CB_NAME_POLICY_LOAD          N_("_Load the Households")
#define CB_NAME_POLICY_VALUE         N_("Value to try")
#define CB_NAME_POLICY_DAY           N_("Day whose law counts")
#define CB_NAME_POLICY_FIGURES       N_("Figures of the trial")
#define CB_NAME_POLICY_FAMILIES      N_("Families that change most")
