#include "engine/service/executions.hpp"

#include <unordered_map>
#include <utility>
#include <variant>

#include "engine/runtime/cold_execution.hpp"
#include "engine/runtime/store_faults.hpp"
#include "engine/service/naming.hpp"
#include "engine/service/page_token.hpp"

namespace pawl::engine {

namespace {

std::string listing_of(const ExecutionQuery& query) {
    return "ListExecutions\n" + query.machine.value_or("") + "\n" + (query.status ? std::string(to_string(*query.status)) : std::string());
}

}  // namespace

void Executions::start(StartExecution request) {
    if (request.name && !is_valid_name(*request.name)) return request.answer(ApiError(Refusal::InvalidName, *request.name));
    // Recorded for the empty text; blanks are taken for the same.
    if (request.input.find_first_not_of(" \t\r\n") == std::string::npos) return request.answer(ApiError(Refusal::EmptyExecutionInput));
    const std::size_t most = context_.engine.limits().payload_bytes;
    if (request.input.size() > most) {
        return request.answer(
            ApiError(Refusal::Constraint, {},
                     "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to " +
                         std::to_string(most)));
    }
    context_.engine.post(std::move(request));
}

void Executions::stop(ExecutionName execution, std::optional<std::string> error, std::optional<std::string> cause, Answer<Instant> answer) {
    context_.engine.post(StopExecution{std::move(execution), std::move(error), std::move(cause), std::move(answer)});
}

/// Answers with a snapshot whether the execution is in memory or has to be read.
Answer<ExecutionView> Executions::warm(Answer<ExecutionSnapshot> answer) {
    return [this, answer = std::move(answer)](Result<ExecutionView, ApiError> view) {
        if (!view) return answer(view.error());
        if (auto* snapshot = std::get_if<ExecutionSnapshot>(&*view)) return answer(std::move(*snapshot));
        context_.reading.post([this, row = std::move(std::get<ColdExecution>(*view).row), answer](StoreReader& reader) {
            auto snapshot = read_snapshot(row, reader);
            if (!snapshot) return answer(from_store(snapshot.error()));
            answer(std::move(*snapshot));
        });
    };
}

void Executions::describe(ExecutionName execution, Answer<ExecutionSnapshot> answer) {
    context_.engine.post(DescribeExecution{std::move(execution), warm(std::move(answer))});
}

void Executions::wait(ExecutionName execution, Instant deadline, Answer<ExecutionSnapshot> answer) {
    context_.engine.post(WaitForClose{std::move(execution), deadline, warm(std::move(answer))});
}

void Executions::list(ExecutionQuery query, Answer<ExecutionPage> answer) {
    context_.reading.post([this, query = std::move(query), answer = std::move(answer)](StoreReader& reader) { list_with(reader, query, answer); });
}

void Executions::list_with(StoreReader& reader, const ExecutionQuery& query, const Answer<ExecutionPage>& answer) {
    const std::size_t limit = query.limit == 0 ? 100 : query.limit;
    ExecutionFilter filter;
    filter.limit = limit + 1;
    std::unordered_map<MachineKey, std::string> names;
    if (query.machine) {
        const auto machine = reader.machine_named(*query.machine);
        if (!machine) return answer(from_store(machine.error()));
        if (!*machine) return answer(ApiError(Refusal::MachineDoesNotExist, state_machine_arn(context_.realm, *query.machine)));
        filter.machine = (*machine)->key;
        names.emplace((*machine)->key, *query.machine);
    }
    if (query.status) filter.status = static_cast<std::uint8_t>(*query.status);
    const std::string listing = listing_of(query);
    if (query.next_token) {
        const Result<PageToken, ApiError> token = read_token(*query.next_token, listing, context_.clock.now());
        if (!token) return answer(token.error());
        if (token->numbers.size() != 2) return answer(ApiError(Refusal::InvalidToken));
        filter.after = {Instant{token->numbers[0]}, token->numbers[1]};
    }
    if (query.nothing) return answer(ExecutionPage{});

    auto rows = reader.executions(filter);
    if (!rows) return answer(from_store(rows.error()));
    ExecutionPage page;
    if (rows->size() > limit) {
        rows->resize(limit);
        page.next_token = write_token({{rows->back().start.milliseconds, rows->back().key}, {}}, listing, context_.clock.now());
    }
    page.executions.reserve(rows->size());
    for (ExecutionRow& row : *rows) {
        auto name = names.find(row.machine);
        if (name == names.end()) {
            const auto machine = reader.machine(row.machine);
            if (!machine) return answer(from_store(machine.error()));
            if (!*machine) continue;  // deleted between the two reads
            name = names.emplace(row.machine, (*machine)->name).first;
        }
        ListedExecution listed;
        listed.arn = execution_arn(context_.realm, name->second, row.name);
        listed.machine_arn = state_machine_arn(context_.realm, name->second);
        listed.machine = name->second;
        listed.name = std::move(row.name);
        listed.status = static_cast<execution::Status>(row.status);
        listed.start = row.start;
        listed.stop = row.stop;
        page.executions.push_back(std::move(listed));
    }
    answer(std::move(page));
}

}  // namespace pawl::engine
