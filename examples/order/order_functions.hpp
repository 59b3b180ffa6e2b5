// The functions of the order workflows. Each takes the order and gives it back with its own result added.
#pragma once

#include <chrono>

#include "examples/order/ledger.hpp"
#include "workers/sdk/worker.hpp"

namespace example {

/// `delay`: how long each call takes. The ledger must outlive the worker.
void add_order_functions(pawl::workers::Worker& worker, Ledger& ledger, std::chrono::milliseconds delay);

}  // namespace example
