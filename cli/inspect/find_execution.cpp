#include "cli/inspect/find_execution.hpp"

#include <charconv>
#include <vector>

#include "cli/client/names.hpp"

namespace pawl::cli {
namespace {

using engine::ExecutionRow;

std::optional<ExecutionKey> key_in(const std::string& text) {
    ExecutionKey key = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), key);
    if (fault != std::errc() || end != text.data() + text.size() || key <= 0) return std::nullopt;
    return key;
}

ClientError failed(const engine::StoreError& error) { return {ExitCode::Failed, "", error.message}; }

}  // namespace

ClientResult<FoundExecution> find_execution(engine::Inspection& database, const std::string& given) {
    const std::string id = name_of_arn(given);  // "MACHINE:EXECUTION" of an ARN
    const std::size_t colon = id.find(':');
    const std::string machine = colon == std::string::npos ? "" : id.substr(0, colon), name = colon == std::string::npos ? id : id.substr(colon + 1);

    auto rows = database.executions_named(name);
    if (!rows) return failed(rows.error());
    const auto key = machine.empty() ? key_in(name) : std::nullopt;
    if (key) {
        const auto row = database.reader().execution(*key);
        if (!row) return failed(row.error());
        if (*row && (*row)->name != name) rows->push_back(**row);
    }
    std::vector<FoundExecution> found;
    for (const ExecutionRow& row : *rows) {
        const auto of = database.reader().machine(row.machine);
        if (!of) return failed(of.error());
        const std::string of_name = *of ? (*of)->name : "";
        if (machine.empty() || of_name == machine) found.push_back({row, of_name});
    }
    if (found.size() == 1) return std::move(found.front());
    if (found.empty()) {
        return ClientError{ExitCode::NotFound, "",
                           "there is no execution '" + given +
                               "' in the database. One whose state machine is gone is found by its name alone or its key; what retention has "
                               "deleted is not there any more."};
    }
    std::string message = "'" + given + "' may be several executions; say which by its key:";
    for (const FoundExecution& each : found) {
        message += " " + std::to_string(each.row.key) + " (" + (each.machine.empty() ? "" : each.machine + ":") + each.row.name + ")";
    }
    return ClientError{ExitCode::Usage, "", message};
}

}  // namespace pawl::cli
