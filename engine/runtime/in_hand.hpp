// The execution that a decision or a load of this thread is about right now; 0 = none. What a crash handler notes down: it runs on the thread whose
// check failed, and the other partitions' executions have nothing to do with it.
#pragma once

#include "statemachine/vocabulary/ids.hpp"

namespace pawl::engine {

inline thread_local ExecutionKey execution_in_hand = 0;

}  // namespace pawl::engine
