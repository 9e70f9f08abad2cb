/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "cb-ui"

#include "config.h"

#include "cb-trial.h"

#define TELL_MS 100     /* between two looks at the progress of reading */

/* Shared with the reading job, which may outlive the trial. */
typedef struct
{
  gatomicrefcount ref;
  gint            done, total;
  CbPack         *pack;
  char           *area;
} Reading;

typedef struct
{
  CbDate  on;
  char   *name, *value;
} Wish;

struct _CbTrial
{
  GObject parent_instance;

  CbDesk       *desk;
  CbTrialState  state;
  GCancellable *cancellable;   /* of the reading under way */
  Reading      *reading;
  guint         teller;        /* timeout */
  CbPack       *pack;          /* what @county was read for */
  CbCounty     *county;
  CbSimulator  *simulator;     /* away while an evaluation runs */
  CbDate        day;           /* of @simulator */
  gboolean      busy;
  guint         generation;    /* of @county: what was evaluated of an older one is dropped */
  Wish         *wish;          /* the newest, not yet begun */
  CbSimulation *result;
  gint64        time;
  guint         count;
  GError       *error;
};

G_DEFINE_FINAL_TYPE (CbTrial, cb_trial, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
reading_unref (gpointer data)
{
  Reading *reading = data;

  if (!g_atomic_ref_count_dec (&reading->ref))
    return;
  cb_pack_unref (reading->pack);
  g_free (reading->area);
  g_free (reading);
}

static void
wish_free (Wish *wish)
{
  if (wish == NULL)
    return;
  g_free (wish->name);
  g_free (wish->value);
  g_free (wish);
}

static void
tell (CbTrial *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- reading --- */

static gpointer
read_job (CbDesk       *desk,
          CbDb         *db,
          gpointer      data,
          GCancellable *cancellable,
          GError      **error)
{
  Reading *reading = data;

  return cb_county_load (db, reading->pack, reading->area, &reading->done, &reading->total, cancellable, error);
}

static gboolean
tell_cb (gpointer data)
{
  tell (data);
  return G_SOURCE_CONTINUE;
}

static void
stop_reading (CbTrial *self)
{
  g_clear_handle_id (&self->teller, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->reading, reading_unref);
}

typedef struct { CbTrial *trial; GCancellable *cancellable; } Waiting;

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  Waiting *waiting = data;
  g_autoptr (CbTrial) self = waiting->trial;
  g_autoptr (GCancellable) cancellable = waiting->cancellable;
  g_autoptr (GError) error = NULL;
  g_autoptr (CbCounty) county = cb_desk_finish (CB_DESK (object), result, &error);

  g_free (waiting);
  if (g_cancellable_is_cancelled (cancellable))
    return;
  self->pack = cb_pack_ref (self->reading->pack);
  stop_reading (self);
  if (county == NULL)
    {
      g_clear_pointer (&self->pack, cb_pack_unref);
      self->error = g_steal_pointer (&error);
      self->state = CB_TRIAL_EMPTY;
    }
  else
    {
      self->county = g_steal_pointer (&county);
      self->state = CB_TRIAL_READY;
    }
  tell (self);
}

void
cb_trial_load (CbTrial *trial,
               CbPack  *pack)
{
  Waiting *waiting;

  g_return_if_fail (CB_IS_TRIAL (trial) && pack != NULL);

  if (trial->state != CB_TRIAL_EMPTY)
    return;
  g_clear_error (&trial->error);
  trial->state = CB_TRIAL_LOADING;
  trial->cancellable = g_cancellable_new ();
  trial->reading = g_new0 (Reading, 1);
  g_atomic_ref_count_init (&trial->reading->ref);
  trial->reading->pack = cb_pack_ref (pack);
  trial->reading->area = g_strdup (cb_desk_area (trial->desk));
  trial->teller = g_timeout_add (TELL_MS, tell_cb, trial);
  waiting = g_new0 (Waiting, 1);
  waiting->trial = g_object_ref (trial);
  waiting->cancellable = g_object_ref (trial->cancellable);
  g_atomic_ref_count_inc (&trial->reading->ref);
  cb_desk_read_async (trial->desk, read_job, trial->reading, reading_unref, (GDestroyNotify) cb_county_unref, trial->cancellable,
                      read_cb, waiting);
  tell (trial);
}

gboolean
cb_trial_progress (CbTrial *trial,
                   guint   *done,
                   guint   *total)
{
  g_return_val_if_fail (CB_IS_TRIAL (trial), FALSE);

  if (trial->reading == NULL)
    return FALSE;
  *done = (guint) g_atomic_int_get (&trial->reading->done);
  *total = (guint) g_atomic_int_get (&trial->reading->total);

  return *total > 0;
}

void
cb_trial_forget (CbTrial *trial)
{
  g_return_if_fail (CB_IS_TRIAL (trial));

  stop_reading (trial);
  trial->generation++;
  g_clear_pointer (&trial->wish, wish_free);
  g_clear_pointer (&trial->simulator, cb_simulator_free);
  g_clear_pointer (&trial->result, cb_simulation_free);
  g_clear_pointer (&trial->county, cb_county_unref);
  g_clear_pointer (&trial->pack, cb_pack_unref);
  g_clear_error (&trial->error);
  trial->state = CB_TRIAL_EMPTY;
  tell (trial);
}

/* --- evaluating --- */

/* All that the worker thread needs; the simulator comes back with it. */
typedef struct
{
  CbCounty     *county;
  CbPack       *pack;
  CbSimulator  *simulator;   /* NULL: to be made for the day of the wish */
  Wish         *wish;
  guint         generation;
  gint64        time;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  cb_simulator_free (work->simulator);
  cb_county_unref (work->county);
  cb_pack_unref (work->pack);
  wish_free (work->wish);
  g_free (work);
}

static void
evaluate (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  Work *work = data;
  const char *const sets[] = { work->wish->name, work->wish->value, NULL };
  const gint64 begin = g_get_monotonic_time ();
  g_autoptr (CbProgram) then = NULL;
  g_autoptr (GError) error = NULL;
  CbSimulation *found = NULL;

  if (work->simulator == NULL)
    {
      g_autoptr (CbProgram) now = cb_pack_compile (work->pack, work->wish->on, CB_MONTH_NONE, &error);

      if (now != NULL)
        work->simulator = cb_simulator_new (work->county, now, &error);
    }
  if (work->simulator != NULL)
    then = cb_pack_compile_with (work->pack, work->wish->on, CB_MONTH_NONE, sets, &error);
  if (then != NULL)
    found = cb_simulator_run (work->simulator, then, &error);
  work->time = g_get_monotonic_time () - begin;
  if (found == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, found, (GDestroyNotify) cb_simulation_free);
}

static void begin (CbTrial *self);

static void
evaluated_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      data)
{
  CbTrial *self = CB_TRIAL (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (CbSimulation) found = g_task_propagate_pointer (G_TASK (result), &error);

  self->busy = FALSE;
  if (work->generation == self->generation)
    {
      self->simulator = g_steal_pointer (&work->simulator);
      self->day = work->wish->on;
      self->time = work->time;
      self->count++;
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
      if (found != NULL)
        {
          g_clear_pointer (&self->result, cb_simulation_free);
          self->result = g_steal_pointer (&found);
        }
    }
  /* The next one runs while this one is being drawn. */
  begin (self);
  if (work->generation == self->generation)
    tell (self);
}

static void
begin (CbTrial *self)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  if (self->busy || self->wish == NULL || self->state != CB_TRIAL_READY)
    return;
  if (self->simulator != NULL && self->day != self->wish->on)
    g_clear_pointer (&self->simulator, cb_simulator_free);
  work = g_new0 (Work, 1);
  work->county = cb_county_ref (self->county);
  work->pack = cb_pack_ref (self->pack);
  work->simulator = g_steal_pointer (&self->simulator);
  work->wish = g_steal_pointer (&self->wish);
  work->generation = self->generation;
  self->busy = TRUE;
  task = g_task_new (self, NULL, evaluated_cb, NULL);
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, evaluate);
}

void
cb_trial_try (CbTrial    *trial,
              CbDate      on,
              const char *name,
              const char *value)
{
  g_return_if_fail (CB_IS_TRIAL (trial) && name != NULL && value != NULL);

  if (trial->state != CB_TRIAL_READY)
    return;
  g_clear_pointer (&trial->wish, wish_free);
  trial->wish = g_new0 (Wish, 1);
  trial->wish->on = on;
  trial->wish->name = g_strdup (name);
  trial->wish->value = g_strdup (value);
  begin (trial);
}

/* --- as an object --- */

CbTrialState
cb_trial_get_state (CbTrial *trial)
{
  return trial->state;
}

const GError *
cb_trial_get_error (CbTrial *trial)
{
  return trial->error;
}

gboolean
cb_trial_is_busy (CbTrial *trial)
{
  return trial->busy;
}

const CbSimulation *
cb_trial_get_result (CbTrial *trial)
{
  return trial->result;
}

CbCounty *
cb_trial_get_county (CbTrial *trial)
{
  return trial->county;
}

gint64
cb_trial_get_time (CbTrial *trial)
{
  return trial->time;
}

guint
cb_trial_get_count (CbTrial *trial)
{
  return trial->count;
}

static void
cb_trial_dispose (GObject *object)
{
  CbTrial *self = CB_TRIAL (object);

  stop_reading (self);
  g_clear_pointer (&self->wish, wish_free);
  g_clear_pointer (&self->simulator, cb_simulator_free);
  g_clear_pointer (&self->result, cb_simulation_free);
  g_clear_pointer (&self->county, cb_county_unref);
  g_clear_pointer (&self->pack, cb_pack_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (cb_trial_parent_class)->dispose (object);
}

static void
cb_trial_class_init (CbTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cb_trial_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CB_TYPE_TRIAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cb_trial_init (CbTrial *self)
{
}

CbTrial *
cb_trial_new (CbDesk *desk)
{
  CbTrial *trial = g_object_new (CB_TYPE_TRIAL, NULL);

  trial->desk = g_object_ref (desk);

  return trial;
}
