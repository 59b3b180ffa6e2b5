// Use cases around executions: start, stop, describe, wait, list. Answers come on the partition's thread, the reading thread, or (a refusal seen
// at once) the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/requests.hpp"
#include "engine/service/service_context.hpp"
#include "statemachine/execution/execution.hpp"

namespace pawl::engine {

struct ListedExecution {
    std::string arn, machine_arn, machine, name;
    execution::Status status = execution::Status::Running;
    Instant start, stop;
};

struct ExecutionPage {
    std::vector<ListedExecution> executions;
    std::optional<std::string> next_token;
};

struct ExecutionQuery {
    std::optional<std::string> machine;  ///< absent = of all machines
    std::optional<execution::Status> status;
    bool nothing = false;   ///< a status no execution can have here (PENDING_REDRIVE)
    std::size_t limit = 0;  ///< 0 = 100
    std::optional<std::string> next_token;
};

class Executions {
  public:
    explicit Executions(ServiceContext& context) : context_(context) {}

    /// With the checks of name and size that the partition leaves to its caller.
    void start(StartExecution request);
    void stop(ExecutionName execution, std::optional<std::string> error, std::optional<std::string> cause, Answer<Instant> answer);
    void describe(ExecutionName execution, Answer<ExecutionSnapshot> answer);
    /// Answers once it is closed, or at the deadline as it is then.
    void wait(ExecutionName execution, Instant deadline, Answer<ExecutionSnapshot> answer);
    /// Newest start first.
    void list(ExecutionQuery query, Answer<ExecutionPage> answer);

  private:
    Answer<ExecutionView> warm(Answer<ExecutionSnapshot> answer);
    void list_with(StoreReader& reader, const ExecutionQuery& query, const Answer<ExecutionPage>& answer);
    ServiceContext& context_;
};

}  // namespace pawl::engine
