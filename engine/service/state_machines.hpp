// Use cases around state machines: create, update, delete, describe, list. Answers come on the reading thread or the partition's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/machine_cache.hpp"
#include "engine/runtime/requests.hpp"
#include "engine/service/machine_settings.hpp"
#include "engine/service/service_context.hpp"
#include "engine/service/tags.hpp"

namespace pawl::engine {

struct NewStateMachine {
    std::string name, definition, role_arn;
    std::string type = "STANDARD";
    MachineSettings settings;
    TagList tags;
    bool publish = false;
    bool has_version_description = false;
};

struct StateMachineChange {
    std::string name;
    std::optional<std::string> definition, role_arn;
    MachineSettings settings;
    bool publish = false;
    bool has_version_description = false;
};

/// A state machine with one of its revisions: the current one, or the one an execution runs.
struct StateMachineView {
    std::string arn;
    MachineRow machine;
    RevisionRow revision;
    bool created_now = false;  ///< put() made it
    /// The revision, compiled, when a definition was asked to be described; null also when it does not compile any more.
    std::shared_ptr<const BoundRevision> bound = {};
};

struct StateMachinePage {
    std::vector<MachineRow> machines;
    std::optional<std::string> next_token;
};

class StateMachines {
  public:
    explicit StateMachines(ServiceContext& context) : context_(context) {}

    /// Idempotent: the same name with the same content answers as the first time; other content is StateMachineAlreadyExists.
    void create(NewStateMachine machine, Answer<StateMachineView> answer);
    /// A change that changes nothing keeps the revision.
    void update(StateMachineChange change, Answer<StateMachineView> answer);
    /// Creates it, or updates definition and role of the one that is there.
    void put(NewStateMachine machine, Answer<StateMachineView> answer);
    void remove(std::string name, Answer<bool> answer);
    void describe(std::string name, Answer<StateMachineView> answer);
    void describe_for_execution(ExecutionName execution, Answer<StateMachineView> answer);
    /// By name ascending. `limit` 0 = 100.
    void list(std::size_t limit, std::optional<std::string> next_token, Answer<StateMachinePage> answer);

  private:
    void create_with(StoreReader& reader, NewStateMachine machine, Answer<StateMachineView> answer);
    void update_with(StoreReader& reader, StateMachineChange change, Answer<StateMachineView> answer);
    ServiceContext& context_;
};

/// A machine with its current revision, or why there is none.
Result<StateMachineView, ApiError> read_machine(StoreReader& reader, const Realm& realm, std::string_view name);

}  // namespace pawl::engine
