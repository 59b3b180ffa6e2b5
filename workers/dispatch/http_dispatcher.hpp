// Calls functions over HTTP and HTTPS: thousands at a time, on one I/O thread, each function within its concurrency and time limit. Every
// dispatched call is answered once through the sink, unless it was cancelled or the dispatcher stopped first.
//
// Threads: the Dispatcher members and stop() may be called from any thread, from within the sink too; release() may call the sink before it
// returns. The io_context must be run by one thread and outlive the dispatcher; it may be shared. Registry and sink must outlive stop() or
// the destructor.
#pragma once

#include <memory>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "engine/ports/dispatcher.hpp"
#include "statemachine/vocabulary/result.hpp"
#include "workers/dispatch/dispatch_options.hpp"
#include "workers/dispatch/function_registry.hpp"

namespace pawl::workers {

struct DispatchFault {
    std::string message;  ///< what, where, why, what to do
};

class HttpDispatcher final : public engine::Dispatcher {
  public:
    /// Fails when the options' authorities cannot be loaded.
    static Result<std::unique_ptr<HttpDispatcher>, DispatchFault> make(boost::asio::io_context& io, const FunctionRegistry& registry,
                                                                       engine::DispatchSink& sink, DispatchOptions options = {});
    ~HttpDispatcher() override;

    bool try_reserve(const TaskTarget& target) override;
    void dispatch(engine::DispatchRequest request) override;
    void release(const TaskTarget& target) override;
    void cancel(ExecutionKey execution, execution::TaskToken token, const TaskTarget& target) override;

    /// Gives up all calls. When it returns the sink is not told anything any more.
    void stop();

    class Core;
    explicit HttpDispatcher(std::shared_ptr<Core> core);

  private:
    std::shared_ptr<Core> core_;
};

}  // namespace pawl::workers
