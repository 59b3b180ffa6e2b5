#include "tests/simulation/coverage.hpp"

#include <algorithm>
#include <sstream>

namespace pawl::simulation {
namespace {

const std::map<std::string, std::vector<std::string>, std::less<>>& expected() {
    static const std::map<std::string, std::vector<std::string>, std::less<>> names{
        {"request",
         {"CreateMachine", "DeleteMachine", "DescribeExecution", "FindHistory", "PutFunction", "RemoveFunction", "SetTags", "StartExecution",
          "StartExecution again, other input", "StartExecution again, same input", "StartExecution unnamed", "StartExecution with bad input",
          "StopExecution", "UpdateMachine", "WaitForClose"}},
        {"fault",
         {"commit is busy", "clock jumps back", "clock jumps forward", "crash after commit", "crash before commit", "crash between turns",
          "crash while acting", "crash while answering", "fail-stop, batch kept", "fail-stop, batch lost", "read is busy"}},
        {"worker",
         {"answers", "answers after a cancel", "answers by echo", "answers for an earlier life of the engine", "answers late", "answers no JSON",
          "answers twice", "answers with a forged token", "call fails", "fails by name", "is slow", "never answers", "slot refused"}},
        {"state", {"Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait"}},
        {"status", {"ABORTED", "FAILED", "SUCCEEDED", "TIMED_OUT"}},
        {"record", {"BranchFinished",     "ChildrenErased",    "EvaluationFailed", "ExecutionAborted", "ExecutionFailed",  "ExecutionStarted",
                    "ExecutionSucceeded", "ExecutionTimedOut", "IterationAborted", "IterationFailed",  "IterationStarted", "IterationSucceeded",
                    "MapFailed",          "MapStarted",        "MapSucceeded",     "ParallelFailed",   "ParallelStarted",  "ParallelSucceeded",
                    "RetryPlanned",       "StateAborted",      "StateEntered",     "StateExited",      "TaskFailed",       "TaskScheduled",
                    "TaskStarted",        "TaskSucceeded",     "TaskTimedOut",     "WaitPlanned"}},
    };
    return names;
}

}  // namespace

void Coverage::count(std::string_view group, std::string_view name, std::uint64_t times) {
    auto found = counts_.find(group);
    if (found == counts_.end()) found = counts_.try_emplace(std::string(group)).first;
    const auto entry = found->second.find(name);
    if (entry != found->second.end()) {
        entry->second += times;
    } else {
        found->second.try_emplace(std::string(name), times);
    }
}

std::uint64_t Coverage::times(std::string_view group, std::string_view name) const {
    const auto found = counts_.find(group);
    if (found == counts_.end()) return 0;
    const auto entry = found->second.find(name);
    return entry == found->second.end() ? 0 : entry->second;
}

std::uint64_t Coverage::total(std::string_view group) const {
    std::uint64_t sum = 0;
    const auto found = counts_.find(group);
    if (found == counts_.end()) return 0;
    for (const auto& [name, times] : found->second) sum += times;
    return sum;
}

void Coverage::add(const Coverage& other) {
    for (const auto& [group, names] : other.counts_) {
        for (const auto& [name, times] : names) count(group, name, times);
    }
}

std::string Coverage::table() const {
    auto all = counts_;
    for (const auto& [group, names] : expected()) {
        for (const auto& name : names) all[group].try_emplace(name, 0);
    }
    std::ostringstream out;
    for (const auto& [group, names] : all) {
        out << group << '\n';
        for (const auto& [name, times] : names) {
            auto number = std::to_string(times);
            out << "  " << std::string(number.size() < 12 ? 12 - number.size() : 0, ' ') << number << "  " << name << '\n';
        }
    }
    return out.str();
}

std::vector<std::string> Coverage::missing() const {
    std::vector<std::string> out;
    for (const auto& [group, names] : expected()) {
        for (const auto& name : names) {
            if (times(group, name) == 0) out.push_back(group + "/" + name);
        }
    }
    return out;
}

}  // namespace pawl::simulation
