#include "tests/simulation/oracles/answered_starts.hpp"

#include <algorithm>

namespace pawl::simulation {

void AnsweredStarts::answered(const std::string& arn, Start start, const JournalWatch& journal) {
    const auto durable = std::any_of(journal.executions().begin(), journal.executions().end(), [&](const auto& each) {
        return each.second.fold.head.arn == arn && each.second.fold.start_time == start.start && each.second.fold.input &&
               each.second.fold.input->text() == start.input;
    });
    if (!durable) complaints_.add("answered-start", "the start of " + arn + " was answered, but it is not durable with its input and start date");
    const auto [found, first] = starts_.try_emplace(arn, start);
    if (!first && (found->second.start != start.start || found->second.input != start.input)) {
        complaints_.add("answered-start", arn + " was started twice with different answers");
    }
}

void AnsweredStarts::shown(const engine::ExecutionSnapshot& snapshot) {
    const auto& arn = snapshot.head.arn;
    if (const auto start = starts_.find(arn);
        start != starts_.end() && (start->second.start != snapshot.start || start->second.input != snapshot.input)) {
        complaints_.add("answered-start", arn + " is shown with another start date or input than its start was answered with");
    }
    const auto outcome = outcomes_.find(arn);
    if (outcome != outcomes_.end()) {
        const auto& was = outcome->second;
        if (was.status != snapshot.status || was.output != snapshot.output || was.error != snapshot.error || was.cause != snapshot.cause ||
            was.stop != snapshot.stop) {
            complaints_.add("answered-start", arn + " was shown closed, and now has another outcome");
        }
    } else if (snapshot.is_closed()) {
        outcomes_.emplace(arn, Outcome{snapshot.status, snapshot.output, snapshot.error, snapshot.cause, snapshot.stop});
    }
}

void AnsweredStarts::denied(const std::string& machine, const std::string& name) {
    for (const auto& [arn, start] : starts_) {
        if (start.machine == machine && start.name == name && !start.excused)
            complaints_.add("answered-start", arn + " was started, and now the engine knows no such execution");
    }
}

void AnsweredStarts::machine_deleted(const std::string& machine) {
    for (auto& [arn, start] : starts_) start.excused = start.excused || start.machine == machine;
}

void AnsweredStarts::check(engine::Store& store, const JournalWatch& journal) {
    const auto reader = store.reader();
    for (const auto& [arn, start] : starts_) {
        if (start.excused) continue;
        const auto machine = reader->machine_named(start.machine);
        if (!machine || !*machine) {
            complaints_.add("answered-start", "the machine of " + arn + " is gone");
            continue;
        }
        const auto row = reader->execution_named((*machine)->key, start.name);
        const auto* watched = row && *row ? journal.find((*row)->key) : nullptr;
        if (watched == nullptr || !watched->fold.input || watched->fold.input->text() != start.input) {
            complaints_.add("answered-start", arn + " was started and answered, and is lost");
        }
    }
}

}  // namespace pawl::simulation
