// The eight state types: what happens on entering one, and on what it waited for. One file a type.
// All of these may end the frame's stay in the state, and with it the frame, its branch or the execution: touch nothing afterwards.
#pragma once

#include "statemachine/execution/draft.hpp"

namespace pawl::execution {

// ------------------------------------------------------------------------------------- entering; StateEntered is written already
void enter(Draft& draft, Frame& frame, const definition::Pass& pass);
void enter(Draft& draft, Frame& frame, const definition::Task& task);
void enter(Draft& draft, Frame& frame, const definition::Choice& choice);
void enter(Draft& draft, Frame& frame, const definition::Wait& wait);
void enter(Draft& draft, Frame& frame, const definition::Succeed& succeed);
void enter(Draft& draft, Frame& frame, const definition::Fail& fail);
void enter(Draft& draft, Frame& frame, const definition::Parallel& parallel);
void enter(Draft& draft, Frame& frame, const definition::Map& map);

// ------------------------------------------------------------------------------------- Wait
/// Its time has come.
void wait_over(Draft& draft, Frame& frame);

// ------------------------------------------------------------------------------------- Task
/// A dispatch slot is there: TaskStarted, and the effect that hands the task over.
void start_task(Draft& draft, Frame& frame);
/// The task it awaits was answered. False, and nothing changed, when the task's integration reads no answers of this form.
bool take_answer(Draft& draft, Frame& frame, const TaskAnswer& answer);
/// Writes TaskTimedOut and gives the call up; what comes of it is for fail_timed_out_task.
void time_out_task(Draft& draft, Frame& frame);
void fail_timed_out_task(Draft& draft, Frame& frame);
/// The effect for a task that was started: made again after a restart.
DispatchTask dispatch_of(const definition::Machine& machine, const Frame& frame);

// ------------------------------------------------------------------------------------- Parallel and Map
/// A branch reached its end; the child is gone afterwards. What the parent does then is for go_on_joining.
void branch_finished(Draft& draft, Frame& child);
void iteration_finished(Draft& draft, const Frame& parent, Frame& child);
/// Its join is due: one more iteration is started, or the state ends.
void go_on_joining(Draft& draft, Frame& frame);
void go_on(Draft& draft, Frame& frame, const definition::Parallel& parallel);
void go_on(Draft& draft, Frame& frame, const definition::Map& map);
/// The children's outputs in order, as one array.
Payload joined_results(const Join& join);
/// Writes what AWS writes for the children of a failed Parallel or Map, all pointing back to `failing`, and gives up their tasks.
/// The children are still there afterwards.
void abort_children(Draft& draft, const Frame& parent, FrameId failed_child, EventId failing);

}  // namespace pawl::execution
